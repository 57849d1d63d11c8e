using SecUpIoT.Protocol;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>A monitor for every invariant, with where it is judged: column "judged" of spec/invariants.md.</summary>
internal static class Judges
{
    public static IReadOnlyList<Judge> All { get; } =
    [
        Judge.Of<I01HonestCompletion>("I-01", static settings => settings.Attacker != AttackerKind.Tracker, typeof(Observation.FlashChanged), typeof(Observation.RecordStored)),
        Judge.Of<I02AuthenticBoot>("I-02", Everywhere, typeof(Observation.Booted)),
        Judge.Of<I03NoRollback>("I-03", Everywhere, typeof(Observation.DeviceReacted), typeof(Observation.Booted), typeof(Observation.FlashChanged), typeof(Observation.DeviceFell)),
        Judge.Of<I04NumberNeverFalls>("I-04", Everywhere, typeof(Observation.FlashChanged)),
        Judge.Of<I05NothingBeforeAcceptance>("I-05", Everywhere, typeof(Observation.FlashChanged)),
        Judge.Of<I06SlotPurity>("I-06", static settings => !settings.BlocksAlterable, typeof(Observation.FlashChanged)),
        Judge.Of<I07WholeBeforeTrial>("I-07", Everywhere, typeof(Observation.FlashChanged), typeof(Observation.Booted)),
        Judge.Of<I08AlwaysBootable>("I-08", static settings => settings.Budgets.Left(Budget.Decay) == 0, typeof(Observation.FlashChanged)),
        Judge.Of<I09TwoKeys>("I-09", static settings => settings.Profile == Profile.Secure, typeof(Observation.DirectiveIssued), typeof(Observation.DeviceReacted)),
        Judge.Of<I10OneAcceptance>("I-10", static settings => settings.Profile == Profile.Secure && settings.Attacker != AttackerKind.Tracker, typeof(Observation.DirectiveIssued), typeof(Observation.DeviceReacted)),
        Judge.Of<I11FreshWord>("I-11", static settings => settings.Profile == Profile.Secure && settings.Attacker != AttackerKind.Tracker, typeof(Observation.DirectiveIssued), typeof(Observation.ReportSigned), typeof(Observation.DeviceReacted), typeof(Observation.DeviceFell)),
        Judge.Of<I12CountsOnce>("I-12", static settings => settings.Attacker != AttackerKind.Tracker, typeof(Observation.ReportSigned), typeof(Observation.ReportCounted), typeof(Observation.RecordStored)),
        Judge.Of<I13AcknowledgedStays>("I-13", Everywhere, typeof(Observation.Kept), typeof(Observation.Acknowledged), typeof(Observation.Found), typeof(Observation.DeviceStarted)),
        Judge.Of<I14OneUpdate>("I-14", Everywhere, typeof(Observation.FlashChanged)),
        Judge.Of<I15RightDevice>("I-15", Everywhere, typeof(Observation.DeviceReacted)),
        Judge.Of<I16RefusalChangesNothing>("I-16", Everywhere, typeof(Observation.Handled)),
        Judge.Of<I17OnlyConfirmedCounts>("I-17", Everywhere, typeof(Observation.ReportCounted), typeof(Observation.RecordStored)),
        // Of several that are broken at the end, the one that says most is named.
        Judge.Of<I22FallBackReopens>("I-22", static settings => settings.Attacker != AttackerKind.Tracker, typeof(Observation.Ended), typeof(Observation.FlashChanged), typeof(Observation.RecordStored), typeof(Observation.DeviceReacted), typeof(Observation.DeviceFell), typeof(Observation.ReachChanged)),
        Judge.Of<I18EveryUpdateEnds>("I-18", Everywhere, typeof(Observation.Ended), typeof(Observation.FlashChanged), typeof(Observation.RecordStored), typeof(Observation.PublicationChanged), typeof(Observation.DeviceReacted), typeof(Observation.DeviceFell), typeof(Observation.ReachChanged)),
        Judge.Of<I19TrackerLearns>("I-19", static settings => settings.Attacker != AttackerKind.Tracker, typeof(Observation.Ended), typeof(Observation.FlashChanged), typeof(Observation.RecordStored), typeof(Observation.ReachChanged)),
        Judge.Of<I20SilenceShows>("I-20", Everywhere, typeof(Observation.Ended), typeof(Observation.ReachChanged), typeof(Observation.RecordStored), typeof(Observation.ReportCounted)),
        Judge.Of<I21EverySessionEnds>("I-21", Everywhere, typeof(Observation.Ended), typeof(Observation.CommunicatorMoved), typeof(Observation.ServerLinkMoved), typeof(Observation.DeviceReacted), typeof(Observation.DeviceFell), typeof(Observation.ReachChanged)),
        Judge.Of<I23OneTrial>("I-23", Everywhere, typeof(Observation.Booted)),
    ];

    private static bool Everywhere(ExplorationSettings settings) => true;
}
