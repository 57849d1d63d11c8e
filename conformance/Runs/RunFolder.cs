using System.Text;
using System.Text.Json;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>
/// The folder of one run. <c>run.json</c> is written before the first scenario, <c>scenarios.ndjson</c> grows by a line with each result and is whole up to its last line
/// whenever the process ends, everything else is made of the two.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string HeaderFile = "run.json";
    private const string ResultsFile = "scenarios.ndjson";
    private const string WallFile = "wall.json";

    private FileStream? _results;

    private RunFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>A folder for a new run. It may exist, but may not hold a run unless it is to be replaced.</summary>
    /// <exception cref="RunFolderException">It holds a run already, or cannot be written.</exception>
    public static RunFolder Create(string path, bool replace) => Guard(path, () =>
    {
        Directory.CreateDirectory(path);
        if (!replace && HoldsRun(path))
            throw new RunFolderException($"Expected a folder without a run, but {path} holds one; name another with --out, or replace it with --force.");
        foreach (var file in Directory.EnumerateFiles(path).Where(static file => IsOurs(System.IO.Path.GetFileName(file)))) File.Delete(file);
        return new RunFolder(path);
    });

    /// <summary>A folder for a new run beside those of earlier ones: their numbers go on.</summary>
    /// <exception cref="RunFolderException">It cannot be written.</exception>
    public static RunFolder CreateNext(string parent) => Guard(parent, () =>
    {
        Directory.CreateDirectory(parent);
        var last = Directory.EnumerateDirectories(parent).Select(static folder => int.TryParse(System.IO.Path.GetFileName(folder), out var number) ? number : 0).DefaultIfEmpty().Max();
        return Create(System.IO.Path.Combine(parent, $"{last + 1:000}"), replace: false);
    });

    /// <summary>The folder of a run that was.</summary>
    /// <exception cref="RunFolderException">There is no run in it.</exception>
    public static RunFolder Open(string path) => File.Exists(System.IO.Path.Combine(path, HeaderFile))
        ? new RunFolder(path)
        : throw new RunFolderException($"Expected the folder of a run, but {path} holds no {HeaderFile}; name a folder that 'secup conformance run' wrote.");

    /// <summary>Begins the record.</summary>
    public void Begin(RunHeader header)
    {
        Write(HeaderFile, JsonSerializer.Serialize(header, StoredJson.Indented) + "\n");
        Guard(Path, () => _results = new FileStream(At(ResultsFile), FileMode.Create, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Adds a result, whole or not at all.</summary>
    public void Append(ScenarioResult result)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(StoredResult.Of(result), StoredJson.Line);
        Guard(Path, () =>
        {
            var results = _results ?? throw new InvalidOperationException("the record was not begun");
            results.Write([.. line, (byte)'\n']);
            results.Flush();
            return results;
        });
    }

    /// <summary>Ends the record.</summary>
    public void End(RunEnd end, Wall wall)
    {
        _results?.Dispose();
        _results = null;
        Write(WallFile, JsonSerializer.Serialize(new Ending(end, wall), StoredJson.Indented) + "\n");
    }

    /// <summary>Writes a report.</summary>
    public void Write(string name, string text) => Guard(Path, () =>
    {
        File.WriteAllText(At(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return name;
    });

    /// <summary>The whole path of a file in the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Reads the record. A last line that is not whole was being written when the process ended, and is left out.</summary>
    /// <exception cref="RunFolderException">It is none.</exception>
    public RunRecord Read()
    {
        var header = ReadFile<RunHeader>(HeaderFile);
        try
        {
            return Read(header);
        }
        catch (Exception exception) when (exception is SuiteErrorException or ArgumentException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            // Each file is whole, but they do not fit together: somebody changed them.
            throw new RunFolderException($"{Path}: expected the record of a run of this version of the suite, but {exception.Message.TrimEnd('.')}. Run the suite again.", exception);
        }
    }

    private RunRecord Read(RunHeader header)
    {
        var results = ReadResults(header.Plan);
        var ending = File.Exists(At(WallFile))
            ? ReadFile<Ending>(WallFile)
            : new Ending(results.Count == header.Plan.Selected.Count + header.Plan.Denied.Count ? RunEnd.Finished : RunEnd.Killed, Wall.Here(File.GetLastWriteTimeUtc(At(HeaderFile)), TimeSpan.Zero));
        return new RunRecord(header, results, ending.End, ending.Wall);
    }

    /// <summary>The header of the run alone.</summary>
    /// <exception cref="RunFolderException">It is none.</exception>
    public RunHeader ReadHeader() => ReadFile<RunHeader>(HeaderFile);

    /// <inheritdoc/>
    public void Dispose() => _results?.Dispose();

    private IReadOnlyList<ScenarioResult> ReadResults(Plan plan)
    {
        var pickles = plan.Scenarios.ToDictionary(static planned => planned.Pickle.Id, static planned => planned.Pickle);
        var lines = Guard(Path, () => File.Exists(At(ResultsFile)) ? File.ReadAllText(At(ResultsFile)).Split('\n') : [""]);
        var results = new List<ScenarioResult>();
        for (var line = 0; line < lines.Length - 1; line++)
        {
            var stored = Parse<StoredResult>($"{ResultsFile}, line {line + 1}", lines[line]);
            if (!pickles.TryGetValue(stored.Scenario, out var pickle))
                throw new RunFolderException($"{At(ResultsFile)}, line {line + 1}: expected a scenario of the plan in {HeaderFile}, got '{stored.Scenario}'; the two files are not of one run.");
            results.Add(stored.With(pickle));
        }

        return RunRecord.InOrder(plan, results);
    }

    private T ReadFile<T>(string name) => Parse<T>(name, Guard(Path, () => File.ReadAllText(At(name))));

    private T Parse<T>(string where, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, StoredJson.Line) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{At(where)}: expected what this version of the suite writes, but {exception.Message} Run the suite again.", exception);
        }
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new RunFolderException($"Expected a folder that can be read and written, but {path}: {exception.Message} Name another with --out.", exception);
        }
    }

    private static bool HoldsRun(string path) => Directory.EnumerateFiles(path).Any(static file => IsOurs(System.IO.Path.GetFileName(file)));

    private static bool IsOurs(string name) => name is HeaderFile or ResultsFile or WallFile || Reports.ReportFiles.Names.Contains(name);

    private sealed record Ending(RunEnd End, Wall Wall);
}
