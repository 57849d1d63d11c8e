using System.Text.Json.Nodes;
using SecUpIoT.Cli.Demo;

namespace SecUpIoT.Cli.Tests;

/// <summary>The README's first command, as a user types it.</summary>
public sealed class DemoTests
{
    public static TheoryData<string> AttackNames => new(Attacks.All.Select(attack => attack.Name));

    [Theory]
    [InlineData("all-in-one", 1)]
    [InlineData("webcam", 2)]
    [InlineData("gateway", 5)]
    [InlineData("distributed", 4)]
    [Trait("requirement", "R-GEN-01")]
    [Trait("requirement", "R-GEN-09")]
    [Trait("requirement", "R-GEN-28")]
    [Trait("requirement", "R-CM-18")]
    [Trait("requirement", "R-ST-34")]
    public async Task The_image_arrives_in_every_topology_and_the_processes_leave_traces_that_fit(string topology, int processes)
    {
        using var scratch = new Scratch();

        var ran = await Secup.RunAsync("demo", "--image", scratch.Image("image.bin", 1_000_000), "--topology", topology, "--folder", scratch["demo"], "--trace", scratch["traces"], "--json");

        var last = JsonNode.Parse(ran.Output.Trim().Split('\n')[^1])!;
        Assert.True((bool)last["held"]!, ran.Output + ran.Errors);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["image.bin"]), File.ReadAllBytes(Directory.GetFiles(scratch["demo/data"], "device-1.slot-*.bin").Single()));
        await AssertFitAsync(Directory.GetFiles(scratch["traces"]), processes);
    }

    [Theory]
    [MemberData(nameof(AttackNames))]
    public async Task Every_attack_is_defeated(string name)
    {
        using var scratch = new Scratch();

        var ran = await Secup.RunAsync("demo", "--attack", name, "--image", scratch.Image("image.bin", 200_000), "--json");

        var last = JsonNode.Parse(ran.Output.Trim().Split('\n')[^1])!;
        Assert.True((bool)last["defeated"]!, ran.Output + ran.Errors);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task The_temporary_folder_is_gone_afterwards_unless_it_is_to_be_kept()
    {
        using var scratch = new Scratch();
        var image = scratch.Image("image.bin", 100_000);
        var before = Directory.GetDirectories(Path.GetTempPath(), "secup-demo-*").ToHashSet();

        var ran = await Secup.RunAsync("demo", "--attack", "rollback", "--image", image, "--keep");

        var kept = ran.Output.Split('\n').Single(line => line.StartsWith("Evidence: ", StringComparison.Ordinal))["Evidence: ".Length..].Trim();
        Assert.True(Directory.Exists(kept), ran.Output);
        Assert.DoesNotContain(kept, before);
        Directory.Delete(kept, recursive: true);
    }

    private static async Task AssertFitAsync(string[] traces, int processes)
    {
        var verdict = JsonNode.Parse((await Secup.RunAsync(["trace", "check", "--json", .. traces])).Output)!;

        Assert.Equal(processes, traces.Length);
        Assert.True((bool)verdict["fits"]!, $"{verdict}");
        Assert.Superset(
            new HashSet<string> { "I-01", "I-03", "I-04", "I-05", "I-06", "I-07", "I-09", "I-10", "I-12", "I-13", "I-14", "I-15", "I-17" },
            verdict["judged"]!.AsArray().Select(id => (string)id!).ToHashSet());
        Assert.Empty(verdict["warnings"]!.AsArray());
    }
}
