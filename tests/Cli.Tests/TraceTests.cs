using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests;

/// <summary>Traces of real processes, and what the command line says of them.</summary>
public sealed class TraceTests
{
    private const string Fitting = """
        {"trace":"secup-iot/1","source":"test"}
        {"machine":"Communicator","subject":"d1","started":"Waiting"}
        {"machine":"Communicator","subject":"d1","phase":"Waiting","trigger":"PollDue","next":"AskingStatus"}

        """;

    [Fact]
    public async Task A_completion_that_the_devices_own_trace_does_not_bear_out_is_found_in_real_traces()
    {
        using var scratch = new Scratch();
        var demo = await Secup.RunAsync("demo", "--image", scratch.Image("image.bin", 100_000), "--topology", "distributed", "--trace", scratch["traces"]);
        Assert.True(demo.ExitCode == ExitCode.Done, demo.Output + demo.Errors);
        var device = scratch["traces/device-1.ndjson"];
        var lines = await File.ReadAllLinesAsync(device);
        Assert.Contains(lines, line => line.Contains("SelfTestPassed", StringComparison.Ordinal));
        // The device forgets its self-test and all after it, the report of its success among them.
        await File.WriteAllLinesAsync(device, lines.TakeWhile(line => !line.Contains("SelfTestPassed", StringComparison.Ordinal)));

        var ran = await Secup.RunAsync("trace", "check", scratch["traces/tracker.ndjson"], device, "--json");

        Assert.Equal(ExitCode.Refused, ran.ExitCode);
        Assert.Equal("I-12", (string?)JsonNode.Parse(ran.Output)!["misfit"]!["rule"]);
    }

    [Fact]
    public async Task An_attacked_device_leaves_a_trace_that_fits()
    {
        using var scratch = new Scratch();
        var demo = await Secup.RunAsync("demo", "--attack", "replayed-directive", "--image", scratch.Image("image.bin", 100_000), "--trace", scratch["traces"]);
        Assert.True(demo.ExitCode == ExitCode.Done, demo.Output + demo.Errors);

        var ran = await Secup.RunAsync("trace", "check", scratch["traces/device-1.ndjson"]);

        Assert.True(ran.ExitCode == ExitCode.Done, ran.Output + ran.Errors);
        Assert.Contains("\"refused\":\"StaleNonce\"", await File.ReadAllTextAsync(scratch["traces/device-1.ndjson"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_fits_is_told_with_what_was_not_judged()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["a.ndjson"], Fitting);

        var ran = await Secup.RunAsync("trace", "check", scratch["a.ndjson"]);

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.Contains("All events fit.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Files 1, events 2, subjects 1, rows seen 1 of ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("I-01  no event tells", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_does_not_fit_is_named_with_file_line_rule_and_reason()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["a.ndjson"], Fitting);
        await File.WriteAllTextAsync(scratch["b.ndjson"], Fitting.Replace("AskingStatus", "Fetching", StringComparison.Ordinal));

        var ran = await Secup.RunAsync("trace", "check", scratch["a.ndjson"], scratch["b.ndjson"]);

        Assert.Equal(ExitCode.Refused, ran.ExitCode);
        Assert.Contains($"Does not fit: {scratch["b.ndjson"]}, line 3, Communicator d1", ran.Output, StringComparison.Ordinal);
        Assert.Contains("rule      table", ran.Output, StringComparison.Ordinal);
        Assert.Contains("expected  that (Waiting, PollDue) leads to AskingStatus", ran.Output, StringComparison.Ordinal);
        Assert.Contains("found     Fetching", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_trace_is_named_with_line_and_field()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["a.ndjson"], Fitting.Replace("\"d1\",\"phase\"", "7,\"phase\"", StringComparison.Ordinal));

        var wrong = await Secup.RunAsync("trace", "check", scratch["a.ndjson"]);
        var missing = await Secup.RunAsync("trace", "check", scratch["none.ndjson"]);
        var none = await Secup.RunAsync("trace", "check");

        Assert.Equal(ExitCode.Configuration, wrong.ExitCode);
        Assert.Contains("a.ndjson, line 3, subject: expected a text, found 7", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, missing.ExitCode);
        Assert.Equal(ExitCode.Usage, none.ExitCode);
    }

    [Fact]
    public async Task A_trace_that_was_cut_off_is_judged_with_a_warning()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["a.ndjson"], Fitting + "{\"machine\":");

        var ran = await Secup.RunAsync("trace", "check", scratch["a.ndjson"]);

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.Contains("Warning: ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("the last line is not whole", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_is_not_written_into_another_file()
    {
        using var scratch = new Scratch();
        await using var site = new TrialSite(scratch, Protocol.Profile.Core, imageSize: 10_000);
        var precious = scratch.Image("precious.bin", 1000);
        var before = await File.ReadAllBytesAsync(precious);

        var ran = await Secup.RunAsync("device", "run", site.Trial.Configuration("device-1"), "--trace", precious);

        Assert.Equal(ExitCode.Configuration, ran.ExitCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(precious));
    }

    [Fact]
    public async Task The_help_has_an_example() => Assert.Contains("Example: secup trace check", (await Secup.RunAsync("trace", "--help")).Output, StringComparison.Ordinal);
}
