using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>The Device core as it is deployed on a machine with files.</summary>
public sealed class HostedDeviceCore(HostedDesign? design = null) : HostedRole(Role.DeviceCore, design ?? HostedDesign.Right)
{
    private DeviceCoreHost? _host;

    /// <inheritdoc/>
    protected override JsonObject Keep(JsonObject arguments)
    {
        var key = Ed25519KeyPair.Generate();
        KeyFile("device.key", key.ToPem);
        var configuration = Configuration(arguments);
        using var flash = FlashFile.Create(FileOf("flash"), configuration.Device, configuration.SlotCapacity, configuration.PageSize);
        var factory = arguments["factory"] as JsonObject ?? throw new UpperTesterException(UpperTesterError.Invalid, "there is no factory image");
        var payloads = Fields.Texts(factory, "payloads").Select(Convert.FromBase64String).ToDictionary(static payload => Digest.Of(payload));
        FactoryImage.Install(flash, configuration, Fields.Binary(factory, "envelope"), digest => payloads.TryGetValue(digest, out var payload) ? new MemoryStream(payload) : null);
        return new JsonObject { ["publicKey"] = Fields.Write(key.Public.Spki), ["slotCapacity"] = configuration.SlotCapacity, ["blockSize"] = configuration.BlockSize };
    }

    /// <inheritdoc/>
    protected override Task<(JsonObject Links, Func<Task> Completion)> StartAsync(JsonObject provisioned, JsonObject links, HostSurroundings surroundings)
    {
        var signer = KeyFiles.SignerFromPem(Hosting.Storage.KeyFiles.ReadPrivate(FileOf("device.key")));
        Design.KeyRead(FileOf("device.key"), Journal);
        var flash = FlashFile.Open(FileOf("flash"));
        var host = _host = new DeviceCoreHost(
            new DeviceCoreSetup(Configuration(provisioned), flash, signer, StreamAddress.OfTcp("127.0.0.1", 0), DeviceLinkTimeouts.Default, new DigestSelfTest(flash)), surroundings);
        var address = host.Start().ToString().Replace("tcp://", "tcp:", StringComparison.Ordinal);
        return Task.FromResult<(JsonObject, Func<Task>)>((new JsonObject { ["device"] = new JsonObject { ["listen"] = address } }, () => host.Completion));
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        if (_host is not { } host) return;
        _host = null;
        await host.StopAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
    }

    private static DeviceCoreConfiguration Configuration(JsonObject arguments) => DeviceFacts.Read(arguments, pageSize: 256);
}
