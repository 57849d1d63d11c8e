using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash.Checks;

/// <summary>An image that the author of the site has signed a package for.</summary>
internal sealed record AuthoredImage(ImageName Name, Digest Digest, ulong Size);

/// <summary>
/// Reads the flash of a device whose process is dead, as a service bench would, and holds it against what the author made and what the tracker has shown.
/// It remembers the number that each device had confirmed.
/// </summary>
internal sealed class FlashCheck(IReadOnlyList<IVerifier> authors)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ImageName, AuthoredImage> _authored = [];
    private readonly Dictionary<DeviceId, ulong> _confirmed = [];

    /// <summary>From now on a device may have this image.</summary>
    public void Authored(AuthoredImage image)
    {
        lock (_gate) _authored[image.Name] = image;
    }

    /// <summary>What does not hold of the flash at this path.</summary>
    /// <param name="path">The flash file; no process may hold it.</param>
    /// <param name="device">Whose it is.</param>
    /// <param name="completed">The highest number that the tracker has shown as completed by the device.</param>
    /// <param name="atRest">True: nothing may be under way any more.</param>
    public IReadOnlyList<Violation> Judge(string path, DeviceId device, ulong completed, bool atRest)
    {
        var found = new List<Violation>();
        void Add(string invariant, string expected, string what) => found.Add(new Violation(invariant, $"flash of device {device}", expected, what));
        try
        {
            using var flash = FlashFile.Open(path);
            if (flash.ReadRecord() is not { } record)
            {
                Add("I-08", "a journal with a confirmed image", "an empty journal");
                return found;
            }

            JudgeConfirmed(flash, record.Confirmed, Add);
            if (record.Candidate is { } candidate) JudgeCandidate(flash, record.Confirmed, candidate, Add);
            JudgeNumbers(device, record.Confirmed.Name.Number.Value, completed, Add);
            if (atRest && record.Candidate is { } left) Add("I-21", "no update under way once faults have stopped", $"{left.Image.Name} in stage {left.Stage}");
        }
        catch (FlashException exception)
        {
            Add("I-08", "a flash that can be read", exception.Message);
        }

        return found;
    }

    private void JudgeConfirmed(FlashFile flash, SlotImage confirmed, Action<string, string, string> add)
    {
        if (!flash.IsSealed(confirmed.Slot)) add("I-08", $"the confirmed slot {confirmed.Slot} to be sealed", "it is not");
        JudgeImage(flash, confirmed, "I-08", add);
    }

    private void JudgeCandidate(FlashFile flash, SlotImage confirmed, Candidate candidate, Action<string, string, string> add)
    {
        if (candidate.Image.Slot == confirmed.Slot) add("I-05", "the candidate in the other slot", $"both in slot {confirmed.Slot}");
        if (candidate.Image.Name.Number.Value <= confirmed.Name.Number.Value) add("I-03", $"a candidate newer than {confirmed.Name.Number}", $"{candidate.Image.Name.Number}");
        if (candidate.Stage == CandidateStage.Receiving) return;
        JudgeImage(flash, candidate.Image, "I-07", add);
        if (candidate.Stage is CandidateStage.AwaitingBoot or CandidateStage.Trial && !flash.IsSealed(candidate.Image.Slot)) add("I-07", $"slot {candidate.Image.Slot} to be sealed before its trial", "it is not");
    }

    /// <summary>The author's envelope and the author's bytes.</summary>
    private void JudgeImage(FlashFile flash, SlotImage image, string whole, Action<string, string, string> add)
    {
        AuthoredImage? authored;
        lock (_gate) authored = _authored.GetValueOrDefault(image.Name);
        if (authored is null)
        {
            add("I-02", "an image that the author made", $"{image.Name}");
            return;
        }

        var contents = PackageContents.Read(flash.ReadEnvelope(image.Slot), authors);
        if (contents.Value?.Image != image.Name) add("I-02", $"the author's envelope of {image.Name} in slot {image.Slot}", contents.Value?.Image.ToString() ?? contents.Detail);
        var digests = flash.DigestComponents(image.Slot, image.Components);
        if (digests.Count != 1 || digests[0] != authored.Digest || image.TotalSize != authored.Size)
            add($"I-02, {whole}", $"the {authored.Size} bytes of {image.Name} with digest {authored.Digest} in slot {image.Slot}", $"{image.TotalSize} bytes with digest {digests}");
    }

    private void JudgeNumbers(DeviceId device, ulong confirmed, ulong completed, Action<string, string, string> add)
    {
        ulong before;
        lock (_gate)
        {
            before = _confirmed.GetValueOrDefault(device);
            _confirmed[device] = Math.Max(before, confirmed);
        }

        if (confirmed < before) add("I-04", $"a confirmed number of at least {before}, as was read from this flash before", $"{confirmed}");
        if (confirmed < completed) add("I-01", $"image {completed} or a newer one confirmed, because the record says completed", $"{confirmed}");
    }
}
