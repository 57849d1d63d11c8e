using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>What devices say of themselves, by the words of the features. The list is closed.</summary>
internal static class Sayings
{
    private static readonly (Regex Words, Func<DeviceReport, Match, Func<ulong, CandidateStatus>, DeviceReport> Say)[] All =
    [
        Saying("it rests", static (self, _, _) => self with { Phase = DevicePhase.Idle, Candidate = null }),
        Saying("it accepted sequence number N", static (self, words, package) => Working(self, DevicePhase.Receiving, package(Number(words)), 0)),
        Saying(@"it has (?<bytes>\d+) bytes of sequence number N", static (self, words, package) =>
            Working(self, DevicePhase.Receiving, package(Number(words)), ulong.Parse(words.Groups["bytes"].Value, CultureInfo.InvariantCulture))),
        Saying("it verifies sequence number N", static (self, words, package) => Working(self, DevicePhase.VerifyingImage, package(Number(words)))),
        Saying("it has verified sequence number N", static (self, words, package) => Working(self, DevicePhase.Verified, package(Number(words)))),
        Saying("it installs sequence number N", static (self, words, package) => Working(self, DevicePhase.Installing, package(Number(words)))),
        Saying("it will boot sequence number N next", static (self, words, package) => Working(self, DevicePhase.AwaitingBoot, package(Number(words)))),
        Saying("it tries sequence number N", static (self, words, package) =>
            Working(self, DevicePhase.Trial, package(Number(words))) with { Running = package(Number(words)).Image }),
        Saying("it runs sequence number N, confirmed", static (self, words, package) => Confirmed(self, package(Number(words)).Image)),
        Saying("it runs another package with sequence number N, confirmed", static (self, words, package) =>
            Confirmed(self, package(Number(words)).Image with { Manifest = Digest.Of([1, 2, 3]) })),
        Saying("it runs sequence number N and has confirmed the former one", static (self, words, package) =>
            self with { Phase = DevicePhase.Idle, Candidate = null, Running = package(Number(words)).Image }),
        Saying("it has confirmed sequence number N and runs the former one", static (self, words, package) =>
            self with { Phase = DevicePhase.Idle, Candidate = null, Confirmed = package(Number(words)).Image }),
        Saying("it has confirmed sequence number N and runs nothing", static (self, words, package) =>
            self with { Phase = DevicePhase.VerifyingBoot, Candidate = null, Confirmed = package(Number(words)).Image, Running = null }),
        Saying("the update to sequence number N ended with CODE", static (self, words, package) => Ended(self, package(Number(words)).Image, Code(words))),
        Saying("it suspects a freeze", static (self, _, _) => self with { FreezeSuspected = true }),
        Saying("it suspects no freeze", static (self, _, _) => self with { FreezeSuspected = false }),
    ];

    /// <summary>What a device says that goes on from <paramref name="self"/>.</summary>
    /// <param name="self">What it said before.</param>
    /// <param name="words">What it says now.</param>
    /// <param name="package">The whole of a package, by its sequence number.</param>
    public static DeviceReport Of(DeviceReport self, string words, Func<ulong, CandidateStatus> package)
    {
        foreach (var (pattern, say) in All)
        {
            if (pattern.Match(words) is { Success: true } match) return say(self, match, package);
        }

        throw new SuiteErrorException($"no device says: {words}");
    }

    private static (Regex, Func<DeviceReport, Match, Func<ulong, CandidateStatus>, DeviceReport>) Saying(
        string words, Func<DeviceReport, Match, Func<ulong, CandidateStatus>, DeviceReport> say) =>
        (new Regex($"^{words.Replace(" N", @" (?<number>\d+)", StringComparison.Ordinal).Replace("CODE", @"(?<code>\w+)", StringComparison.Ordinal)}$"), say);

    private static ulong Number(Match words) => ulong.Parse(words.Groups["number"].Value, CultureInfo.InvariantCulture);

    private static ResultCode Code(Match words) => Enum.Parse<ResultCode>(words.Groups["code"].Value);

    private static DeviceReport Working(DeviceReport self, DevicePhase phase, CandidateStatus whole, ulong? received = null) =>
        self with { Phase = phase, Candidate = whole with { Received = received ?? whole.Total } };

    private static DeviceReport Confirmed(DeviceReport self, ImageName image) =>
        (self.Confirmed is { } former && image.Number > former.Number ? Ended(self, image, ResultCode.Success) : self)
            with { Phase = DevicePhase.Idle, Candidate = null, Running = image, Confirmed = image };

    private static DeviceReport Ended(DeviceReport self, ImageName image, ResultCode code) => self with
    {
        Phase = DevicePhase.Idle,
        Candidate = null,
        Running = self.Confirmed,
        LastOutcome = new Outcome(image, code, (self.LastOutcome?.Serial ?? 0) + 1),
    };
}
