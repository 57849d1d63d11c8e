using SecUpIoT.Crash.Checks;
using SecUpIoT.Crash.Site;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash;

/// <summary>The check of the flash reports every kind of damage that it is there for, and nothing of a flash that is as it should be.</summary>
public sealed class FlashCheckTests : IDisposable
{
    private const int Page = 4096;

    private readonly Scratch _scratch = new();
    private readonly SiteFiles _site;
    private readonly FlashCheck _check;
    private readonly string _flash;
    private readonly DeviceId _device;

    public FlashCheckTests()
    {
        _site = new SiteFiles(_scratch, new SiteShape(1));
        _flash = _site.Trial.DeviceFlash(1);
        _device = _site.Device(1);
        _check = new FlashCheck(_site.Authors);
        _check.Authored(_site.Factory.Image);
    }

    public void Dispose()
    {
        _site.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void A_flash_from_the_factory_is_as_it_should_be() => Assert.Empty(Judge(completed: _site.Factory.Image.Name.Number.Value));

    [Fact]
    public void A_changed_byte_of_the_image_is_reported()
    {
        Alter(OffsetOf(File.ReadAllBytes(_site.Factory.ImagePath).AsSpan(0, 64)) + 5000);

        Assert.Equal("I-02, I-08", Assert.Single(Judge()).Invariant);
    }

    [Fact]
    public void A_changed_byte_of_the_envelope_is_reported()
    {
        Alter(OffsetOf(File.ReadAllBytes(_site.Factory.EnvelopePath).AsSpan(0, 64)) + 100);

        Assert.Contains(Judge(), static violation => violation.Invariant == "I-02");
    }

    [Fact]
    public void A_confirmed_slot_that_is_not_sealed_is_reported()
    {
        Alter(OffsetOf(File.ReadAllBytes(_site.Factory.EnvelopePath).AsSpan(0, 64)) - (2 * Page));

        Assert.Contains(Judge(), static violation => violation.Invariant == "I-08");
    }

    [Fact]
    public void A_lost_journal_is_reported()
    {
        using (var flash = File.OpenWrite(_flash))
        {
            flash.Seek(Page, SeekOrigin.Begin);
            flash.Write(new byte[128 * Page]);
        }

        Assert.Equal("I-08", Assert.Single(Judge()).Invariant);
    }

    [Fact]
    public void An_image_that_nobody_made_is_reported() =>
        Assert.Equal("I-02", Assert.Single(new FlashCheck(_site.Authors).Judge(_flash, _device, completed: 0, atRest: true)).Invariant);

    [Fact]
    public void An_image_that_another_author_signed_is_reported()
    {
        var check = new FlashCheck([]);
        check.Authored(_site.Factory.Image);

        Assert.Equal("I-02", Assert.Single(check.Judge(_flash, _device, completed: 0, atRest: true)).Invariant);
    }

    [Fact]
    public void A_completion_that_the_flash_does_not_bear_out_is_reported() => Assert.Equal("I-01", Assert.Single(Judge(completed: 3)).Invariant);

    [Fact]
    public void An_old_flash_that_was_put_back_is_reported()
    {
        var old = File.ReadAllBytes(_flash);
        Record(record => record with { Confirmed = record.Confirmed with { Name = new ImageName(new SequenceNumber(9), record.Confirmed.Name.Manifest) } });
        Judge();
        File.WriteAllBytes(_flash, old);

        Assert.Equal("I-04", Assert.Single(Judge()).Invariant);
    }

    [Fact]
    public void An_update_that_is_still_under_way_at_rest_is_reported()
    {
        RecordCandidate(CandidateStage.Receiving);

        Assert.Empty(_check.Judge(_flash, _device, completed: 0, atRest: false));
        Assert.Equal("I-21", Assert.Single(Judge()).Invariant);
    }

    [Fact]
    public void A_candidate_that_is_to_be_tried_and_not_whole_is_reported()
    {
        RecordCandidate(CandidateStage.AwaitingBoot);

        Assert.Contains(_check.Judge(_flash, _device, completed: 0, atRest: false), static violation => violation.Invariant.Contains("I-07", StringComparison.Ordinal));
    }

    private IReadOnlyList<Violation> Judge(ulong completed = 0) => _check.Judge(_flash, _device, completed, atRest: true);

    private void RecordCandidate(CandidateStage stage)
    {
        var package = _site.Author(1, seed: 1);
        _check.Authored(package.Image);
        Record(record => record with
        {
            Candidate = new Candidate(new SlotImage(Slot.B, package.Image.Name, new([new(package.Image.Digest, package.Image.Size, 0)])), stage, package.Image.Size),
        });
    }

    private void Record(Func<DeviceRecord, DeviceRecord> change)
    {
        using var flash = FlashFile.Open(_flash);
        flash.Append(change(flash.ReadRecord()!));
    }

    private int OffsetOf(ReadOnlySpan<byte> beginning)
    {
        var at = File.ReadAllBytes(_flash).AsSpan().IndexOf(beginning);
        Assert.True(at > 0);
        return at;
    }

    private void Alter(int offset)
    {
        var bytes = File.ReadAllBytes(_flash);
        bytes[offset] ^= 0x10;
        File.WriteAllBytes(_flash, bytes);
    }
}
