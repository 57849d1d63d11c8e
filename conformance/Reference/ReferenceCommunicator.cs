using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference Communicator.</summary>
public sealed class ReferenceCommunicator(Design? design = null) : ReferenceRole(Role.Communicator, design ?? Design.Right)
{
    private SimulatedCommunicator? _communicator;

    /// <inheritdoc/>
    protected override SimulatedEntity? Entity => _communicator;

    /// <inheritdoc/>
    protected override (IReadOnlyList<string> Acts, IReadOnlyList<string> Queries, IReadOnlyList<string> Faults) Offers => (["check"], ["keys"], []);

    /// <inheritdoc/>
    protected override IReadOnlyList<Link> Links => [Link.Device, Link.Tracker];

    /// <inheritdoc/>
    protected override void Forget() => _communicator = null;

    /// <inheritdoc/>
    protected override JsonObject Provision(JsonObject arguments)
    {
        var standard = new CommunicatorConfiguration();
        var configuration = standard with
        {
            DefaultPoll = Duration(arguments, "defaultPoll", standard.DefaultPoll),
            LeastPoll = Duration(arguments, "leastPoll", standard.LeastPoll),
            MostPoll = Duration(arguments, "mostPoll", standard.MostPoll),
            ActivePoll = Duration(arguments, "activePoll", standard.ActivePoll),
            ReplyTimeout = Duration(arguments, "replyTimeout", standard.ReplyTimeout),
            ProgressInterval = Duration(arguments, "progressInterval", standard.ProgressInterval),
            FirstBackOff = Duration(arguments, "firstBackOff", standard.FirstBackOff),
            MostBackOff = Duration(arguments, "mostBackOff", standard.MostBackOff),
        };
        _communicator = Stage.Add(new SimulatedCommunicator(Stage, "communicator", "device", "tracker", Design.Communicator(configuration)));
        AddPeer("device");
        AddPeer("tracker");
        return new JsonObject
        {
            ["defaultPoll"] = Written(configuration.DefaultPoll),
            ["leastPoll"] = Written(configuration.LeastPoll),
            ["mostPoll"] = Written(configuration.MostPoll),
            ["activePoll"] = Written(configuration.ActivePoll),
            ["replyTimeout"] = Written(configuration.ReplyTimeout),
            ["progressInterval"] = Written(configuration.ProgressInterval),
            ["firstBackOff"] = Written(configuration.FirstBackOff),
            ["mostBackOff"] = Written(configuration.MostBackOff),
        };
    }

    /// <inheritdoc/>
    protected override void Do(string act, JsonObject arguments)
    {
        if (act != "check") throw Unimplemented($"act '{act}'");
        _communicator!.Check();
    }

    /// <inheritdoc/>
    protected override JsonObject Query(string what) => what == "keys" ? new JsonObject { ["files"] = new JsonArray() } : base.Query(what);

    // For each request the link is opened anew: what comes late is nobody's answer (spec/machines/communicator.md).
    /// <inheritdoc/>
    protected override bool IsOpen(Packet question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Stage.Transcript.Sent[^1].Packet.Exchange == question.Exchange;
    }

    /// <inheritdoc/>
    protected override void Fail(Packet question)
    {
        ArgumentNullException.ThrowIfNull(question);
        Later(() => Break(question));
    }

    private void Break(Packet question)
    {
        if (IsOpen(question)) _communicator!.FailLink(question.Link, ResultCode.Unreachable);
    }
}
