using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>A run of this program: says how far it is, and keeps what was measured after every step.</summary>
internal sealed class Session
{
    private readonly string _path;

    /// <summary>A run that writes to this file. What another run of this day measured of the same commit stays in it.</summary>
    public Session(string path)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var fresh = ResultFile.Begin();
        Results = File.Exists(_path) && ResultFile.Read(_path) is { } earlier && earlier.Commit == fresh.Commit && earlier.Machine == fresh.Machine ? earlier with { Date = fresh.Date } : fresh;
    }

    /// <summary>What was measured until now.</summary>
    public ResultFile Results { get; private set; }

    /// <summary>Where a run writes when nothing else is said: beside the artifacts, which git does not see.</summary>
    public static string DefaultPath => Path.Combine(Checkout.Root(), "artifacts", "bench", "results.json");

    /// <summary>The option for another place.</summary>
    public static Option<string> Out() => new("--out") { Description = "The JSON file for the results; a file of the same commit and machine is added to.", DefaultValueFactory = static _ => DefaultPath };

    /// <summary>How far it is, on standard error.</summary>
    public static void Tell(string text) => Console.Error.WriteLine(text);

    /// <summary>Keeps measures, and shows them.</summary>
    public void Add(IReadOnlyCollection<Measure> measures)
    {
        Results = Results.With(measures);
        Results.Write(_path);
        foreach (var line in ResultTable.Plain(measures)) Console.WriteLine(line);
    }

    /// <summary>Notes what could not be measured here, and why.</summary>
    public void LeaveOut(IReadOnlyCollection<string> reasons)
    {
        foreach (var reason in reasons) Tell($"left out: {reason}");
        Results = Results with { LeftOut = [.. Results.LeftOut.Union(reasons)] };
        Results.Write(_path);
    }

    /// <summary>Says where the results are.</summary>
    public void Conclude() => Tell($"results: {_path}");
}
