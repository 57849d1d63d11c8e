using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Communicators with a fault.</summary>
internal static partial class CommunicatorMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All => [.. Checking, .. Relaying, .. Transferring, .. Refusing, .. Installing, .. Timing, .. Speaking];

    /// <summary>A Communicator whose machine is altered.</summary>
    private static Mutant Altering(
        string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<CommunicatorState>, CommunicatorConfiguration, IMachine<CommunicatorState>> alter, params string[] allows) => new(
        $"communicator/{id}", Role.Communicator, wrong, violates,
        Design.Right with { Communicator = configuration => alter(new CommunicatorMachine(configuration), configuration) })
        { Allows = allows };

    /// <summary>A Communicator that is configured otherwise than it says.</summary>
    private static Mutant Configured(
        string id, string wrong, IReadOnlyList<string> violates, Func<CommunicatorConfiguration, CommunicatorConfiguration> configure, params string[] allows) => new(
        $"communicator/{id}", Role.Communicator, wrong, violates,
        Design.Right with { Communicator = configuration => new CommunicatorMachine(configure(configuration)) })
        { Allows = allows };

    private static Altered<CommunicatorState> After(
        this IMachine<CommunicatorState> machine, Func<CommunicatorState, Input, Reaction<CommunicatorState>, Reaction<CommunicatorState>> change) =>
        new Altered<CommunicatorState>(machine) { After = change };

    private static Altered<CommunicatorState> Before(this IMachine<CommunicatorState> machine, Func<CommunicatorState, Input, (CommunicatorState State, Input Input)> change) =>
        new Altered<CommunicatorState>(machine) { Before = change };

    /// <summary>The reaction whose messages of one kind are others.</summary>
    private static Reaction<CommunicatorState> Saying<T>(this Reaction<CommunicatorState> reaction, Func<T, Message> other)
        where T : Message => reaction.Map(output => output is Output.Send { Message: T message } send ? send with { Message = other(message) } : output);

    /// <summary>The reaction without the timer.</summary>
    private static Reaction<CommunicatorState> Unarmed(this Reaction<CommunicatorState> reaction, TimerId timer) =>
        reaction with { Outputs = [.. reaction.Outputs.Where(output => output is not Output.SetTimer set || set.Timer != timer)] };

    /// <summary>A message in place of the reaction, and its reply timer.</summary>
    private static Reaction<CommunicatorState> Asking(
        this Reaction<CommunicatorState> reaction, CommunicatorState state, Link link, Message message, CommunicatorConfiguration configuration) =>
        reaction with { State = state, Outputs = [new Output.Send(link, message), new Output.SetTimer(TimerId.Reply, configuration.ReplyTimeout)] };

    private static bool Failed(string trigger) => trigger is nameof(Trigger.PeerFailed) or nameof(Trigger.ReplyOverdue);

    private static Bytes Flip(Bytes bytes)
    {
        var altered = bytes.ToArray();
        altered[^1] ^= 0x01;
        return altered;
    }
}
