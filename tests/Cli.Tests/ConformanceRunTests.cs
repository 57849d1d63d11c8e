using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Tests;

/// <summary>secup conformance run, replay, report and diff as a vendor uses them.</summary>
public sealed class ConformanceRunTests : IDisposable
{
    private static readonly Mutant Mutant = Mutants.Of(Role.DeviceCore).First();

    // One that has nothing to do with the mutant, and needs no links of its own.
    private static readonly Pickle Other = Suite.For(Role.DeviceCore).First(static pickle => !pickle.Has(References.NativeLinksTag) && !pickle.Requirements.Any(Mutant.Violates.Contains) && !pickle.Requirements.Any(Mutant.Allows.Contains));

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_part_of_the_suite_passes_and_is_no_more_than_incomplete()
    {
        var ran = await Secup.RunAsync("conformance", "run", "--role", "device-core", "--tp", Other.Id, "--out", _scratch["run"]);

        Assert.Equal(RunExit.Incomplete, ran.ExitCode);
        Assert.Contains("INCOMPLETE (tainted)", ran.Output, StringComparison.Ordinal);
        Assert.Contains("seed 1", ran.Output, StringComparison.Ordinal);
        Assert.Contains("rows untested", ran.Output, StringComparison.Ordinal);
        var results = ResultsDocument.Read(_scratch["run"]);
        Assert.Equal((Other.Id, Verdict.Pass), Assert.Single(results.Scenarios) is var one ? (one.Id, one.Verdict) : default);
        Assert.All(ReportFiles.Names, name => Assert.True(File.Exists(Path.Combine(_scratch["run"], name)), name));
        // SpecFlow would print its own trace of every step.
        Assert.DoesNotContain("-> done", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_named_can_be_seen_again_and_known()
    {
        var noticing = await NoticingAsync();
        string[] run = ["conformance", "run", "--mutant", Mutant.Id, "--tp", noticing.Id, "--out", _scratch["run"]];

        var failed = await Secup.RunAsync(run);
        var replayed = await Secup.RunAsync("conformance", "replay", _scratch["run"], noticing.Id);
        var message = ResultsDocument.Read(_scratch["run"]).Scenarios.Single().Message;
        File.WriteAllText(_scratch["known.yaml"], $"""
            known: secup-iot-known-failures/1
            failures:
              - tp: {noticing.Purpose}
                row: "{noticing.Row}"
                reason: for the test
                message: "{message.Split('\n')[1][..20]}"
                until: 9999-12-31
            """.Replace("    row: \"\"\n", "", StringComparison.Ordinal));
        var known = await Secup.RunAsync([.. run, "--force", "--known", _scratch["known.yaml"]]);
        var stale = await Secup.RunAsync("conformance", "run", "--role", "device-core", "--tp", noticing.Id, "--out", _scratch["sound"], "--known", _scratch["known.yaml"]);

        Assert.Equal(RunExit.Failed, failed.ExitCode);
        Assert.Contains("DOES NOT CONFORM", failed.Output, StringComparison.Ordinal);
        Assert.Contains(noticing.Requirements.First(Mutant.Violates.Contains), failed.Output, StringComparison.Ordinal);
        Assert.Equal(RunExit.Failed, replayed.ExitCode);
        Assert.Contains("As in the run.", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("suite -> implementation, control: provision", replayed.Output, StringComparison.Ordinal);
        // The rest of the suite was left out, so nothing better than incomplete can come out.
        Assert.Equal(RunExit.Incomplete, known.ExitCode);
        Assert.Contains("DOES NOT CONFORM", known.Output, StringComparison.Ordinal);
        Assert.Equal(RunExit.KnownIsStale, stale.ExitCode);
        Assert.Contains("passes now", stale.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_are_compared()
    {
        var noticing = await NoticingAsync();
        await Secup.RunAsync("conformance", "run", "--role", "device-core", "--tp", noticing.Id, "--out", _scratch["old"]);
        await Secup.RunAsync("conformance", "run", "--mutant", Mutant.Id, "--tp", noticing.Id, "--out", _scratch["new"], "--since", _scratch["old"]);

        var same = await Secup.RunAsync("conformance", "diff", _scratch["old"], _scratch["old"]);
        var worse = await Secup.RunAsync("conformance", "diff", _scratch["old"], _scratch["new"]);
        var better = await Secup.RunAsync("conformance", "diff", _scratch["new"], _scratch["old"]);

        Assert.Equal((0, 1, 2), (same.ExitCode, worse.ExitCode, better.ExitCode));
        Assert.Contains("pass -> fail", worse.Output, StringComparison.Ordinal);
        Assert.Contains("Difference from the earlier run", File.ReadAllText(Path.Combine(_scratch["new"], ReportFiles.Html)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_a_document_a_line()
    {
        var ran = await Secup.RunAsync("conformance", "run", "--role", "device-core", "--tp", Other.Id, "--out", _scratch["run"], "--json");

        var documents = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(3, documents.Count);
        Assert.Equal((Other.Id, "pass"), ((string?)documents[1]["scenario"], (string?)documents[1]["verdict"]));
        Assert.Equal(("INCOMPLETE", RunExit.Incomplete), ((string?)documents[2]["overall"], (int)documents[2]["exitCode"]!));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task A_run_that_is_stopped_leaves_results_that_are_valid(string signal)
    {
        using var process = Secup.Start("conformance", "run", "--role", "device-core", "--out", _scratch["run"], "--json");
        // The announcement and two results: the run is under way.
        for (var line = 0; line < 3; line++) Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        using (var sent = System.Diagnostics.Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"])) await sent.WaitForExitAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var reported = await Secup.RunAsync("conformance", "report", _scratch["run"]);

        var results = ResultsDocument.Read(_scratch["run"]);
        Assert.Equal(RunExit.Conforms, reported.ExitCode);
        Assert.InRange(results.Scenarios.Count, 2, Suite.For(Role.DeviceCore).Count() - 1);
        Assert.Equal(Suite.For(Role.DeviceCore).Count(), results.Scenarios.Count + results.NotRun.Count);
        Assert.All(results.Scenarios, static scenario => Assert.Equal(Verdict.Pass, scenario.Verdict));
        Assert.Equal(signal == "INT" ? RunEnd.Interrupted : RunEnd.Killed, results.End);
        if (signal == "INT") Assert.Equal(RunExit.Interrupted, process.ExitCode);
    }

    [Fact]
    public async Task A_run_is_not_overwritten_without_force()
    {
        string[] run = ["conformance", "run", "--role", "device-core", "--tp", Other.Id, "--out", _scratch["run"]];
        await Secup.RunAsync(run);

        var again = await Secup.RunAsync(run);
        var forced = await Secup.RunAsync([.. run, "--force"]);

        Assert.Equal((RunExit.Folder, RunExit.Incomplete), (again.ExitCode, forced.ExitCode));
        Assert.Contains("--force", again.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunExit.Usage, "conformance", "run", "--unheard-of")]
    [InlineData(RunExit.Usage, "conformance", "run", "--kind", "lazy")]
    [InlineData(RunExit.Usage, "conformance", "run", "--mutant", "unheard-of")]
    [InlineData(RunExit.Usage, "conformance", "run", "--jobs", "0")]
    [InlineData(RunExit.NothingSelected, "conformance", "run", "--tp", "TP-XX-*")]
    [InlineData(RunExit.Claims, "conformance", "run", "--ics", "/nonexistent/ics.yaml")]
    [InlineData(RunExit.Claims, "conformance", "run", "--known", "/nonexistent/known.yaml")]
    [InlineData(RunExit.Claims, "conformance", "run", "--role", "device-core", "--ixit", "/nonexistent/ixit.yaml")]
    [InlineData(RunExit.Folder, "conformance", "run", "--role", "device-core", "--out", "/proc/nowhere")]
    [InlineData(RunExit.Folder, "conformance", "report", "/nonexistent")]
    [InlineData(RunExit.Folder, "conformance", "replay", "/nonexistent", "TP-DC-04-1")]
    [InlineData(RunExit.Folder, "conformance", "diff", "/nonexistent", "/nonexistent")]
    public async Task What_cannot_be_done_has_its_code_and_a_sentence(int code, params string[] arguments)
    {
        var ran = await Secup.RunAsync(arguments);

        Assert.Equal(code, ran.ExitCode);
        Assert.NotEqual("", ran.Errors);
        Assert.DoesNotContain("trace", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shim_that_is_not_there_has_the_code_of_its_fault()
    {
        File.WriteAllText(_scratch["ixit.yaml"], ClaimsTemplate.WriteIxit([Role.DeviceCore], ["/nonexistent/shim"]));

        var ran = await Secup.RunAsync("conformance", "run", "--role", "device-core", "--ixit", _scratch["ixit.yaml"], "--out", _scratch["run"]);

        Assert.Equal(RunExit.Of(AttachmentFault.Missing), ran.ExitCode);
        Assert.Contains("/nonexistent/shim", ran.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scratch["run"]));
    }

    [Fact]
    public async Task An_attached_shim_gives_what_the_embedded_reference_gives()
    {
        File.WriteAllText(_scratch["ixit.yaml"], ClaimsTemplate.WriteIxit([Role.DeviceCore], ["dotnet", Secup.Path, "conformance", "shim", "--role", "device-core"]));
        string[] run = ["conformance", "run", "--role", "device-core", "--tp", Other.Id];

        var attached = await Secup.RunAsync([.. run, "--ixit", _scratch["ixit.yaml"], "--out", _scratch["attached"]]);
        var embedded = await Secup.RunAsync([.. run, "--out", _scratch["embedded"]]);
        var replayed = await Secup.RunAsync("conformance", "replay", _scratch["attached"], Other.Id);

        Assert.Equal((RunExit.Incomplete, RunExit.Incomplete, RunExit.Conforms), (attached.ExitCode, embedded.ExitCode, replayed.ExitCode));
        Assert.Equal(File.ReadAllText(Path.Combine(_scratch["embedded"], ReportFiles.Results)), File.ReadAllText(Path.Combine(_scratch["attached"], ReportFiles.Results)));
    }

    [Fact]
    public async Task Claims_that_cannot_be_true_end_before_the_run()
    {
        File.WriteAllText(_scratch["ics.yaml"], ClaimsTemplate.WriteClaims([Role.FirmwareServer], Profile.Core));

        var ran = await Secup.RunAsync("conformance", "run", "--ics", _scratch["ics.yaml"], "--out", _scratch["run"]);

        Assert.Equal(RunExit.Claims, ran.ExitCode);
        Assert.Contains("ics.yaml:", ran.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scratch["run"]));
    }

    // A scenario that notices the mutant.
    private async Task<Pickle> NoticingAsync()
    {
        await Secup.RunAsync(["conformance", "run", "--mutant", Mutant.Id, "--out", _scratch["mutant"], "--req", .. Mutant.Violates]);
        var failed = ResultsDocument.Read(_scratch["mutant"]).Scenarios.First(static scenario => scenario.Verdict == Verdict.Fail && scenario.Requirements.Any(Mutant.Violates.Contains));
        return Suite.Pickles.First(pickle => pickle.Id == failed.Id);
    }
}
