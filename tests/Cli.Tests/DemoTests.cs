using System.Text.Json.Nodes;
using SecUpIoT.Cli.Demo;

namespace SecUpIoT.Cli.Tests;

/// <summary>The README's first command, as a user types it.</summary>
public sealed class DemoTests
{
    public static TheoryData<string> Topologies => new("all-in-one", "webcam", "gateway", "distributed");

    public static TheoryData<string> AttackNames => new(Attacks.All.Select(attack => attack.Name));

    [Theory]
    [MemberData(nameof(Topologies))]
    [Trait("requirement", "R-GEN-01")]
    [Trait("requirement", "R-GEN-09")]
    [Trait("requirement", "R-GEN-28")]
    [Trait("requirement", "R-CM-18")]
    [Trait("requirement", "R-ST-34")]
    public async Task The_image_arrives_in_every_topology(string topology)
    {
        using var scratch = new Scratch();

        var ran = await Secup.RunAsync("demo", "--image", scratch.Image("image.bin", 1_000_000), "--topology", topology, "--folder", scratch["demo"], "--json");

        var last = JsonNode.Parse(ran.Output.Trim().Split('\n')[^1])!;
        Assert.True((bool)last["held"]!, ran.Output + ran.Errors);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["image.bin"]), File.ReadAllBytes(Directory.GetFiles(scratch["demo/data"], "device-1.slot-*.bin").Single()));
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
}
