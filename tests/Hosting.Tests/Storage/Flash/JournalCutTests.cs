using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Flash;

[Trait("requirement", "R-DC-32")]
[Trait("requirement", "R-GEN-08")]
public sealed class JournalCutTests
{
    private const uint Page = 256;
    private const ulong Capacity = 4 * Page;

    private static FlashFile Created(out MemoryMedium medium)
    {
        medium = new MemoryMedium(FlashFile.SizeFor(Capacity, Page));
        return FlashFile.Create(medium, Samples.Device(1), Capacity, Page);
    }

    [Fact]
    public void Whatever_is_cut_in_an_append_this_record_or_the_one_before_is_read()
    {
        using var flash = Created(out var medium);
        DeviceRecord? previous = null;
        var before = (byte[])medium.Content.Clone();
        var cuts = 0;
        var banks = new HashSet<long>();

        // Records of one page and of several, enough to change banks and to change back.
        for (var number = 1; number <= 54; number++)
        {
            var record = Samples.DeviceRecord(number, components: number % 3 == 0 ? 16 : 1);
            medium.Log.Clear();

            flash.Append(record);

            banks.Add((medium.Log.Single(operation => operation.Data is not null).Offset - Page) / (64 * Page));
            cuts += PowerCuts.Each(before, medium.Log, (content, index) =>
            {
                var last = FlashFile.Open(new MemoryMedium(content)).ReadRecord();
                Assert.True(Equals(last, previous) || Equals(last, record), $"record {number}, operation {index}: got {last}");
                if (index == medium.Log.Count - 1) Assert.Equal(record, last);
            });
            previous = record;
        }

        Assert.Equal(2, banks.Count);
        Assert.True(cuts > 50_000, $"{cuts} cuts");
    }

    [Fact]
    public void After_every_cut_the_journal_goes_on()
    {
        using var flash = Created(out var medium);
        for (var number = 1; number <= 60; number++) flash.Append(Samples.DeviceRecord(number));
        var before = (byte[])medium.Content.Clone();
        medium.Log.Clear();
        for (var number = 61; number <= 66; number++) flash.Append(Samples.DeviceRecord(number));
        var step = 0;

        PowerCuts.Each(before, medium.Log, (content, _) =>
        {
            if (step++ % 7 != 0) return;
            var copy = new MemoryMedium((byte[])content.Clone());
            var first = FlashFile.Open(copy);
            first.Append(Samples.DeviceRecord(1000));
            Assert.Equal(Samples.DeviceRecord(1000), FlashFile.Open(copy).ReadRecord());
            first.Append(Samples.DeviceRecord(1001, components: 16));
            Assert.Equal(Samples.DeviceRecord(1001, components: 16), FlashFile.Open(copy).ReadRecord());
        });
    }

    [Fact]
    public void A_cut_creation_is_called_damaged_until_the_flash_is_whole()
    {
        using var flash = Created(out var medium);

        PowerCuts.Each(new byte[medium.Length], medium.Log, (content, index) =>
        {
            if (index == medium.Log.Count - 1)
            {
                Assert.Null(FlashFile.Open(new MemoryMedium(content)).ReadRecord());
                return;
            }

            try
            {
                Assert.Null(FlashFile.Open(new MemoryMedium(content)).ReadRecord());
            }
            catch (FlashException exception)
            {
                Assert.Equal(ResultCode.StorageCorrupted, exception.Code);
            }
        });
    }

    [Fact]
    public void A_record_never_counts_image_bytes_that_are_not_durable()
    {
        using var flash = Created(out var medium);
        flash.Append(Samples.DeviceRecord(0));
        var before = (byte[])medium.Content.Clone();
        medium.Log.Clear();
        var block = Samples.Data(300);

        flash.WriteImage(Slot.B, 0, block.AsSpan(0, 100));
        flash.WriteImage(Slot.B, 100, block.AsSpan(100));
        flash.Append(Samples.DeviceRecord(300));

        PowerCuts.Each(before, medium.Log, (content, _) =>
        {
            var cut = FlashFile.Open(new MemoryMedium(content));
            if (cut.ReadRecord()!.Candidate!.Received != 300) return;
            var stored = cut.DigestComponents(Slot.B, new(new Protocol.Machine.ImageComponent(default, 300, 0)));
            Assert.Equal(Digest.Of(block), stored[0]);
        });
    }

    [Theory]
    [InlineData(62)]
    [InlineData(126)]
    public void A_failed_append_leaves_the_record_before_and_the_next_one_wins(int records)
    {
        using var flash = Created(out var medium);
        for (var number = 1; number <= records; number++) flash.Append(Samples.DeviceRecord(number));

        // The bank is full but for a page: the large record goes to the other bank, where only its flush fails, and the next one to this bank.
        medium.OperationsLeft = 1;
        var failure = Assert.Throws<FlashException>(() => flash.Append(Samples.DeviceRecord(1064, components: 16)));
        medium.OperationsLeft = null;
        flash.Append(Samples.DeviceRecord(1065));

        Assert.Equal(ResultCode.StorageFailed, failure.Code);
        Assert.Equal(Samples.DeviceRecord(1065), flash.ReadRecord());
        Assert.Equal(Samples.DeviceRecord(1065), FlashFile.Open(new MemoryMedium(medium.Content)).ReadRecord());
    }

    [Fact]
    [Trait("requirement", "R-DC-20")]
    public void A_block_and_the_record_that_counts_it_become_durable_in_one_flush()
    {
        using var flash = Created(out var medium);
        medium.Log.Clear();

        flash.WriteImage(Slot.B, 0, Samples.Data(300));
        flash.Append(Samples.DeviceRecord(300));
        flash.WriteImage(Slot.B, 300, Samples.Data(100));
        flash.Append(Samples.DeviceRecord(400));

        Assert.Equal([false, false, true, false, false, true], medium.Log.Select(static operation => operation.Data is null));
        Assert.Equal(Samples.DeviceRecord(400), FlashFile.Open(new MemoryMedium(medium.Content)).ReadRecord());
    }

    [Theory]
    [InlineData(0, 100, 200, 50, "apart")]
    [InlineData(200, 50, 0, 100, "backwards")]
    [InlineData(0, 100, 50, 100, "one upon the other")]
    public void Image_bytes_that_are_no_run_are_flushed_before_the_record(ulong first, int firstLength, ulong second, int secondLength, string how)
    {
        using var flash = Created(out var medium);
        medium.Log.Clear();

        flash.WriteImage(Slot.B, first, Samples.Data(firstLength));
        flash.WriteImage(Slot.B, second, Samples.Data(secondLength));
        flash.Append(Samples.DeviceRecord(1));

        Assert.Equal((how, "wwfwf"), (how, string.Concat(medium.Log.Select(static operation => operation.Data is null ? 'f' : 'w'))));
    }

    [Fact]
    public void A_record_whose_image_bytes_were_lost_does_not_count_when_they_are_written_again()
    {
        using var flash = Created(out var medium);
        flash.Append(Samples.DeviceRecord(0));
        var content = (byte[])medium.Content.Clone();
        medium.Log.Clear();
        flash.WriteImage(Slot.B, 0, Samples.Data(300));
        flash.Append(Samples.DeviceRecord(300));
        var (image, entry) = (medium.Log[0], medium.Log[1]);

        // The cut lets the entry become durable, and not the image.
        entry.Data!.CopyTo(content, (int)entry.Offset);
        var after = new MemoryMedium(content);
        Assert.Equal(Samples.DeviceRecord(0), FlashFile.Open(after).ReadRecord());

        image.Data!.CopyTo(after.Content, (int)image.Offset);
        Assert.Equal(Samples.DeviceRecord(0), FlashFile.Open(after).ReadRecord());
    }

    [Fact]
    public void A_record_still_counts_when_the_image_bytes_it_came_with_become_others()
    {
        using var flash = Created(out var medium);
        flash.Append(Samples.DeviceRecord(0));
        flash.WriteImage(Slot.B, 0, Samples.Data(300));
        flash.Append(Samples.DeviceRecord(300));

        flash.WriteImage(Slot.B, 200, Samples.Data(50, seed: 2));

        Assert.Equal(Samples.DeviceRecord(300), FlashFile.Open(new MemoryMedium(medium.Content)).ReadRecord());
    }

    [Fact]
    public void After_a_failure_image_bytes_are_flushed_before_the_record()
    {
        using var flash = Created(out var medium);
        flash.Append(Samples.DeviceRecord(0));
        flash.WriteImage(Slot.B, 0, Samples.Data(300));
        medium.OperationsLeft = 1;
        Assert.Throws<FlashException>(() => flash.Append(Samples.DeviceRecord(300)));
        medium.OperationsLeft = null;
        medium.Log.Clear();

        flash.Append(Samples.DeviceRecord(301));

        Assert.Equal("fwf", string.Concat(medium.Log.Select(static operation => operation.Data is null ? 'f' : 'w')));
        Assert.Equal(Samples.DeviceRecord(301), FlashFile.Open(new MemoryMedium(medium.Content)).ReadRecord());
    }
}
