using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Parts;

/// <summary>The parts that the simulation itself is made of.</summary>
public sealed class PartTests
{
    private static readonly Digest Of = Digest.Of([1, 2, 3]);

    private static DeviceRecord Record(ulong reserved) =>
        new(new SlotImage(Slot.A, new ImageName(new SequenceNumber(1), Of), Sequence<ImageComponent>.Empty), null, null, reserved);

    [Fact]
    public void SplitMix64_gives_the_published_numbers()
    {
        var generator = new SplitMix64(1234567);

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [generator.Next(), generator.Next(), generator.Next()]);
    }

    [Theory]
    [InlineData(Tear.Before, 1UL)]
    [InlineData(Tear.Halfway, 1UL)]
    [InlineData(Tear.After, 2UL)]
    public void A_cut_write_leaves_the_former_record_or_the_new_one(Tear tear, ulong expected)
    {
        var flash = new SimulatedFlash(64);
        flash.Persist(Record(1));
        flash.CutAfter(0, tear);

        Assert.Equal(FlashResult.PowerLost, flash.Persist(Record(2)));

        Assert.Equal(expected, flash.ReadJournal()!.ReservedCounter);
        Assert.Equal(FlashResult.Done, flash.Persist(Record(3)));
        Assert.Equal(3UL, flash.ReadJournal()!.ReservedCounter);
    }

    [Fact]
    public void A_torn_block_leaves_its_first_half()
    {
        var flash = new SimulatedFlash(64);
        flash.FailAfter(0, Tear.Halfway);

        Assert.Equal(FlashResult.Failed, flash.WriteImage(Slot.B, 0, new byte[] { 1, 2, 3, 4 }));

        var expected = new Sequence<Digest>(Digest.Of([1, 2, 0xFF, 0xFF]));
        Assert.Equal(expected, flash.Look(Slot.B, new(new ImageComponent(Of, 4, 0))).Digests);
    }

    [Fact]
    public void Nothing_can_be_written_beyond_the_slot()
    {
        var flash = new SimulatedFlash(64);

        Assert.Equal(FlashResult.Failed, flash.WriteImage(Slot.A, 60, new byte[8]));
    }

    [Fact]
    public void A_torn_seal_is_none()
    {
        var flash = new SimulatedFlash(64);
        flash.CutAfter(0, Tear.Halfway);
        flash.Install(Slot.A);

        Assert.False(flash.IsSealed(Slot.A));
    }

    [Fact]
    public void A_symbolic_signature_is_good_for_its_key_and_its_data_only()
    {
        var (key, other) = (new SymbolicKey("one"), new SymbolicKey("other"));
        var signed = CoseSign1.Sign(key, [1, 2, 3], [9], detached: false);

        Assert.True(CoseSign1.Verify(signed, [other, key], [9]).IsOk);
        Assert.False(CoseSign1.Verify(signed, [other], [9]).IsOk);
        Assert.False(CoseSign1.Verify(signed, [key], [8]).IsOk);
        Assert.NotNull(SymbolicKey.Read(key.PublicKey));
        Assert.Null(SymbolicKey.Read(new byte[] { 1 }));
    }

    [Fact]
    public void The_transcript_tells_messages_changes_and_refusals()
    {
        var world = Play.Secure();
        world.Installs(2);

        Assert.Contains(world.Transcript.Lines, line => line.EndsWith("C1 -> D1  M-01 StatusRequest", StringComparison.Ordinal));
        Assert.Contains(world.Transcript.Lines, line => line.EndsWith("D1  AwaitingBoot -> Off", StringComparison.Ordinal));
        Assert.Contains(world.Transcript.Lines, line => line.Contains("T -> C1  M-11 CheckInAnswer: Install", StringComparison.Ordinal));
    }
}
