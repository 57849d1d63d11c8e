using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Those that forget what they acknowledged.</content>
internal static partial class FirmwareServerMutants
{
    private static IReadOnlyList<Mutant> Keeping =>
    [
        Altered("forgets-staged", "does not store that a package is staged", ["R-FS-10", "R-GEN-03", "R-GEN-08"], static machine =>
            machine.Forgetting<PackageState, Output.Persist>(nameof(Trigger.PackageStaged))),
        Altered("forgets-arrived", "does not store that a payload came", ["R-FS-10", "R-GEN-03", "R-GEN-08"], static machine =>
            machine.Forgetting<PackageState, Output.Persist>(nameof(Trigger.PayloadArrived))),
        Altered("forgets-published", "does not store that a package is published", ["R-FS-10", "R-GEN-03", "R-GEN-08"], static machine =>
            machine.Forgetting<PackageState, Output.Persist>(nameof(Trigger.PackageCompleted)),
            "R-FS-06", "R-FS-09", "R-FS-16", "R-FS-17", "R-FS-19"),
        Altered("forgets-complete", "does not store a package that is complete at once", ["R-FS-10", "R-GEN-03"],
            static machine => new Altered<PackageState>(machine)
        {
            After = static (_, input, reaction) => input is Input.PublishAsked && reaction.Trigger == nameof(Trigger.PackageCompleted)
                ? reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.Persist)] }
                : reaction,
        }, "R-FS-17"),
        Altered("forgets-withdrawn", "does not store that a package is withdrawn", ["R-FS-10", "R-GEN-03", "R-FS-08"], static machine =>
            machine.Forgetting<PackageState, Output.Persist>(nameof(Trigger.WithdrawAccepted))),
    ];
}
