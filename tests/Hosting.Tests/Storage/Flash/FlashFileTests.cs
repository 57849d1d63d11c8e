using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Flash;

public sealed class FlashFileTests : IDisposable
{
    private const uint Page = 512;
    private const ulong Capacity = 10_000;

    private readonly Scratch _scratch = new();

    private string FilePath => _scratch["device.flash"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public void A_file_keeps_record_and_slots_when_it_is_opened_again()
    {
        using (var flash = FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page))
        {
            Assert.Null(flash.ReadRecord());
            flash.Append(Samples.DeviceRecord(1));
            flash.WriteEnvelope(Slot.A, Samples.Data(50));
            flash.WriteImage(Slot.A, 9_000, Samples.Data(1_000));
            flash.Seal(Slot.A);
        }

        using var reopened = FlashFile.Open(FilePath);
        Assert.Equal(Samples.Device(3), reopened.Device);
        Assert.Equal(Capacity, reopened.SlotCapacity);
        Assert.Equal(Page, reopened.PageSize);
        Assert.Equal(Samples.DeviceRecord(1), reopened.ReadRecord());
        Assert.True(reopened.IsSealed(Slot.A));
        Assert.Equal(Digest.Of(Samples.Data(1_000)), reopened.DigestComponents(Slot.A, new(new Protocol.Machine.ImageComponent(default, 1_000, 9_000)))[0]);
    }

    [Fact]
    public void A_second_user_is_refused_until_the_first_is_gone()
    {
        using (FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page))
        {
            var failure = Assert.Throws<FlashException>(() => FlashFile.Open(FilePath));
            Assert.Equal(ResultCode.Busy, failure.Code);
            Assert.Contains(FilePath, failure.Message, StringComparison.Ordinal);
        }

        FlashFile.Open(FilePath).Dispose();
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_available()
    {
        Assert.Equal(ResultCode.NotAvailable, Assert.Throws<FlashException>(() => FlashFile.Open(FilePath)).Code);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void An_existing_file_is_not_created_again()
    {
        FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page).Dispose();

        Assert.Equal(ResultCode.NotAllowed, Assert.Throws<FlashException>(() => FlashFile.Create(FilePath, Samples.Device(4), Capacity, Page)).Code);
        using var flash = FlashFile.Open(FilePath);
        Assert.Equal(Samples.Device(3), flash.Device);
    }

    [Theory]
    [InlineData(Capacity, 100u)]
    [InlineData(Capacity, 128u)]
    [InlineData(Capacity, 1u << 20)]
    [InlineData(0UL, Page)]
    [InlineData(ulong.MaxValue, Page)]
    public void Impossible_dimensions_are_refused(ulong capacity, uint page)
    {
        Assert.Equal(ResultCode.NotAllowed, Assert.Throws<FlashException>(() => FlashFile.Create(FilePath, Samples.Device(3), capacity, page)).Code);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_superblock_with_any_wrong_byte_is_corrupted()
    {
        FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page).Dispose();
        var bytes = File.ReadAllBytes(FilePath);
        for (var i = 0; i < 52; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            var medium = new MemoryMedium(damaged);

            var failure = Assert.Throws<FlashException>(() => FlashFile.Open(medium));

            Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
            Assert.Contains("expected", failure.Message, StringComparison.Ordinal);
            Assert.True(medium.Disposed);
        }
    }

    [Fact]
    public void A_journal_without_a_good_entry_is_corrupted()
    {
        FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page).Dispose();
        var bytes = File.ReadAllBytes(FilePath);
        bytes.AsSpan((int)Page, 128 * (int)Page).Fill(0xff);

        var failure = Assert.Throws<FlashException>(() => FlashFile.Open(new MemoryMedium(bytes)));

        Assert.Equal(ResultCode.StorageCorrupted, failure.Code);
        Assert.Contains("journal", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(5000)]
    public void A_file_cut_short_is_corrupted(int length)
    {
        FlashFile.Create(FilePath, Samples.Device(3), Capacity, Page).Dispose();
        using (var stream = File.OpenWrite(FilePath)) stream.SetLength(length);

        Assert.Equal(ResultCode.StorageCorrupted, Assert.Throws<FlashException>(() => FlashFile.Open(FilePath)).Code);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_named()
    {
        var failure = Assert.Throws<FlashException>(() => FlashFile.Create(_scratch["none/device.flash"], Samples.Device(3), Capacity, Page));
        Assert.Contains("none/device.flash", failure.Message, StringComparison.Ordinal);
    }
}
