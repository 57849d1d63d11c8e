using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Reference;

/// <summary>
/// Which uploads the reference Firmware server takes: those that a package names which is staged or published, with its size and its digest (R-FS-04,
/// R-FS-13). The HTTP binding of the reference decides in the same way.
/// </summary>
public static class UploadJudge
{
    /// <summary>The refusal, or null when the payload is taken in.</summary>
    /// <param name="packages">Every package that the server knows.</param>
    /// <param name="named">The digest that the author names.</param>
    /// <param name="payload">What came.</param>
    public static Refusal? Judge(IEnumerable<PackageRecord> packages, Digest named, Bytes payload) =>
        JudgeName(packages, named) ?? JudgeSize(packages, named, payload) ?? JudgeDigest(named, payload);

    /// <summary>A payload that no package names is not taken: it could have any size.</summary>
    public static Refusal? JudgeName(IEnumerable<PackageRecord> packages, Digest named) =>
        Sizes(packages, named).Count == 0 ? new Refusal(ResultCode.NotAllowed, "no package names this payload; publish its envelope first") : null;

    /// <summary>Not more and not fewer bytes than a package states.</summary>
    public static Refusal? JudgeSize(IEnumerable<PackageRecord> packages, Digest named, Bytes payload)
    {
        var sizes = Sizes(packages, named);
        var came = (ulong)payload.Length;
        if (sizes.Contains(came)) return null;
        return came > sizes.Max()
            ? new Refusal(ResultCode.TooMuchData, $"the package states {sizes.Max()} bytes, more came")
            : new Refusal(ResultCode.PayloadDigestMismatch, $"the package states {string.Join(" or ", sizes)} bytes, {came} came");
    }

    /// <summary>The bytes that the digest names.</summary>
    public static Refusal? JudgeDigest(Digest named, Bytes payload) =>
        Digest.Of(payload.Span) == named ? null : new Refusal(ResultCode.PayloadDigestMismatch, "the bytes do not have the digest that they were sent under");

    private static HashSet<ulong> Sizes(IEnumerable<PackageRecord> packages, Digest named) =>
    [
        .. packages
            .Where(static record => record.Phase is PackagePhase.Staged or PackagePhase.Published)
            .SelectMany(static record => record.Payloads)
            .Where(payload => payload.Digest == named)
            .Select(static payload => payload.Size),
    ];
}
