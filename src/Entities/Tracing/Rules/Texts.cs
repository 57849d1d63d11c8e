using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>Images and candidates in a sentence.</summary>
internal static class Texts
{
    public static string Of(ImageName? image) => image?.ToString() ?? "none";

    public static string Of(TraceCandidate? candidate) =>
        candidate is null ? "none" : $"{candidate.Image} {candidate.Stage}, {candidate.Received} of {candidate.Total} bytes";

    public static string Of(Outcome? outcome) => outcome is null ? "none" : $"{outcome.Image} {outcome.Result}, number {outcome.Serial}";
}
