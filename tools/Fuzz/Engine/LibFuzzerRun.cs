using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>Lets libFuzzer loose on one target for a while. A decoder that takes the process down, or does not come back, is a finding, and the run goes on.</summary>
internal sealed class LibFuzzerRun : IDisposable
{
    private const int MostRestarts = 50;
    private const int HangSeconds = 25;

    private readonly FuzzTarget _target;
    private readonly int _seed;
    private readonly string _driver;
    private readonly string _program;
    private readonly string _folder;
    private readonly string _corpus;
    private readonly string _scratch;
    private readonly SafeFileHandle _alone;
    private readonly SharedPage _page;
    private readonly FindingFolder _findings;
    private readonly Stopwatch _watch = new();

    /// <exception cref="FuzzingException">Another run of the same target is under way.</exception>
    public LibFuzzerRun(FuzzTarget target, int seed, string driver, string program)
    {
        (_target, _seed, _driver, _program) = (target, seed, driver, program);
        _folder = FolderOf(target);
        _corpus = CorpusOf(target);
        _alone = Repository.TryHold($"{target.Name}.lock") ?? throw new FuzzingException($"Expected one run of {target.Name} at a time, but another is under way in {Repository.Work}; wait for its end.");
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        // Decoders of files write them before they read them: in memory, where there is a place for it.
        _scratch = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : _folder, $"secup-fuzz-{Environment.ProcessId}-{target.Name}");
        foreach (var folder in new[] { _folder, _corpus, _scratch, Artifacts, FindingsOf(target) }) Directory.CreateDirectory(folder);
        _page = SharedPage.Create(Shared);
        _findings = new FindingFolder(FindingsOf(target));
    }

    private string Shared => Path.Combine(_folder, "shared");

    private string Artifacts => Path.Combine(_folder, "artifacts");

    public static string FolderOf(FuzzTarget target) => Path.Combine(Repository.Work, "run", target.Name);

    public static string CorpusOf(FuzzTarget target) => Path.Combine(Repository.Work, "corpus", target.Name);

    public static string FindingsOf(FuzzTarget target) => Path.Combine(FolderOf(target), "findings");

    /// <summary>How far it has come.</summary>
    public RunResult Now => new(
        _target.Name,
        _target.Group,
        _seed,
        Math.Round(_watch.Elapsed.TotalSeconds, 1),
        _page.Executions,
        _page.Branches,
        Directory.EnumerateFiles(_corpus).Count(),
        Directory.EnumerateFiles(FindingsOf(_target), "*.bin").Count());

    /// <summary>Runs until the time is up or the caller cancels.</summary>
    /// <exception cref="FuzzingException">Not even one input came to its end.</exception>
    public RunResult Run(TimeSpan time, CancellationToken cancellation)
    {
        var seeds = SeedFolder.Write(_target);
        var words = WriteWords();
        _watch.Start();
        for (var start = 0; start < MostRestarts && !cancellation.IsCancellationRequested; start++)
        {
            var left = (int)Math.Ceiling((time - _watch.Elapsed).TotalSeconds);
            if (left <= 0) break;
            string[] options =
            [
                _corpus, seeds, $"-seed={_seed + start}", $"-max_total_time={left}", $"-max_len={_target.MostBytes}", $"-timeout={HangSeconds}", "-report_slow_units=5", "-reload=0",
                "-rss_limit_mb=4096", $"-artifact_prefix={Artifacts}/", .. words is null ? Array.Empty<string>() : [$"-dict={words}"],
            ];
            var log = Path.Combine(_folder, $"libfuzzer-{start}.log");
            var exit = Start(options, log, cancellation);
            if (_page.Executions == 0 && !cancellation.IsCancellationRequested)
                throw new FuzzingException($"Expected {_target.Name} to be fuzzed, but not even one input came to its end; libFuzzer and the decoder's process say why in {log}.");
            Collect();
            // 0: the time is up. 72: it was interrupted.
            if (exit is 0 or 72) break;
        }

        _watch.Stop();
        return Now;
    }

    /// <summary>Reduces the corpus to inputs that each add something; gives the folder.</summary>
    public string Merge(CancellationToken cancellation)
    {
        var merged = Path.Combine(_folder, "merged");
        Directory.CreateDirectory(merged);
        Start(["-merge=1", $"-max_len={_target.MostBytes}", $"-timeout={HangSeconds}", merged, SeedFolder.Write(_target), _corpus], Path.Combine(_folder, "merge.log"), cancellation);
        return merged;
    }

    public void Dispose()
    {
        _page.Dispose();
        _alone.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    private int Start(string[] options, string log, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(_driver, options) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        start.Environment["SECUP_FUZZ_SHARED"] = Shared;
        start.Environment["SECUP_FUZZ_COMMAND"] = string.Join('\n', DecoderProcess.CommandOf(_program, _target, Shared, FindingsOf(_target)));
        start.Environment["TMPDIR"] = _scratch;
        // A decoder that asks for more than this gets an exception that names the place, before the machine suffers.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x30000000";
        using var process = Process.Start(start)!;
        using var writer = new StreamWriter(log);
        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (writer) writer.WriteLine(line.Data);
        }

        process.ErrorDataReceived += Write;
        process.OutputDataReceived += Write;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.WaitForExit();
        return cancellation.IsCancellationRequested ? 72 : process.ExitCode;
    }

    // What libFuzzer itself saw: the process ended, or did not come back in time.
    private void Collect()
    {
        foreach (var file in Directory.EnumerateFiles(Artifacts).ToList())
        {
            var kind = Path.GetFileName(file).Split('-')[0];
            var what = kind switch
            {
                "timeout" => $"no answer within {HangSeconds} s",
                "slow" => "an answer after more than 5 s",
                _ => "the process ended",
            };
            _findings.Keep(File.ReadAllBytes(file), new Breach(Oracle.Survival, what, $"libFuzzer reports a {kind}; replay the input alone to see it again"));
            File.Delete(file);
        }
    }

    private string? WriteWords()
    {
        if (_target.Words.Count == 0) return null;
        var file = Path.Combine(_folder, "words");
        File.WriteAllLines(file, _target.Words.Select(static word => $"\"{string.Concat(System.Text.Encoding.UTF8.GetBytes(word).Select(static b => $"\\x{b:x2}"))}\""));
        return file;
    }
}
