namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers with a fault.</summary>
internal static class StatusTrackerMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All => [.. Alone.Select(Batched), .. StatusTrackerBatchMutants.All];

    private static IEnumerable<Mutant> Alone =>
    [
        .. StatusTrackerReportMutants.All, .. StatusTrackerRecordMutants.All, .. StatusTrackerOfferMutants.All, .. StatusTrackerServerMutants.All, .. StatusTrackerGeneralMutants.All,
        .. StatusTrackerFleetMutants.All, .. StatusTrackerOperatorMutants.All,
    ];

    // What is wrong with one check-in is wrong with each of a batch.
    private static Mutant Batched(Mutant mutant) => mutant with { Allows = [.. mutant.Allows, "R-ST-60", "R-ST-61"] };
}
