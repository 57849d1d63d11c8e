using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>The Firmware server as it is deployed.</summary>
public sealed class HostedFirmwareServer(HostedDesign? design = null) : HostedRole(Role.FirmwareServer, design ?? HostedDesign.Right)
{
    private FirmwareServerHost? _host;
    private IDoor? _door;

    /// <inheritdoc/>
    protected override JsonObject Keep(JsonObject arguments)
    {
        Keys.Anchors(arguments, "authors");
        return [];
    }

    /// <inheritdoc/>
    protected override async Task<(JsonObject Links, Func<Task> Completion)> StartAsync(JsonObject provisioned, JsonObject links, HostSurroundings surroundings)
    {
        _door = Design.Door(Identity(LinkRole.Server), LinkRole.Server);
        var host = _host = new FirmwareServerHost(
            new ServerSetup(new FirmwareServerConfiguration(Keys.Anchors(provisioned, "authors")), await FilePackageStore.Open(FileOf("packages")).ConfigureAwait(false), _door.Listen), surroundings);
        return (Listening(_door.Open(await host.StartAsync().ConfigureAwait(false)), "server", "author"), () => host.Completion);
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        _door?.Dispose();
        if (_host is not { } host) return;
        _host = null;
        await host.StopAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
    }
}
