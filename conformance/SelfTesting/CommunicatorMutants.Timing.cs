using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Time limits and pauses.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Timing =>
    [
        Configured("pause-constant", "waits as long after every failure", ["R-CM-07"], static right => right with { MostBackOff = right.FirstBackOff }),
        Configured("pause-unbounded", "waits twice as long after each failure without a bound", ["R-CM-07"], static right => right with { MostBackOff = TimeSpan.FromDays(1) }, "R-CM-10"),
        Altering("failures-forgotten", "counts failures anew with each report", ["R-CM-07"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Trigger == nameof(Trigger.StatusReported) ? reaction with { State = reaction.State with { Failures = 0 } } : reaction)),
        Altering("failures-kept", "never forgets a failure", ["R-CM-07"], static (machine, _) => machine.After(static (state, _, reaction) =>
            reaction with { State = reaction.State with { Failures = Math.Max(state.Failures, reaction.State.Failures) } })),
        Unlimited("install-unlimited", "waits for ever for the answer to a request to install", ["R-CM-09"], Phase.RequestingInstall, "R-CM-06"),
        Unlimited("block-unlimited", "waits for ever for a block", ["R-CM-09", "R-CM-17"], Phase.Fetching, "R-CM-06"),
        Configured("impatient", "gives requests up before their time limit", ["R-CM-09"], static right => right with { ReplyTimeout = right.ReplyTimeout * 0.48 }, "R-GEN-18", "R-CM-17"),
        Altering("one-timer", "lets the time limit of the status request run on in the requests that follow", ["R-GEN-18"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.State.Phase is Phase.AskingStatus or Phase.Waiting ? reaction : reaction.Unarmed(TimerId.Reply)), "R-CM-09", "R-CM-15"),
    ];

    /// <summary>A Communicator that does not limit the time of one kind of request.</summary>
    private static Mutant Unlimited(string id, string wrong, IReadOnlyList<string> violates, Phase phase, params string[] allows) => Altering(
        id, wrong, violates, (machine, _) => machine.After((_, _, reaction) =>
            reaction.State.Phase == phase && reaction.Outputs.OfType<Output.Send>().Any()
                ? reaction.Map(output => output is Output.SetTimer { Timer: TimerId.Reply } ? new Output.CancelTimer(TimerId.Reply) : output)
                : reaction), allows);
}
