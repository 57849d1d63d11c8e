using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>When the status is checked.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Checking =>
    [
        Altering("first-check-late", "waits for a poll interval before its first status check", ["R-CM-01"],
            static (machine, configuration) => machine.After((state, input, reaction) => input is Input.Started
                ? new(state, [new Output.SetTimer(TimerId.Poll, configuration.DefaultPoll)], reaction.Trigger)
                : reaction)),
        Altering("checks-end", "checks the status twelve times and then never again", ["R-CM-01"], static (machine, _) =>
        {
            var settled = 0;
            return machine.After((_, _, reaction) => reaction.Trigger == nameof(Trigger.DeliverySettled) && ++settled >= 12 ? reaction.Unarmed(TimerId.Poll) : reaction);
        }),
        Altering("interval-unheard", "always polls at its default interval", ["R-CM-08"], static (machine, configuration) => machine.After((_, _, reaction) =>
            reaction.Trigger is nameof(Trigger.AnsweredNothing) or nameof(Trigger.DeliverySettled)
                ? reaction.Map(output => output is Output.SetTimer { Timer: TimerId.Poll } set && set.After > configuration.ActivePoll ? set with { After = configuration.DefaultPoll } : output)
                : reaction)),
        Configured("interval-unbounded", "obeys every poll interval that the Status tracker names", ["R-CM-08"],
            static right => right with { LeastPoll = TimeSpan.Zero, MostPoll = TimeSpan.FromDays(7) }),
        Altering("requests-unheard", "does not check when it is asked to", ["R-CM-15", "R-GEN-17"],
            static (machine, _) => machine.After(static (state, input, reaction) => input is Input.CheckRequested ? new(state, [], reaction.Trigger) : reaction)),
        Altering("request-starts-over", "drops what it does when it is asked for a status check", ["R-CM-15"],
            static (machine, configuration) => machine.After((state, input, reaction) => input is Input.CheckRequested && state.Phase != Phase.Waiting
                ? reaction.Asking(state with { Phase = Phase.AskingStatus, Manifest = null, Want = null, ReportDue = false }, Link.Device, new StatusRequest(), configuration)
                : reaction)),
        Altering("no-progress", "reports no progress", ["R-CM-13"], static (machine, _) => machine.After(static (state, input, reaction) =>
            input is Input.TimerFired { Timer: TimerId.Progress } ? reaction with { State = state } : reaction)),
        Altering("restart-forgotten", "does not begin again after a restart", ["R-GEN-08", "R-CM-19"], static (machine, _) =>
        {
            var starts = 0;
            return machine.After((state, input, reaction) => input is Input.Started && ++starts > 1 ? new(state, [], reaction.Trigger) : reaction);
        }),
        Altering("restart-from-zero", "begins the transfer anew after a restart", ["R-CM-19"], static (machine, _) =>
        {
            var fresh = false;
            return machine.After((_, input, reaction) =>
            {
                if (input is Input.Started) fresh = true;
                if (reaction.Trigger != nameof(Trigger.DeliveryWanting) || !fresh) return reaction;
                fresh = false;
                var want = reaction.State.Want! with { Offset = 0 };
                return (reaction with { State = reaction.State with { Want = want } }).Saying<BlockRequest>(request => request with { Offset = 0 });
            });
        }),
    ];
}
