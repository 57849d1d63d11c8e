using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>A run of this program: says how far it is, and keeps what was measured after every step.</summary>
internal sealed class Session
{
    private readonly string _path;
    private readonly HashSet<string> _measured = [];

    private Session(string path, Func<ResultFile, ResultFile> begin)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        Results = begin(ResultFile.Begin());
    }

    /// <summary>A run that writes to this file. What another run measured of the same commit, on the same machine and as carefully, stays in it.</summary>
    public static Session Continue(string path, bool quick = false) => new(path, fresh =>
        File.Exists(path) && ResultFile.Read(path) is { } earlier && (earlier.Commit, earlier.Machine, earlier.Quick) == (fresh.Commit, fresh.Machine, quick)
            ? earlier with { Date = fresh.Date }
            : fresh with { Quick = quick });

    /// <summary>A run whose file says what this run measured and nothing else.</summary>
    public static Session Anew(string path, bool quick) => new(path, fresh => fresh with { Quick = quick });

    /// <summary>What was measured until now.</summary>
    public ResultFile Results { get; private set; }

    /// <summary>Where a run writes when nothing else is said: beside the artifacts, which git does not see.</summary>
    public static string DefaultPath => Path.Combine(Checkout.Root(), "artifacts", "bench", "results.json");

    /// <summary>The option for another place.</summary>
    public static Option<string> Out() => new("--out") { Description = "The JSON file for the results; a file of the same commit and machine is added to.", DefaultValueFactory = static _ => DefaultPath };

    /// <summary>The option to see quickly whether everything runs.</summary>
    public static Option<bool> QuickOption() => new("--quick") { Description = "The shortest samples: shows whether everything runs here. The results say that they mean little." };

    /// <summary>How far it is, on standard error.</summary>
    public static void Tell(string text) => Console.Error.WriteLine(text);

    /// <summary>Keeps measures.</summary>
    public void Add(IReadOnlyCollection<Measure> measures)
    {
        Results = Results.With(measures);
        Results.Write(_path);
        _measured.UnionWith(measures.Select(static measure => measure.Id));
    }

    /// <summary>Notes what could not be measured here, and why.</summary>
    public void LeaveOut(IReadOnlyCollection<Absence> absences)
    {
        foreach (var absence in absences) Tell($"left out: {absence.Id}: {absence.Reason}");
        Results = Results.Without(absences);
        Results.Write(_path);
    }

    /// <summary>Shows what this run measured, and says where the results are.</summary>
    public void Conclude()
    {
        foreach (var line in ResultTable.Plain([.. Results.Measures.Where(measure => _measured.Contains(measure.Id))])) Console.WriteLine(line);
        Tell($"results: {_path}");
    }
}
