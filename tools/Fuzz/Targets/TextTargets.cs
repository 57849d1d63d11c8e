using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Protocol.Tracing;
using SecUpIoT.Simulation.Exploration;
using Yaml = SecUpIoT.Hosting.Options.YamlMap;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>What people or other programs write as text: configuration, claims, control lines, traces, records of runs, ranges of bytes.</summary>
internal static class TextTargets
{
    private const string Group = "text";

    // YAML becomes a tree of nodes with the places where they stand; an error shows what is known.
    private static readonly Allowance YamlText = new(1 << 20, 8 * 1024);
    private static readonly Allowance JsonText = new(256 * 1024, 2 * 1024);

    private static readonly string[] YamlWords =
        ["- ", ": ", "&a ", "*a", "!!binary ", "<<: *a", "? ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "[[", "]]", "{", "}", "\"\\x00\"", "'", "#", "~", "null", "true", "0x10", "1e400", "unix:///", "tcp://", "https://"];

    private static readonly string[] JsonWords =
        ["{", "}", "[", "]", ":", ",", "\"", "null", "true", "false", "1e400", "-0", "\\ud800", "\\u0000", "18446744073709551616", "9223372036854775808", "deflate:2147483647:", "{\"x\":"];

    public static IEnumerable<FuzzTarget> All() =>
    [
        new("options", Group, "the four configuration files (YamlMap and the Options)", new Examination<object>(ReadOptions, YamlText), YamlSeeds.Options) { Words = [.. YamlWords, .. YamlSeeds.OptionKeys] },
        new("claims", Group, "ICS: ClaimsFile", Claims(static text => ClaimsFile.Parse("ics.yaml", text)), YamlSeeds.Claims) { MostBytes = 20_000, Words = YamlWords },
        new("ixit", Group, "IXIT: IxitFile", Claims(static text => IxitFile.Parse("ixit.yaml", text)), YamlSeeds.Ixit) { Words = [.. YamlWords, .. YamlSeeds.IxitKeys] },
        new("known-failures", Group, "KnownFailuresFile", Claims(static text => KnownFailuresFile.Parse("known.yaml", text, new DateOnly(2026, 1, 1))), YamlSeeds.KnownFailures) { Words = YamlWords },
        new("trace", Group, "TraceReader, TraceWriter, TraceChecker", new Examination<TraceFile>(ReadTrace, JsonText with { Fixed = 1 << 20 }, WriteTrace) { OneEncoding = false }, JsonSeeds.Traces) { Words = [.. JsonWords, .. JsonSeeds.TraceWords] },
        new("control", Group, "lines of the upper tester: UpperTesterLine, Answers, Hello, UpperTesterHost", new Examination<object>(ControlLines.Read, JsonText with { Fixed = 2 << 20 }), JsonSeeds.Control) { Words = [.. JsonWords, .. JsonSeeds.ControlWords] },
        new("run-folder", Group, "records of conformance runs: RunFolder, StoredJson", new Examination<object>(RunFiles.Read, JsonText with { Fixed = 4 << 20 }), JsonSeeds.Runs) { MostBytes = 8192, Words = [.. JsonWords, "\0"] },
        new("results", Group, "results.json: ResultsDocument, Difference", new Examination<ResultsDocument>(RunFiles.ReadResults, JsonText with { Fixed = 4 << 20 }, static document => Encoding.UTF8.GetBytes(document.Write())) { OneEncoding = false }, JsonSeeds.Results) { MostBytes = 8192, Words = JsonWords },
        new("counterexample", Group, "CounterexampleFile, WorldAction", new Examination<object>(ReadCounterexample, new Allowance(64 << 20, 1 << 20)), JsonSeeds.Counterexamples) { MostBytes = 512, Words = JsonSeeds.CounterexampleWords },
        new("range", Group, "ByteRange", new Examination<string>(ReadRange, new Allowance(16 * 1024, 64), contradiction: RangeContradiction), JsonSeeds.Ranges) { MostBytes = 128, Words = ["bytes=", "-", ",", "18446744073709551615", "9223372036854775807", "0"] },
    ];

    private static string Text(ReadOnlyMemory<byte> input) => Encoding.UTF8.GetString(input.Span);

    private static Examination<T> Claims<T>(Func<string, T> read)
        where T : class => new Examination<T>(input => Answer.OfThrowing<T, ClaimsFileException>(() => read(Text(input))), YamlText);

    private static Answer<object> ReadOptions(ReadOnlyMemory<byte> input)
    {
        var text = Text(input);
        const string file = "/etc/secup/file.yaml";
        Func<object>[] readers =
        [
            () => Yaml.ReadText(file, text, DeviceCoreOptions.Read), () => Yaml.ReadText(file, text, CommunicatorOptions.Read),
            () => Yaml.ReadText(file, text, StatusTrackerOptions.Read), () => Yaml.ReadText(file, text, FirmwareServerOptions.Read),
        ];
        var answers = readers.Select(static read => Answer.OfThrowing<object, ConfigurationException>(read)).ToList();
        // One that is no answer counts, then one that accepts: the four know each other's keys not.
        return answers.OrderBy(static answer => answer.IsOne).ThenBy(static answer => answer.Value is null).First();
    }

    private static Answer<TraceFile> ReadTrace(ReadOnlyMemory<byte> input)
    {
        var read = Answer.Of(TraceReader.Read("trace", input));
        if (read.Value is { } file) _ = TraceChecker.Check(file).ToString();
        return read;
    }

    private static byte[] WriteTrace(TraceFile file) => [.. TraceWriter.Line(file.Header), .. file.Entries.SelectMany(static entry => TraceWriter.Line(entry.Event))];

    private static Answer<object> ReadCounterexample(ReadOnlyMemory<byte> input)
    {
        var (walk, error) = CounterexampleFile.Read(Text(input));
        return walk is null ? Answer.Refused<object>(error) : new Answer<object>(walk, error.Length == 0 ? null : error);
    }

    // The size in a byte that shifts one, then the header.
    private static (ulong Size, string Header) Range(ReadOnlyMemory<byte> input) => input.IsEmpty ? (0, "") : ((1UL << (input.Span[0] % 64)) - (input.Span[0] > 127 ? 1UL : 0), Text(input[1..]));

    private static Answer<string> ReadRange(ReadOnlyMemory<byte> input)
    {
        var (size, header) = Range(input);
        return ByteRange.Parse(header, size) is { } range ? Answer.Accepted(string.Create(CultureInfo.InvariantCulture, $"{range.Offset}+{range.Length}")) : Answer.Refused<string>("not satisfiable");
    }

    // Within the payload, not empty unless everything of nothing is asked for, and the same as the reader of System.Net.Http finds.
    private static string? RangeContradiction(ReadOnlyMemory<byte> input, Answer<string> answer)
    {
        var (size, header) = Range(input);
        if (ByteRange.Parse(header, size) is not { } range) return null;
        if ((UInt128)range.Offset + range.Length > size) return "the range is not within the payload";
        if (header.Length == 0) return range == new ByteRange(0, size) ? null : "no header is not everything";
        if (range.Length == 0) return "an empty range";
        if (!RangeHeaderValue.TryParse(header, out var parsed)) return header.Count(char.IsAsciiDigit) > 18 ? null : "accepted, but System.Net.Http refuses it";
        if (parsed.Ranges.Count != 1) return "accepted, but System.Net.Http finds several ranges";
        var one = parsed.Ranges.First();
        var (from, to) = one.From is { } first ? ((ulong)first, Math.Min(one.To is { } last ? (ulong)last : ulong.MaxValue, size - 1)) : (size - Math.Min((ulong)one.To!.Value, size), size - 1);
        return (range.Offset, range.Offset + range.Length - 1) == (from, to) ? null : "another range than System.Net.Http finds";
    }
}
