using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>How a version has to compare (update management, parameter version).</summary>
public enum VersionComparison
{
    /// <summary>No comparison.</summary>
    None = 0,
    /// <summary>The device's version is greater.</summary>
    Greater = 1,
    /// <summary>The device's version is greater or equal.</summary>
    GreaterOrEqual = 2,
    /// <summary>The device's version is equal.</summary>
    Equal = 3,
    /// <summary>The device's version is lesser or equal.</summary>
    LesserOrEqual = 4,
    /// <summary>The device's version is lesser.</summary>
    Lesser = 5,
}

/// <summary>
/// A demand on a version: a comparison and the numbers to compare with, most significant first; -1, -2, -3 mark rc, beta, alpha.
/// </summary>
public sealed record VersionMatch(VersionComparison Comparison, IReadOnlyList<long> Version)
{
    /// <summary>Reads the wrapped array [comparison, [numbers]].</summary>
    public static Result<VersionMatch, SuitError> Read(Bytes wrapped)
    {
        var decoded = SuitCbor.DecodeArray(wrapped, "version");
        if (decoded.Error is { } error) return error;
        if (decoded.Value.Items is not [CborInteger { AsInt32: >= 1 and <= 5 and var comparison }, CborArray numbers])
        {
            return SuitCbor.Malformed("version is not [comparison, numbers]");
        }

        var version = ReadNumbers(numbers);
        return version.Error is { } fault ? fault : new VersionMatch((VersionComparison)comparison, version.Value);
    }

    /// <summary>
    /// True when <paramref name="actual"/> meets the demand. Numbers beyond those demanded are not looked at: "== 1" holds for 1.4.
    /// </summary>
    public bool Matches(IReadOnlyList<long> actual)
    {
        var order = 0;
        for (var i = 0; i < Version.Count && order == 0; i++) order = (i < actual.Count ? actual[i] : 0).CompareTo(Version[i]);
        return Comparison switch
        {
            VersionComparison.Greater => order > 0,
            VersionComparison.GreaterOrEqual => order >= 0,
            VersionComparison.Equal => order == 0,
            VersionComparison.LesserOrEqual => order <= 0,
            _ => order < 0,
        };
    }

    /// <summary>The numbers of a version: up to three, then perhaps a pre-release marker followed by more.</summary>
    internal static Result<IReadOnlyList<long>, SuitError> ReadNumbers(CborArray numbers)
    {
        var version = new List<long>();
        var marked = false;
        foreach (var item in numbers.Items)
        {
            if ((item as CborInteger)?.AsInt64 is not { } number || number < -3)
            {
                return SuitCbor.Malformed("a version number is out of range");
            }

            if (number < 0 && (marked || version.Count == 0)) return SuitCbor.Malformed("a pre-release marker is misplaced");
            if (!marked && number >= 0 && version.Count == 3) return SuitCbor.Malformed("a version has more than three numbers");
            marked |= number < 0;
            version.Add(number);
        }

        return version.Count > 0 ? version : SuitCbor.Malformed("an empty version");
    }
}
