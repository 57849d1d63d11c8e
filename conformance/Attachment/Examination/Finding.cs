namespace SecUpIoT.Conformance.Attachment.Examination;

/// <summary>How one check of an upper tester went.</summary>
public enum Health
{
    /// <summary>As it should be.</summary>
    Sound,
    /// <summary>Not offered: some scenarios will be inconclusive.</summary>
    Missing,
    /// <summary>Not as UPPER-TESTER.md says.</summary>
    Faulty,
}

/// <summary>One check of an upper tester.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Health">How it is.</param>
/// <param name="Detail">What was seen, in one sentence or clause.</param>
public sealed record Finding(string Check, Health Health, string Detail);
