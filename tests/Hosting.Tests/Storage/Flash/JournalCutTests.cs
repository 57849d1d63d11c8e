using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Flash;

[Trait("Requirement", "R-DC-32")]
[Trait("Requirement", "R-GEN-08")]
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
}
