using System.Buffers.Binary;
using System.Numerics;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Power.Tests.Cuts;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol;

namespace SecUpIoT.Power.Tests;

/// <summary>
/// Four failures of another boot loader that its own cuts after each flash operation did not show. MCUboot exchanges the two images in place; here no image is
/// moved, so each test states what the same mistake would be in this design and looks for that.
/// </summary>
[Trait("requirement", "R-DC-32")]
public sealed class KnownFailureTests
{
    private const int Running = 2;
    private const int Failing = 3;

    /// <summary>
    /// mcu-tools/mcuboot#480. A reversion that was interrupted lost, with the trailer that it rewrote, what it was for: the next start exchanged the images
    /// once more and ran the one that had failed. Here: the trial of an image fails, and the record that ends the update is cut. The image must not get control
    /// again, however often the device restarts, and the update ends once.
    /// </summary>
    [Fact]
    public void Mcuboot_480_an_interrupted_reversion_is_not_followed_by_another_start_of_the_failed_image()
    {
        var world = Rigs.Nor.World;
        var machine = Rigs.Nor.MakeMachine();
        var codes = new HashSet<ResultCode>();
        var cuts = 0;
        foreach (var (operation, facts) in OfChapter("failed-test", out _).Where(static begun => begun.Facts.Stored!.Candidate is { Stage: CandidateStage.Trial }))
        {
            foreach (var cut in operation.Cuts(Fineness.Bits))
            {
                var life = new Life(Rigs.Nor, machine, cut.Content, facts);
                life.PowerOn();
                var serials = new HashSet<ulong>();
                for (var restart = 0; restart < 3; restart++)
                {
                    var report = life.Report();
                    Assert.Equal((world.Package(Running).Name, world.Package(Running).Name), (report.Running!, report.Confirmed!));
                    Assert.Equal(world.Package(Failing).Name, report.LastOutcome!.Image);
                    codes.Add(report.LastOutcome.Result);
                    serials.Add(report.LastOutcome.Serial);
                    life.PowerCycle();
                }

                Assert.DoesNotContain(world.Package(Failing).Name, life.Invoked);
                Assert.Equal([facts.Began + 1], serials);
                cuts++;
            }
        }

        Assert.True(cuts > 256, $"{cuts} cuts");
        // Which of them depends on whether the record had become whole.
        Assert.Equal([ResultCode.SelfTestFailed, ResultCode.RestartedDuringTrial], codes.Order());
    }

    /// <summary>
    /// mcu-tools/mcuboot#829. The factory had put a finished trailer beside the image, so the loader did not write its own at the start of an exchange; after a reset it
    /// took a size from bytes that nobody had written (0xFFFFFFFF). Here: where the next journal entries and the next image go, something stands that looks like
    /// progress. An update over it is cut at and inside of every operation.
    /// </summary>
    [Theory]
    [InlineData("a size that nobody wrote")]
    [InlineData("an entry of another checksum")]
    [InlineData("an entry that is over")]
    [InlineData("a header that nobody wrote")]
    public void Mcuboot_829_progress_is_never_taken_from_bytes_that_stood_there_before(string residue)
    {
        var chapter = new Chapter(residue, [new Update(2)], new Update(3)) { Residue = (world, content, pages) => Leave(residue, world, content, pages) };

        var tally = new Exploration(Rigs.Nor, "nor", chapter, new Bounds(1, Fineness.Every, Fineness.Every, Repeat: 64, Sample: 0)).Run();

        Assert.True(tally.Points(1, OperationKind.Program) > 1000 && tally.Points(1, OperationKind.Erase) > 10, $"{tally}");
    }

    /// <summary>
    /// mcu-tools/mcuboot#1588. A reset between the last move and the next step made the loader look for the image where it no longer was: a variable that should have been set
    /// after the reset was not, and the simulation hid it, because its "reset" kept the variable. Here: between every step of an installation and the record of it, the device
    /// goes on in the same way whether the machine and all about it are the ones from before the cut or made anew from nothing but the bytes.
    /// </summary>
    [Fact]
    public void Mcuboot_1588_nothing_but_the_flash_says_where_an_installation_stands()
    {
        var began = OfChapter("second-update", out var machine);
        var stages = new List<CandidateStage?>();
        for (var at = 0; at < began.Count; at++)
        {
            var (operation, facts) = began[at];
            var kept = Finish(Rigs.Nor, machine, operation.Durable, facts);
            var anew = new Rig(new World(new Dimensions()), true);
            var bytes = new byte[operation.Durable.Length];
            operation.Durable.Read(0, bytes);
            var medium = new NorMedium(anew.World.Blank(true), anew.World.Dimensions.ProgramUnit);
            medium.Write(0, bytes);
            Assert.Equal(operation.Durable.Digest, medium.Content.Digest);

            var fresh = Finish(anew, anew.MakeMachine(), medium.Content, facts);

            Assert.Equal(kept.Content.Digest, fresh.Content.Digest);
            Assert.Equal(kept.Invoked, fresh.Invoked);
            stages.Add(facts.Stored!.Candidate?.Stage);
        }

        Assert.Equal(
            [null, CandidateStage.Receiving, CandidateStage.Verified, CandidateStage.Installing, CandidateStage.AwaitingBoot, CandidateStage.Trial],
            stages.Distinct().OrderBy(static stage => stage is null ? -1 : (int)stage));
    }

    /// <summary>
    /// mcu-tools/mcuboot#1966. The power failed while the magic number of a trailer was written, in a reversion; a magic number that is half there fitted no row of the
    /// loader's table, and nothing was booted. Here there are four magic numbers: of superblock, journal entry, envelope header and seal. Each is cut after each of its bytes,
    /// and inside of each byte with every value that programming can leave.
    /// </summary>
    [Theory]
    [InlineData("factory", "SECUPFLS")]
    [InlineData("failed-test", "SJN1")]
    [InlineData("failed-test", "SECUPENV")]
    [InlineData("failed-test", "SECUPSEA")]
    public void Mcuboot_1966_a_magic_number_may_be_cut_anywhere(string chapter, string magic)
    {
        var exploration = new Exploration(Rigs.Nor, "nor", Chapter.Of(chapter), new Bounds(1, Fineness.Bits, Fineness.Bits, 0, 0));
        var began = exploration.Undisturbed();
        for (var at = 0; at < began.Count; at++)
        {
            var (operation, facts) = began[at];
            if (operation is not Programming programming || !programming.Data.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(magic))) continue;
            for (var whole = 0; whole < magic.Length; whole++)
            {
                var target = programming.Data[whole];
                for (var value = 0; value <= byte.MaxValue; value++)
                {
                    // Programming clears bits: those that stay set in the end are never cleared.
                    if ((value & target) != target) continue;
                    byte[] torn = [.. programming.Data.AsSpan(0, whole), (byte)value];
                    var content = programming.Before.With(programming.Before.SectorOf(programming.At), programming.Before.Within(programming.At), torn);
                    exploration.Try(at, $"{whole}={value:x2}", content, facts);
                }
            }
        }

        Assert.True(exploration.Tally.Contents >= magic.Length * BitOperations.PopCount(0xFFu), $"{exploration.Tally}");
        Assert.True(exploration.Tally.Contents > 8 * exploration.Tally.States && exploration.Tally.States > 0, $"{exploration.Tally}");
    }

    private static IReadOnlyList<(Media.FlashOperation Operation, Facts Facts)> OfChapter(string name, out Protocol.Machine.IMachine<DeviceCoreState> machine)
    {
        machine = Rigs.Nor.MakeMachine();
        return new Exploration(Rigs.Nor, "nor", Chapter.Of(name), new Bounds(1, Fineness.Bits, Fineness.Bits, 0, 0)).Undisturbed();
    }

    private static Life Finish(Rig rig, Protocol.Machine.IMachine<DeviceCoreState> machine, FlashContent content, Facts facts)
    {
        var life = new Life(rig, machine, content, facts);
        life.PowerOn();
        new Update(3).Run(life);
        return life;
    }

    private static FlashContent Leave(string residue, World world, FlashContent content, JournalPages pages)
    {
        var page = new byte[world.Layout.PageSize];
        switch (residue)
        {
            case "a size that nobody wrote":
                page.AsSpan().Fill(0xFF);
                "SJN1"u8.CopyTo(page);
                break;
            case "an entry of another checksum":
                content.Read(pages.Entry, page);
                BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(8), ulong.MaxValue);
                break;
            case "an entry that is over":
                content.Read(world.Layout.Bank(0), page);
                break;
            default:
                "SECUPENV"u8.CopyTo(page);
                page.AsSpan(8, 8).Fill(0xFF);
                return content.With(content.SectorOf(world.Layout.EnvelopeHeader(Slot.A)), page);
        }

        // In the next journal pages, all of them.
        for (var at = pages.Entry + page.Length; at < world.Layout.Bank(1); at += page.Length) content = content.With(content.SectorOf(at), (byte[])page.Clone());
        return content;
    }
}
