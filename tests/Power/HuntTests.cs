using System.Globalization;
using SecUpIoT.Power.Tests.Cuts;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;

namespace SecUpIoT.Power.Tests;

/// <summary>What is run by hand: a finding once more, and an exploration that takes its time (docs/ASSURANCE.md).</summary>
public sealed class HuntTests(Ledger ledger) : IClassFixture<Ledger>
{
    /// <summary>
    /// SECUP_POWER_CUT='RIG CHAPTER OPERATION:POINT ...', as a finding prints it, takes the place of the cuts that are led through in every run: one after each kind
    /// of operation, twice.
    /// </summary>
    [Theory]
    [InlineData("nor second-update 7:tail 4:100")]
    [InlineData("nor compaction-0 3:40 1:before")]
    [InlineData("disk second-update 5:0/0:7 4:before")]
    [InlineData("nor-64 second-update 5:100 3:before")]
    public void A_cut_is_led_through_again(string cut)
    {
        var words = (Environment.GetEnvironmentVariable("SECUP_POWER_CUT") ?? cut).Split(' ', 3);
        new Exploration(Rigs.Of(words[0]), words[0], Chapter.Of(words[1]), new Bounds(2, Fineness.Bits, Fineness.Bits, 0, 0)).Repeat(CutPath.Parse(words.ElementAtOrDefault(2) ?? ""));
    }

    /// <summary>
    /// SECUP_POWER_MINUTES: how long, over all chapters and both media. SECUP_POWER_PAGES: pages of an image, 3 unless given. SECUP_POWER_SEED: the first seed, 1 unless given.
    /// SECUP_POWER_DEPTH: cuts after one another, 3 unless given.
    /// </summary>
    [Fact]
    public void A_long_hunt_finds_nothing()
    {
        var minutes = Number("SECUP_POWER_MINUTES", 0);
        var (pages, seed, depth) = (Number("SECUP_POWER_PAGES", 3), (ulong)Number("SECUP_POWER_SEED", 1), Number("SECUP_POWER_DEPTH", 3));
        var end = DateTime.UtcNow.AddMinutes(minutes);
        if (minutes == 0)
        {
            // Nobody asked for a long one: it is tried on the shortest chapter.
            ledger.Add("nor", new Exploration(Rigs.Nor, "nor", Chapter.Of("counters"), new Bounds(depth, Fineness.Bits, Fineness.Bits, 16, 2, seed)).Run());
            return;
        }

        string[] rigs = pages == 3 ? ["nor", "disk", "nor-records", "disk-records"] : [$"nor-{pages}", $"disk-{pages}"];

        // Each round has another seed; the first goes through all that there is to choose from, the next ones through other samples.
        for (; DateTime.UtcNow < end; seed++)
        {
            var first = seed;
            Parallel.ForEach(rigs.SelectMany(static _ => Chapter.All, static (rig, chapter) => (Rig: rig, Chapter: chapter)), work =>
            {
                if (DateTime.UtcNow >= end) return;
                var fine = pages == 3 ? Fineness.Bits : new Fineness(4, 1 + (int)(first % 64), true);
                var exploration = new Exploration(Rigs.Of(work.Rig), work.Rig, work.Chapter, new Bounds(depth, fine, fine, Repeat: 16, Sample: 2, first) { IsEnough = () => DateTime.UtcNow >= end });
                ledger.Add(work.Rig, exploration.Run());
                ledger.Say(string.Create(CultureInfo.InvariantCulture, $"seed {first}, {work.Chapter.Name} on {work.Rig}, {(end - DateTime.UtcNow).TotalMinutes:0.0} minutes left: {exploration.Tally}"));
            });
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new ArgumentException($"{variable}: expected a whole number from 1 on, but got '{text}'.");
}
