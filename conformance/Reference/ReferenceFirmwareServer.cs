using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference Firmware server.</summary>
public sealed class ReferenceFirmwareServer(Design? design = null) : ReferenceRole(Role.FirmwareServer, design ?? Design.Right)
{
    private SimulatedServer? _server;

    /// <inheritdoc/>
    protected override SimulatedEntity? Entity => _server;

    /// <inheritdoc/>
    protected override (IReadOnlyList<string> Acts, IReadOnlyList<string> Queries, IReadOnlyList<string> Faults) Offers => ([], ["keys"], ["damage"]);

    /// <inheritdoc/>
    protected override IReadOnlyList<Link> Links => [Link.Server, Link.Author];

    /// <inheritdoc/>
    protected override void Forget() => _server = null;

    /// <inheritdoc/>
    protected override JsonObject Provision(JsonObject arguments)
    {
        var authors = Design.Anchors(Keys.Anchors(arguments, "authors"));
        var configuration = new FirmwareServerConfiguration(authors);
        _server = Stage.Add(new SimulatedServer(Stage, "server", authors, Design.FirmwareServer(configuration)) { Store = Design.ServerStore });
        return [];
    }

    /// <inheritdoc/>
    protected override JsonObject Query(string what) => what == "keys" ? new JsonObject { ["files"] = new JsonArray() } : base.Query(what);

    /// <inheritdoc/>
    protected override void Fault(string kind, JsonObject arguments)
    {
        if (kind != "damage") base.Fault(kind, arguments);
        else if (!_server!.Damage(Digest.FromHex(Fields.Text(arguments, "payload")))) throw new UpperTesterException(UpperTesterError.Invalid, "there is no such payload to damage");
    }

    /// <inheritdoc/>
    protected override Message? AskHost(Link link, Message request) => (link, request) switch
    {
        (Link.Author, _) when !Provisioned.IsUp => null,
        (Link.Author, PublishRequest publish) => _server!.Publish(publish.Envelope),
        (Link.Author, WithdrawRequest withdraw) => _server!.Withdraw(withdraw.Manifest),
        _ => null,
    };

    /// <inheritdoc/>
    protected override Refusal? Upload(Digest digest, Bytes payload)
    {
        if (!Provisioned.IsUp) throw new UpperTesterException(UpperTesterError.Busy, "the server is not started");
        if (Design.Upload([.. _server!.Packages.Values.Select(static state => state.Record!)], digest, payload) is { } refusal) return refusal;
        _server.Upload(digest, payload);
        return null;
    }
}
