namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers with a fault.</summary>
internal static class StatusTrackerMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
        [.. StatusTrackerReportMutants.All, .. StatusTrackerRecordMutants.All, .. StatusTrackerOfferMutants.All, .. StatusTrackerServerMutants.All, .. StatusTrackerGeneralMutants.All,
            .. StatusTrackerBatchMutants.All];
}
