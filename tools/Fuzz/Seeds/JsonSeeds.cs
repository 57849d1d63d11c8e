using System.Text;
using System.Text.Json;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>Traces, control lines, records of runs, ways through the checked world, ranges.</summary>
internal static class JsonSeeds
{
    public static IReadOnlyList<string> TraceWords { get; } =
        ["\"trace\":\"secup-iot/1\"", "\"machine\":", "\"subject\":", "\"started\":", "\"phase\":", "\"trigger\":", "\"next\":", "\"refused\":", "\"device\":", "\"record\":", "\"package\":", "\"seq\":", "\"at\":", "DeviceCore", "StatusTracker", "FirmwareServer", "Idle", "Off"];

    public static IReadOnlyList<string> ControlWords { get; } =
        ["\"id\":", "\"result\":", "\"error\":", "\"kind\":", "\"ask\":", "\"say\":", "\"link\":", "\"message\":", "\"verb\":", "\"arguments\":", "\"reply\":", "\"patience\":", "\"devices\":", "device", "hello", "AAAA"];

    public static IReadOnlyList<string> CounterexampleWords { get; } =
        ["config ", "@ ", "# ", "\n", " cut ", " fail ", " before", " torn", "down", "up", "ask", "answer", "sask", "forge", "publish", "withdraw", "lose", "duplicate", "capture", "replay", "tested", "pass", "now", "late", "1", "2", .. Configurations.All.Select(static known => known.Name)];

    // The second is written deflated.
    private static readonly int[] ExchangeSizes = [4, 40_000];

    private static readonly byte[] RangeSizes = [0, 10, 63, 200];

    public static IEnumerable<byte[]> Traces()
    {
        var image = new ImageName(new SequenceNumber(7), Digest.Of([7]));
        var digest = ShortDigest.Parse(new string('a', ShortDigest.Length))!.Value;
        var device = "0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01";
        var directive = new TraceDirective(digest, DirectiveKind.Install, new DeviceId(new Guid(device)), image.Manifest, digest);
        TraceEvent[] events =
        [
            new(TraceMachine.DeviceCore, device, "Off") { Seq = 1, At = 5, Device = new DeviceData { Profile = new(Profile.Core), Confirmed = new(null), Candidate = new(new TraceCandidate(image, "Trial", 5, 5)), Nonce = new(digest), Suspected = new(true), Report = 5, Directive = new(directive) } },
            new(TraceMachine.DeviceCore, device, "Idle") { Seq = 2, Step = new TraceStep("VerifyingBoot", "BootVerified", null), Device = new DeviceData { Confirmed = new(image), Outcome = new(new Outcome(image, ResultCode.Success, 2)), Running = new(image), Nonce = new(null) } },
            new(TraceMachine.StatusTracker, device, "Enrolled") { Record = new TrackData { Profile = new(Profile.Secure), Target = new(image), Result = new(ResultCode.Success), Verified = new(true), Counter = new(5), Completed = new(false), CancelWanted = new(false), Directive = directive } },
            new(TraceMachine.FirmwareServer, "7", "Published") { Step = new TraceStep("Staged", "Published", ResultCode.NotAllowed), Package = new PackageData { Number = new(new SequenceNumber(7)), Missing = new(0) } },
            new(TraceMachine.Communicator, "c", "Waiting") { Step = new TraceStep("Asking", "Answered", null) },
        ];
        var header = TraceWriter.Line(new TraceHeader("seed", new Sequence<StolenKey>(StolenKey.Device)));
        yield return header;
        foreach (var happened in events) yield return [.. header, .. TraceWriter.Line(happened)];
        yield return [.. header, .. events.SelectMany(static happened => TraceWriter.Line(happened))];
        yield return [.. header, .. "{\"machine\":\"Comm"u8];
    }

    public static IEnumerable<byte[]> Control() => Lines(
        """{"id":1,"result":{}}""",
        """{"id":1,"error":{"kind":"busy","message":"not now"}}""",
        """{"ask":1,"link":"tracker","to":"tracker","message":"kgGQ"}""",
        """{"say":"device","message":"kgGQ"}""",
        "{\"id\":1,\"result\":" + new Hello("vendor", "1", [Role.DeviceCore], true, ["reset"], ["check-in"], ["slots"], ["power-cut"], [Link.Device]).Write().ToJsonString() + "}",
        """{"id":2,"result":{"slots":[{"slot":"A","sealed":true}],"boots":[],"file":"x","now":5,"next":null,"answer":"AAAA","closed":false,"log":"l"}}""",
        """{"id":1,"verb":"hello","arguments":{}}""" + "\n" + """{"id":2,"verb":"do","arguments":{"patience":5,"message":"AAAA","devices":[{}]}}""" + "\n" + """{"reply":1,"answer":"AAAA"}""" + "\n" + """{"id":3,"verb":"bye","arguments":{}}""",
        """{"id":2,"verb":"do","arguments":{}}""" + "\n" + """{"reply":1,"held":true}""");

    public static IEnumerable<byte[]> Runs()
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(Header(), StoredJson.Line);
        foreach (var bytes in ExchangeSizes)
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(StoredResult.Of(Result(bytes)), StoredJson.Line);
            yield return [.. header, 0, .. line, (byte)'\n'];
            yield return [.. header, 0, .. line, (byte)'\n', 0, .. """{"end":"finished","wall":{"started":"2026-01-01T00:00:00+00:00","took":1.5,"system":"s","runtime":"r","processors":2}}"""u8];
        }

        yield return header;
    }

    public static IEnumerable<byte[]> Results() =>
        [Encoding.UTF8.GetBytes(ResultsDocument.Of(new RunRecord(Header(), [Result(4)], RunEnd.Finished, new Wall(DateTimeOffset.UnixEpoch, 1, "s", "r", 2))).Write())];

    public static IEnumerable<byte[]> Counterexamples() => Lines([
        .. Configurations.All.Select(static known => $"# a way\nconfig {known.Name}\n"),
        $"config {Configurations.All[0].Name}\n@ restart-t\n", $"config {Configurations.All[0].Name}\n@ ask 1 now\n@ forge down 1 report\n@ tested 1 pass\n@ publish 1 1\n@ lose up 1\n@ replay down 1 1 cut 2 torn\n",
    ]);

    public static IEnumerable<byte[]> Ranges() => new[] { "", "bytes=0-", "bytes=0-0", "bytes=-5", "bytes=5-9", "bytes=99-1", "bytes=0-1,3-4", "Bytes=1-2", "items=0-1", "bytes=18446744073709551615-", "bytes=-0" }
        .SelectMany(static header => RangeSizes.Select(size => (byte[])[size, .. Encoding.UTF8.GetBytes(header)]));

    private static RunHeader Header()
    {
        var plan = new Plan([new Planned(Scenario(), true, "claimed") { IsApplicable = true }]);
        return new RunHeader(
            "0.1.0", "r1", "digest", 7, [new Subject(Role.DeviceCore, new Hello("vendor", "1", [Role.DeviceCore], true, [], [], [], [], [Link.Device]))],
            new AttachmentChoice(AttachmentKind.Reference), null, ["short"], null, [], plan);
    }

    private static Pickle Scenario() => new("device-core/a.feature", 3, "f", "r", "t", "one", ["tp:TP-DC-01", "role:device-core", "req:R-DC-01"], [new PickleStep(StepKind.Then, "Then", "it answers")]);

    private static ScenarioResult Result(int bytes) => new(
        Scenario(), default, default, "message", 1, [], [], [new Exchange(1, 5, "implementation", "tracker", "device", "M-02", "text", new byte[bytes])]);

    private static IEnumerable<byte[]> Lines(params string[] texts) => texts.Select(static text => Encoding.UTF8.GetBytes(text));
}
