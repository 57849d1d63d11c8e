using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Tests.Storage.Flash;

public sealed class SlotTests
{
    private const uint Page = 256;
    private const ulong Capacity = 4 * Page;

    private static readonly Bytes Envelope = Samples.Data(120, seed: 2);
    private static readonly byte[] Image = Samples.Data(600, seed: 3);
    private static readonly Sequence<ImageComponent> Components = new(new ImageComponent(default, 200, 0), new ImageComponent(default, 344, 256));

    private static FlashFile Created(out MemoryMedium medium)
    {
        medium = new MemoryMedium(FlashFile.SizeFor(Capacity, Page));
        return FlashFile.Create(medium, Samples.Device(1), Capacity, Page);
    }

    private static void Fill(FlashFile flash, Slot slot, Bytes envelope, byte[] image)
    {
        flash.Erase(slot);
        flash.WriteEnvelope(slot, envelope);
        flash.WriteImage(slot, 0, image);
        flash.Seal(slot);
    }

    [Fact]
    public void A_sealed_slot_gives_back_envelope_digests_and_bytes()
    {
        using var flash = Created(out var medium);
        var seen = new List<ulong>();
        using var copy = new MemoryStream();

        Fill(flash, Slot.B, Envelope, Image);
        using var reopened = FlashFile.Open(new MemoryMedium(medium.Content));
        var digests = reopened.DigestComponents(Slot.B, Components, seen.Add);
        reopened.CopyImageTo(Slot.B, Components[1], copy);

        Assert.True(reopened.IsSealed(Slot.B));
        Assert.False(reopened.IsSealed(Slot.A));
        Assert.Equal(Envelope, reopened.ReadEnvelope(Slot.B));
        Assert.Equal(Bytes.Empty, reopened.ReadEnvelope(Slot.A));
        Assert.Equal([Digest.Of(Image.AsSpan(0, 200)), Digest.Of(Image.AsSpan(256, 344))], digests);
        Assert.Equal(Image[256..], copy.ToArray());
        Assert.Equal(544UL, seen[^1]);
    }

    [Fact]
    [Trait("requirement", "R-DC-45")]
    public void A_large_component_is_digested_in_pieces()
    {
        var image = Samples.Data(300_000);
        var medium = new MemoryMedium(FlashFile.SizeFor(1 << 20));
        using var flash = FlashFile.Create(medium, Samples.Device(1), 1 << 20);
        var pieces = 0;
        flash.WriteImage(Slot.A, 4096, image);

        var digests = flash.DigestComponents(Slot.A, new(new ImageComponent(default, 300_000, 4096)), _ => pieces++);

        Assert.Equal(Digest.Of(image), digests[0]);
        Assert.Equal(5, pieces);
    }

    [Fact]
    [Trait("requirement", "R-DC-32")]
    public void Whatever_is_cut_a_sealed_slot_is_whole()
    {
        using var flash = Created(out var medium);
        Fill(flash, Slot.B, Samples.Data(90, seed: 8), Samples.Data(600, seed: 9));
        var before = (byte[])medium.Content.Clone();
        var old = flash.DigestComponents(Slot.B, Components);
        medium.Log.Clear();

        Fill(flash, Slot.B, Envelope, Image);

        var current = flash.DigestComponents(Slot.B, Components);
        var seals = new HashSet<bool>();
        PowerCuts.Each(before, medium.Log, (content, _) =>
        {
            var cut = FlashFile.Open(new MemoryMedium(content));
            seals.Add(cut.IsSealed(Slot.B));
            if (!cut.IsSealed(Slot.B)) return;
            var envelope = cut.ReadEnvelope(Slot.B);
            Assert.Equal(envelope == Envelope ? current : old, cut.DigestComponents(Slot.B, Components));
            Assert.Contains(envelope, new[] { Envelope, (Bytes)Samples.Data(90, seed: 8) });
        });
        Assert.Equal(2, seals.Count);
    }

    [Fact]
    [Trait("requirement", "R-DC-32")]
    public void An_envelope_is_there_whole_or_not_at_all()
    {
        using var flash = Created(out var medium);
        flash.WriteEnvelope(Slot.A, Samples.Data(90, seed: 8));
        var before = (byte[])medium.Content.Clone();
        medium.Log.Clear();

        flash.WriteEnvelope(Slot.A, Envelope);

        PowerCuts.Each(before, medium.Log, (content, _) =>
        {
            var envelope = FlashFile.Open(new MemoryMedium(content)).ReadEnvelope(Slot.A);
            Assert.Contains(envelope, new[] { Bytes.Empty, Envelope, Samples.Data(90, seed: 8) });
        });
    }

    [Fact]
    public void A_seal_holds_only_for_the_envelope_it_was_made_for()
    {
        using var flash = Created(out var medium);
        Fill(flash, Slot.A, Envelope, Image);
        var position = medium.Content.AsSpan().IndexOf(Envelope.Span);

        medium.Content[position] ^= 1;

        Assert.False(flash.IsSealed(Slot.A));
    }

    [Fact]
    public void Erasing_leaves_neither_seal_nor_envelope()
    {
        using var flash = Created(out var medium);
        Fill(flash, Slot.A, Envelope, Image);

        flash.Erase(Slot.A);

        using var reopened = FlashFile.Open(new MemoryMedium(medium.Content));
        Assert.False(reopened.IsSealed(Slot.A));
        Assert.True(reopened.ReadEnvelope(Slot.A).IsEmpty);
    }

    [Fact]
    public void A_sealed_slot_is_not_written_to()
    {
        using var flash = Created(out var medium);
        Fill(flash, Slot.A, Envelope, Image);
        medium.Log.Clear();

        Assert.Equal(ResultCode.StorageFailed, Assert.Throws<FlashException>(() => flash.WriteImage(Slot.A, 0, [1])).Code);
        Assert.Equal(ResultCode.StorageFailed, Assert.Throws<FlashException>(() => flash.WriteEnvelope(Slot.A, Envelope)).Code);
        using var reopened = FlashFile.Open(new MemoryMedium(medium.Content));
        Assert.Throws<FlashException>(() => reopened.WriteImage(Slot.A, 0, [1]));
        Assert.Empty(medium.Log);
    }

    [Fact]
    public void A_slot_without_envelope_is_not_sealed()
    {
        using var flash = Created(out _);

        Assert.Equal(ResultCode.StorageFailed, Assert.Throws<FlashException>(() => flash.Seal(Slot.A)).Code);
        Assert.False(flash.IsSealed(Slot.A));
    }

    [Theory]
    [InlineData(Capacity, 1)]
    [InlineData(Capacity - 1, 2)]
    [InlineData(0UL, (int)Capacity + 1)]
    [InlineData(ulong.MaxValue, 1)]
    public void Bytes_outside_the_slot_are_refused_and_nothing_is_written(ulong offset, int length)
    {
        using var flash = Created(out var medium);
        medium.Log.Clear();

        var failure = Assert.Throws<FlashException>(() => flash.WriteImage(Slot.A, offset, new byte[length]));

        Assert.Equal(ResultCode.ImageTooLarge, failure.Code);
        Assert.Contains("1024", failure.Message, StringComparison.Ordinal);
        Assert.Empty(medium.Log);
        var component = new ImageComponent(default, (ulong)length, offset);
        Assert.Equal(ResultCode.StorageCorrupted, Assert.Throws<FlashException>(() => flash.DigestComponents(Slot.A, new(component))).Code);
    }

    [Fact]
    public void An_envelope_that_is_empty_or_too_large_is_refused()
    {
        using var flash = Created(out _);

        Assert.Equal(ResultCode.LimitExceeded, Assert.Throws<FlashException>(() => flash.WriteEnvelope(Slot.A, Bytes.Empty)).Code);
        Assert.Equal(ResultCode.LimitExceeded, Assert.Throws<FlashException>(() => flash.WriteEnvelope(Slot.A, new byte[Limits.Envelope + 1])).Code);
        flash.WriteEnvelope(Slot.A, new byte[Limits.Envelope]);
        Assert.Equal(Limits.Envelope, flash.ReadEnvelope(Slot.A).Length);
    }

    [Fact]
    [Trait("requirement", "R-DC-38")]
    public void A_medium_that_fails_at_any_operation_is_a_storage_failure_and_the_record_stays()
    {
        for (var operations = 0; ; operations++)
        {
            using var flash = Created(out var medium);
            flash.Append(Samples.DeviceRecord(1));
            medium.OperationsLeft = operations;
            try
            {
                Fill(flash, Slot.B, Envelope, Image);
                flash.Append(Samples.DeviceRecord(2));
                Assert.True(operations > 10, $"{operations} operations sufficed");
                return;
            }
            catch (FlashException failure)
            {
                Assert.Equal(ResultCode.StorageFailed, failure.Code);
                Assert.Contains("No space left", failure.Message, StringComparison.Ordinal);
                Assert.Equal(Samples.DeviceRecord(1), flash.ReadRecord());
            }
        }
    }
}
