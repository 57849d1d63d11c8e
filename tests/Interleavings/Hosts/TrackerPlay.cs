using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Hosts.Tracker.Page;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What does not change from run to run: one device, its signed reports, and two packages for it. Signed once, because signing takes longer than a run.</summary>
internal static class TrackerPlay
{
    private static readonly Esp256KeyPair DeviceKey = Esp256KeyPair.Generate();
    private static readonly VendorId Vendor = Uuid5.Vendor("vendor.example");
    private static readonly ClassId Class = Uuid5.Class(Vendor, "meter");
    private static readonly Author Author = new("author", Vendor, Class);
    private static readonly SymbolicKey TrackerKey = new("tracker");

    /// <summary>Silence for longer makes the device unreachable.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromHours(1);

    public static readonly DeviceId Device = new(new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    public static readonly SimulatedPackage Factory = Author.Make(1);

    public static readonly SimulatedPackage Update = Author.Make(2);

    public static readonly SimulatedPackage Newer = Author.Make(3);

    /// <summary>The device is idle and has confirmed the factory's image.</summary>
    public static readonly IReadOnlyList<CheckIn> Idle = [.. Enumerable.Range(1, 6).Select(counter => Sign((ulong)counter, Factory.Name, null))];

    /// <summary>The device receives the update.</summary>
    public static readonly IReadOnlyList<CheckIn> Receiving = [.. Enumerable.Range(1, 6).Select(counter => Sign((ulong)counter, Factory.Name, Update.Name))];

    /// <summary>The device has confirmed the update.</summary>
    public static readonly IReadOnlyList<CheckIn> Completed = [.. Enumerable.Range(1, 6).Select(counter => Sign((ulong)counter, Update.Name, null))];

    public static readonly EnrolRequest Enrolment = new(Device, Vendor, Class, Profile.Secure, DeviceKey.Public.Spki);

    private static readonly TrackRecord Enrolled = new(
        Device, Vendor, Class, Profile.Secure, Enrolment.PublicKey, TrackPhase.Enrolled, 0, null, null, ResultCode.None, false, 0, 0, 0, 0, false, false, new(1_700_000_000_000), default);

    /// <summary>A disk on which the device is enrolled.</summary>
    public static TrackDisk NewDisk()
    {
        var disk = new TrackDisk();
        disk.TrySave(Enrolled, static () => true);
        return disk;
    }

    /// <summary>What a Firmware server publishes.</summary>
    public static Sequence<CatalogueEntry> Catalogue(params IEnumerable<SimulatedPackage> packages) => new(packages.Select(static package => new CatalogueEntry(
        package.Name.Manifest, package.Name.Number, package.Vendor, package.Class, (uint)package.Envelope.Length, new Sequence<PayloadName>([new PayloadName(Digest.Of(package.Payload.Span), (ulong)package.Payload.Length)]))));

    public static PublishedPackages Packages(HuntedTrackStore store) =>
        new(store, new ServerLinkConfiguration([Author.Anchor]), new HostSurroundings(new HuntedClock(), NullLoggerFactory.Instance), NullLogger.Instance);

    /// <summary>A tracker's records on this store. It relays no payloads, so it has no cache.</summary>
    public static DeviceRecords Records(HuntedTrackStore store, PublishedPackages packages, HuntedClock clock, CampaignDesk? campaigns = null) => new(
        new TrackerSetup(
            new StatusTrackerConfiguration { SilenceLimit = SilenceLimit },
            new ServerLinkConfiguration([Author.Anchor]),
            TrackerKey,
            store,
            null!,
            HttpListen.DangerousPlaintext(new(System.Net.IPAddress.Loopback, 0)),
            [],
            HttpClientLimits.Default,
            Lanes: 2) { Fleet = new HuntedFleetStore(new FleetDisk(), null) },
        packages,
        campaigns ?? Campaigns(store, new HuntedFleetStore(new FleetDisk(), null), clock),
        new FleetPulse(),
        new HostSurroundings(clock, NullLoggerFactory.Instance),
        NullLogger.Instance);

    /// <summary>The campaigns of a tracker on these stores.</summary>
    public static CampaignDesk Campaigns(HuntedTrackStore records, IFleetStore store, HuntedClock clock) =>
        new(records, store, new AuditTrail(store, clock), offerWithoutCampaign: true, new FleetPulse(), new HostSurroundings(clock, NullLoggerFactory.Instance), NullLogger.Instance);

    /// <summary>The newest package that is offered without a campaign, and all that are published.</summary>
    public static async Task<(PackageOffer? Newest, Sequence<Digest> Published)> OfferAsync(PublishedPackages packages, VendorId vendor, ClassId deviceClass)
    {
        var entries = packages.For(vendor, deviceClass);
        return (entries.Count == 0 ? null : await packages.OfferAsync(entries[^1], null), new(entries.Select(entry => entry.Manifest)));
    }

    /// <summary>The counter in a report.</summary>
    public static ulong CounterOf(CheckIn checkIn) => DeviceReport.Decode(CoseMessage.Parse(checkIn.SignedReport.Memory).Value.Payload!.Value.Memory).Value!.Counter;

    private static CheckIn Sign(ulong counter, ImageName confirmed, ImageName? candidate)
    {
        var report = new DeviceReport(
            Device,
            Vendor,
            Class,
            candidate is null ? DevicePhase.Idle : DevicePhase.Receiving,
            confirmed,
            confirmed,
            candidate is null ? null : new CandidateStatus(candidate, 64, 150),
            null,
            counter,
            new Nonce(Digest.Of(BitConverter.GetBytes(counter)).Value.Span[..Nonce.Size].ToArray()),
            false,
            4096,
            64);
        return new CheckIn(SignedStatement.Sign(DeviceKey, DeviceReport.Domain, DeviceReport.ContentType, report.Encode()), null, ResultCode.None);
    }
}
