using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Tests;

/// <summary>The search over the machines as a user runs it.</summary>
public sealed class ExploreTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_configuration_that_holds_is_told_in_a_line_for_people_and_in_a_document_for_machines()
    {
        var text = await Secup.RunAsync("explore", "--exhaustive", "--config", "two-devices");
        var json = await Secup.RunAsync("explore", "--exhaustive", "--config", "two-devices", "--workers", "1", "--json");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (text.ExitCode, json.ExitCode));
        var document = JsonNode.Parse(json.Output)!;
        Assert.Equal("holds", (string?)document["verdict"]);
        Assert.Contains($"{(int)document["states"]!} states", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("holds", text.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_gives_up_is_incomplete()
    {
        var ran = await Secup.RunAsync("explore", "--exhaustive", "--config", "cut", "--most-states", "1000");

        Assert.Equal(ExitCode.Refused, ran.ExitCode);
        Assert.Contains("incomplete", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_search_with_its_documented_code()
    {
        using var process = Secup.Start("explore", "--exhaustive", "--config", "onpath-tracker");
        // The first line of progress says that the search is under way.
        Assert.NotNull(await process.StandardError.ReadLineAsync());
        using (var signal = System.Diagnostics.Process.Start("sh", ["-c", $"kill -INT {process.Id}"])) await signal.WaitForExitAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Contains("incomplete", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_names_the_standard_configurations()
    {
        var ran = await Secup.RunAsync("explore", "--list");

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.Contains("two-devices", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explore")]
    [InlineData("explore", "--exhaustive", "--config", "unheard-of")]
    public async Task A_wrong_command_line_says_what_is_expected(params string[] arguments)
    {
        var ran = await Secup.RunAsync(arguments);

        Assert.Equal(ExitCode.Usage, ran.ExitCode);
        Assert.Contains("Expected", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_is_walked_again_and_a_file_that_is_none_is_refused_with_its_line()
    {
        File.WriteAllText(_scratch["way.txt"], "config time\n@ poll 1\n@ down 1 now\n");
        File.WriteAllText(_scratch["none.txt"], "config time\n@ poll 1\n@ reboot 1\n");

        var walked = await Secup.RunAsync("explore", "--replay", _scratch["way.txt"]);
        var refused = await Secup.RunAsync("explore", "--replay", _scratch["none.txt"]);

        Assert.Equal((ExitCode.Done, ExitCode.Configuration), (walked.ExitCode, refused.ExitCode));
        Assert.Contains("D1 Idle --StatusAsked--> Idle", walked.Output, StringComparison.Ordinal);
        Assert.Contains("sequenceDiagram", walked.Output, StringComparison.Ordinal);
        Assert.Contains("'reboot 1', is not possible", refused.Errors, StringComparison.Ordinal);
    }
}
