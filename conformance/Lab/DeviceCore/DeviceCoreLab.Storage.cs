using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>What the slots hold and which images were booted; what is damaged there.</content>
public sealed partial class DeviceCoreLab
{
    private IReadOnlyDictionary<string, string>? _held;
    private int _booted;

    /// <summary>Looks at what the slots hold now, to compare it later.</summary>
    public void LookAtSlots() => _held = Slots().Contents;

    /// <summary>Looks at which images were booted up to now.</summary>
    public void LookAtBoots() => _booted = Boots().Numbers.Count;

    /// <summary>No slot has changed since it was looked at.</summary>
    public void SeesSlotsUnchanged()
    {
        var (now, evidence) = Slots();
        Demand(Changed(now).Count == 0, evidence, "slots that hold what they held", $"changed: {string.Join(", ", Changed(now))}");
    }

    /// <summary>One slot has changed at most since it was looked at.</summary>
    public void SeesOneSlotUnchanged()
    {
        var (now, evidence) = Slots();
        Demand(Changed(now).Count < now.Count, evidence, "a slot that holds what it held", $"changed: {string.Join(", ", Changed(now))}");
    }

    /// <summary>Just one slot has changed since it was looked at.</summary>
    public void SeesOneSlotWritten()
    {
        var (now, evidence) = Slots();
        Demand(Changed(now).Count == 1, evidence, "one slot that has been written", $"changed: {string.Join(", ", Changed(now))}");
    }

    /// <summary>The images that were given control since <c>reset</c> are these.</summary>
    public void SeesBoots(IReadOnlyList<ulong> numbers)
    {
        var (booted, evidence) = Boots();
        Demand(booted.SequenceEqual(numbers), evidence, $"the images {string.Join(", ", numbers)} are booted, in this order", string.Join(", ", booted));
    }

    /// <summary>No image with this number was given control since they were looked at.</summary>
    public void SeesNoBootOf(ulong number)
    {
        var (booted, evidence) = Boots();
        Demand(!booted.Skip(_booted).Contains(number), evidence, $"no boot of sequence number {number}", string.Join(", ", booted.Skip(_booted)));
    }

    /// <summary>No image at all was given control since they were looked at.</summary>
    public void SeesNoBoot()
    {
        var (booted, evidence) = Boots();
        Demand(booted.Count == _booted, evidence, "no restart", string.Join(", ", booted.Skip(_booted)));
    }

    /// <summary>One bit of what a slot holds changes.</summary>
    public void Damage(string slot) => Implementation.Fault("damage", new JsonObject { ["slot"] = slot });

    private List<string> Changed(IReadOnlyDictionary<string, string> now) =>
        [.. now.Where(slot => Required(_held).GetValueOrDefault(slot.Key) != slot.Value).Select(static slot => slot.Key)];

    // What the suite reads itself, or finds in its own process, is seen; a digest that a shim tells is the shim's word.
    private (IReadOnlyDictionary<string, string> Contents, EvidenceClass Evidence) Slots()
    {
        var slots = Fields.Objects(Implementation.Query("slots"), "slots");
        var read = slots.All(static slot => slot.ContainsKey("file"));
        var contents = slots.ToDictionary(static slot => Fields.Text(slot, "name"), static slot => slot.ContainsKey("file") ? Hash(slot) : Fields.Text(slot, "sha256"));
        return (contents, read || Implementation.IsInProcess ? EvidenceClass.Effect : EvidenceClass.SelfReport);
    }

    private static string Hash(JsonObject slot)
    {
        var path = Fields.Text(slot, "file");
        try
        {
            using var file = File.OpenRead(path);
            file.Seek(Fields.Number(slot, "offset"), SeekOrigin.Begin);
            var buffer = new byte[Fields.Number(slot, "length")];
            file.ReadExactly(buffer);
            return Convert.ToHexStringLower(SHA256.HashData(buffer));
        }
        catch (IOException exception)
        {
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected a slot in the file {path} that the query named, could not read it: {exception.Message}");
        }
    }

    private (IReadOnlyList<ulong> Numbers, EvidenceClass Evidence) Boots()
    {
        var told = Implementation.Query("boots");
        if (Fields.OptionalText(told, "file") is { } log) return (Logged(log), EvidenceClass.Effect);
        var boots = Fields.Objects(told, "boots");
        return ([.. boots.Select(static boot => (ulong)Fields.Number(boot, "number"))], Implementation.IsInProcess ? EvidenceClass.Effect : EvidenceClass.SelfReport);
    }

    private static IReadOnlyList<ulong> Logged(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => ulong.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected a number and a manifest digest in each line of the boot log {path}, got '{line}'."))];
        }
        catch (IOException exception)
        {
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected the boot log {path} that the query named, could not read it: {exception.Message}");
        }
    }
}
