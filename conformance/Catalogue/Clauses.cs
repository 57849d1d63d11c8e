namespace SecUpIoT.Conformance.Catalogue;

/// <summary>The clauses of the specification that features are divided by: a feature file for each, in the folder of its role.</summary>
public static class Clauses
{
    private const string Steps = "spec/sequences/update-procedure.md#steps";
    private const string Campaign = "spec/machines/campaign.md";

    /// <summary>Each clause and where the specification has it.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["publish"] = Steps,
        ["enrol"] = Steps,
        ["status-check"] = "spec/sequences/status-check.md",
        ["offer"] = Steps,
        ["transfer"] = Steps,
        ["verify"] = Steps,
        ["install"] = Steps,
        ["trial"] = Steps,
        ["confirm"] = Steps,
        ["report"] = Steps,
        ["completed"] = Steps,
        ["package"] = "spec/package-profile.md",
        ["encoding"] = "spec/messages.md",
        ["refusal"] = "spec/sequences/refusal.md",
        ["recovery"] = "spec/sequences/recovery.md",
        ["topology"] = "spec/sequences/topologies.md",
        ["gateway"] = "spec/sequences/gateway.md",
        ["protection"] = "spec/sequences/topologies.md",
        ["fleet-campaigns"] = Campaign,
        ["fleet-waves"] = Campaign,
        ["fleet-limits"] = Campaign,
        ["fleet-windows"] = Campaign,
        ["fleet-cancel"] = Campaign,
        ["fleet-devices"] = "spec/machines/status-tracker.md",
        ["fleet-audit"] = "spec/messages.md",
    };
}
