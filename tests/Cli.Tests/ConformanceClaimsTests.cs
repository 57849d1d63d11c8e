using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Cli.Tests;

/// <summary>Claims, selection, traceability and self-test of the suite as a vendor and its developers run them.</summary>
public sealed class ConformanceClaimsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_vendor_writes_the_files_fills_them_in_and_has_them_reviewed()
    {
        var folder = _scratch["vendor"];
        var (claims, attachment) = (Path.Combine(folder, "ics.yaml"), Path.Combine(folder, "ixit.yaml"));

        var written = await Secup.RunAsync("conformance", "init", "--role", "communicator", "--out", folder, "--claims", "all");
        var open = await Secup.RunAsync("conformance", "check", "--ics", claims, "--ixit", attachment, "--json");
        File.WriteAllText(claims, Fill(File.ReadAllText(claims)));
        var conforms = await Secup.RunAsync("conformance", "check", "--ics", claims, "--ixit", attachment);
        File.WriteAllText(claims, File.ReadAllText(claims).Replace("R-CM-04: yes", "R-CM-04: no", StringComparison.Ordinal));
        var denied = await Secup.RunAsync("conformance", "check", "--ics", claims);

        Assert.Equal((0, 3, 0, 3), (written.ExitCode, open.ExitCode, conforms.ExitCode, denied.ExitCode));
        var faults = open.Output.Trim().Split('\n').Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Contains(faults, static fault => ((string?)fault["expected"])?.Contains("'values.communicator.replyTimeout'", StringComparison.Ordinal) == true && (long)fault["line"]! > 1);
        Assert.False((bool)faults[^1]["conforms"]!);
        Assert.Contains("conforms statically", conforms.Output, StringComparison.Ordinal);
        Assert.Contains("R-CM-04: Expected yes, because it is required", denied.Output, StringComparison.Ordinal);
        Assert.Contains("does not conform statically; 1 findings", denied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_overwritten_only_when_that_is_said()
    {
        var claims = _scratch["ics.yaml"];
        File.WriteAllText(claims, "answers");
        string[] arguments = ["conformance", "init", "--role", "device-core", "--out", Path.GetDirectoryName(claims)!];

        var refused = await Secup.RunAsync(arguments);
        var kept = File.ReadAllText(claims);
        var forced = await Secup.RunAsync([.. arguments, "--force"]);

        Assert.Equal((ExitCode.Configuration, "answers", 0), (refused.ExitCode, kept, forced.ExitCode));
        Assert.StartsWith("# What the implementation is claimed", File.ReadAllText(claims), StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(_scratch["material"]), static file => Assert.StartsWith("-----BEGIN PUBLIC KEY-----", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(["author.pem", "tracker.pem"], Directory.GetFiles(_scratch["material"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_the_shim_says_is_filled_in()
    {
        var shim = $"dotnet \"{Secup.Path}\" conformance shim --role device-core";

        var ran = await Secup.RunAsync("conformance", "init", "--role", "device-core", "--out", _scratch["vendor"], "--shim", shim);
        var lost = await Secup.RunAsync("conformance", "init", "--role", "device-core", "--out", _scratch["other"], "--shim", "'no such shim'");

        Assert.Equal((0, RunExit.Attachment), (ran.ExitCode, lost.ExitCode));
        Assert.Contains("  name: \"SecUpIoT reference\"\n", File.ReadAllText(Path.Combine(_scratch["vendor"], "ics.yaml")), StringComparison.Ordinal);
        Assert.Contains($"stdio: [\"dotnet\", \"{Secup.Path}\", \"conformance\"", File.ReadAllText(Path.Combine(_scratch["vendor"], "ixit.yaml")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scratch["other"]));
    }

    [Fact]
    public async Task Each_scenario_has_its_reason()
    {
        var all = await Secup.RunAsync("conformance", "list", "--role", "communicator", "--req", "R-CM-*", "--json");
        var steps = await Secup.RunAsync("conformance", "list", "--steps", "--role", "device-core");

        Assert.Equal((0, 0), (all.ExitCode, steps.ExitCode));
        var documents = all.Output.Trim().Split('\n').Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal((int)documents[^1]["scenarios"]!, documents.Count - 1);
        Assert.All(documents.SkipLast(1), static planned => Assert.Equal((bool)planned["selected"]!, ((string)planned["why"]!).StartsWith("Run: ", StringComparison.Ordinal)));
        Assert.Contains("  Given ", steps.Output, StringComparison.Ordinal);
        var first = (string)documents[0]["id"]!;
        var why = await Secup.RunAsync("conformance", "list", "--why", first);
        Assert.Equal(0, why.ExitCode);
        Assert.StartsWith($"{first}: ", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_matrix_of_traceability_is_written()
    {
        var ran = await Secup.RunAsync("conformance", "trace", "--no-run", "--matrix", _scratch["matrix.csv"]);

        Assert.InRange(ran.ExitCode, ExitCode.Done, ExitCode.Refused);
        Assert.Equal("req,level,profile,role,tp,row,kind,mutants,killed", File.ReadLines(_scratch["matrix.csv"]).First());
        Assert.Contains("T6   not looked at", ran.Output, StringComparison.Ordinal);
        Assert.Contains(" rows (", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_self_test_of_a_mutant_says_what_kills_it()
    {
        var ran = await Secup.RunAsync("conformance", "selftest", "--role", "device-core", "--mutants", "device-core/number-unchecked", "--jobs", "2", "--json");

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        var documents = ran.Output.Trim().Split('\n').Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.True((bool)documents[0]["referencePasses"]!);
        Assert.Equal(("device-core/number-unchecked", true), ((string?)documents[1]["mutant"], (bool)documents[1]["killed"]!));
        Assert.Equal((1, 1), ((int)documents[^1]["mutants"]!, (int)documents[^1]["killed"]!));
    }

    [Theory]
    [InlineData("list", "--why", "TP-XX-00-0")]
    [InlineData("list", "--role", "toaster")]
    [InlineData("init", "--role", "toaster")]
    [InlineData("init", "--role", "device-core", "--shim", "'half")]
    [InlineData("selftest", "--mutants", "device-core/unheard-of")]
    [InlineData("selftest", "--write", "--role", "device-core")]
    [InlineData("selftest", "--jobs", "0")]
    public async Task A_wrong_command_line_says_what_is_expected(params string[] arguments)
    {
        var ran = await Secup.RunAsync(["conformance", .. arguments]);

        Assert.Equal(RunExit.Usage, ran.ExitCode);
        Assert.Contains("xpected", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_self_test_with_its_documented_code()
    {
        using var process = Secup.Start("conformance", "selftest", "--jobs", "1");
        // The first line of progress says that it is under way.
        Assert.NotNull(await process.StandardError.ReadLineAsync());
        using (var signal = System.Diagnostics.Process.Start("sh", ["-c", $"kill -INT {process.Id}"])) await signal.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
    }

    private static string Fill(string claims) => claims
        .Replace("  vendor:\n", "  vendor: Yoyodyne\n", StringComparison.Ordinal)
        .Replace("  name:\n", "  name: Relay\n", StringComparison.Ordinal)
        .Replace("  version:\n", "  version: 1.0\n", StringComparison.Ordinal)
        .Replace("  clock:\n", "  clock: virtual\n", StringComparison.Ordinal)
        .Replace("    leastPoll:\n", "    leastPoll: 1s\n", StringComparison.Ordinal)
        .Replace("    mostPoll:\n", "    mostPoll: 1d\n", StringComparison.Ordinal)
        .Replace("    mostBackOff:\n", "    mostBackOff: 5min\n", StringComparison.Ordinal)
        .Replace("Poll:\n", "Poll: 30s\n", StringComparison.Ordinal)
        .Replace("Timeout:\n", "Timeout: 30s\n", StringComparison.Ordinal)
        .Replace("Interval:\n", "Interval: 5s\n", StringComparison.Ordinal)
        .Replace("    firstBackOff:\n", "    firstBackOff: 1s\n", StringComparison.Ordinal);
}
