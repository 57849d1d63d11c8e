using System.Net;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Demo;

internal sealed class InProcessSite(TrialFolder trial, TrialDescription description, HostSurroundings surroundings) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _hosts = [];
    public Uri Server { get; private set; } = null!;
    public Uri Tracker { get; private set; } = null!;

    public async Task StartAsync()
    {
        var author = Shared.ReadVerifier(new FileInfo(KeyFilePair.PublicPath(trial.AuthorKey)));
        var trackerKey = Shared.ReadVerifier(new FileInfo(KeyFilePair.PublicPath(trial.TrackerKey)));
        var server = Own(new FirmwareServerHost(new ServerSetup(new FirmwareServerConfiguration([author]), await FilePackageStore.Open(trial.ServerData),
            HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, 0), trial.Certificate("server").Load())), surroundings));
        Server = await server.StartAsync();
        Directory.CreateDirectory(trial.TrackerData);
        var tracker = Own(new StatusTrackerHost(new TrackerSetup(
            new StatusTrackerConfiguration { PollAfter = TimeSpan.FromSeconds(1), ActivePollAfter = TimeSpan.FromSeconds(1) },
            new ServerLinkConfiguration([author]) { RefreshInterval = TimeSpan.FromMilliseconds(500) },
            Shared.ReadSigner(new FileInfo(trial.TrackerKey)),
            await SqliteTrackStore.Open(Path.Combine(trial.TrackerData, "tracker.db")),
            PayloadCache.Open(Path.Combine(trial.TrackerData, "cache"), 1UL << 30),
            HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, 0), trial.Certificate("tracker").Load()),
            [new KnownServer("main", Server)], HttpClientLimits.Default), surroundings));
        Tracker = await tracker.StartAsync();
        var served = new List<ServedDevice>();
        var vendor = Identities.Vendor(description.Vendor);
        for (var n = 1; n <= description.Devices.Count; n++)
        {
            var flash = FlashFile.Open(trial.DeviceFlash(n));
            var device = Own(new DeviceCoreHost(new DeviceCoreSetup(new DeviceCoreConfiguration
            {
                Device = new DeviceId(description.Devices[n - 1]), Vendor = vendor, Class = Identities.Class(vendor, description.Model), Profile = description.Profile,
                HasClock = true, AuthorAnchors = [author], TrackerAnchors = [trackerKey], SlotCapacity = flash.SlotCapacity, PageSize = flash.PageSize,
            }, flash, Shared.ReadSigner(new FileInfo(trial.DeviceKey(n))), StreamAddress.OfTcp("127.0.0.1", 0), DeviceLinkTimeouts.Default, new DigestSelfTest(flash)), surroundings));
            served.Add(new ServedDevice($"device-{n}", device.Start()));
        }

        var communicators = Own(new CommunicatorHost(new CommunicatorSetup(
            new CommunicatorConfiguration { LeastPoll = TimeSpan.FromMilliseconds(200), ActivePoll = TimeSpan.FromMilliseconds(200), ProgressInterval = TimeSpan.FromSeconds(1) },
            Tracker, trial.Certificate("communicator").Load(), served, HttpClientLimits.Default, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)), surroundings));
        await communicators.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
    }

    private T Own<T>(T host) where T : IAsyncDisposable { _hosts.Add(host); return host; }
}
