using System.IO.Hashing;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol;

namespace SecUpIoT.Power.Tests.Cuts;

/// <summary>What was read.</summary>
/// <param name="Name">Equal for contents from which the same is read.</param>
/// <param name="NextEntry">Where the next journal entry goes.</param>
internal readonly record struct Read(UInt128 Name, long NextEntry);

/// <summary>
/// What a device reads from its flash when the power comes back, and what must hold of it at once. Two contents from which the same is read are one
/// state: they differ in bytes that are overwritten before anybody reads them, in the running numbers of journal and reports, and in how far the
/// end of the journal bank is when it is out of reach.
/// </summary>
internal static class Reading
{
    // No errand takes so many journal pages.
    private const int OutOfReach = 24;

    /// <summary>Reads with the code that ships, judges, and names the state.</summary>
    /// <exception cref="Finding">What is read must not be.</exception>
    public static Read Of(Rig rig, FlashContent content, Facts facts)
    {
        try
        {
            return facts.Stored is null ? Unfinished(rig, content) : Whole(rig, content, facts);
        }
        catch (StorageException exception)
        {
            throw new Finding("I-08", $"expected a flash that can be read, but: {exception.Message}");
        }
    }

    private static Read Whole(Rig rig, FlashContent content, Facts facts)
    {
        var (world, pages) = (rig.World, new JournalPages(rig.World.Layout));
        var medium = rig.MakeMedium(content, pages.Note);
        using var flash = FlashFile.Open(rig.Seen(medium));
        var record = flash.ReadRecord();
        Finding.Unless(record is not null && (record == facts.Stored || record == facts.Storing), "I-13", $"expected the record {facts.Stored} or {facts.Storing}, but the journal holds {record}");
        Finding.Unless(facts.Counter == 0 || record!.ReservedCounter > facts.Counter, "I-13", $"a report with counter {facts.Counter} was signed, but the record says that none from {record!.ReservedCounter} on was (R-DC-03)");
        var confirmed = record!.Confirmed;
        Finding.Unless(
            flash.IsSealed(confirmed.Slot) && flash.ReadEnvelope(confirmed.Slot) == world.Authored(confirmed.Name)?.Envelope && world.Holds(content, confirmed, confirmed.TotalSize),
            "I-08", $"expected the confirmed image {confirmed.Name} whole and sealed in slot {confirmed.Slot}, but it is not");
        if (record.Candidate is { } candidate)
        {
            Finding.Unless(world.Holds(content, candidate.Image, candidate.Received), "I-06", $"the record counts {candidate.Received} bytes of {candidate.Image.Name}, but slot {candidate.Image.Slot} holds others");
            Finding.Unless(flash.ReadEnvelope(candidate.Image.Slot) == world.Authored(candidate.Image.Name)!.Envelope, "I-13", $"the record says that {candidate.Image.Name} was accepted, but slot {candidate.Image.Slot} does not hold its envelope");
            Finding.Unless(candidate.Stage < CandidateStage.AwaitingBoot || flash.IsSealed(candidate.Image.Slot), "I-07", $"{candidate.Image.Name} is selected for boot, but slot {candidate.Image.Slot} is not sealed");
        }

        var other = confirmed.Slot.Other();
        var envelope = flash.ReadEnvelope(other);
        Finding.Unless(envelope.IsEmpty || world.IsAuthored(envelope), "R-DC-32", $"expected no envelope in slot {other} or a whole one, but it holds {envelope.Length} other bytes");
        var isSealed = flash.IsSealed(other);
        flash.Append(record);
        return new(Name(record, facts, envelope, isSealed, ErasedPages(world, content, other), Math.Min(pages.Left, OutOfReach)), pages.Entry);
    }

    // What stands in an image beyond the bytes that are counted is overwritten unread; but flash that is erased is overwritten in another way.
    private static string ErasedPages(World world, FlashContent content, Slot slot)
    {
        var (start, end) = (content.SectorOf(world.Layout.Image(slot)), content.SectorOf(world.Layout.Image(slot) + (long)world.Layout.SlotCapacity - 1));
        return string.Concat(Enumerable.Range(start, end - start + 1).Select(sector => content.Sector(sector).IndexOfAnyExcept(NorMedium.ErasedByte) < 0 ? 'e' : 'p'));
    }

    // A factory that was interrupted: a flash that does not open is begun anew, whatever stands there.
    private static Read Unfinished(Rig rig, FlashContent content)
    {
        try
        {
            using var flash = FlashFile.Open(rig.Seen(rig.MakeMedium(content, null)));
            var read = $"{flash.ReadRecord()}|{flash.IsSealed(Slot.A)}|{Digest.Of(flash.ReadEnvelope(Slot.A).Span)}";
            return new(Hash(read + ErasedPages(rig.World, content, Slot.A)), 0);
        }
        catch (FlashException exception) when (exception.Code == ResultCode.StorageCorrupted)
        {
            return new(UInt128.One, 0);
        }
    }

    private static UInt128 Name(DeviceRecord record, Facts facts, Bytes envelope, bool isSealed, string erased, int left)
    {
        var progress = facts.Progress is { } known ? $"{known.Image}{known.Received}" : "";
        return Hash($"{NameOf(record, facts)}|{facts.Confirmed}|{facts.Serial}|{facts.Began}|{progress}|{facts.Tried}|{isSealed}|{left}|{Digest.Of(envelope.Span)}|{erased}");
    }

    /// <summary>A record without the running number of reports: only how many are left before it is stored anew.</summary>
    public static string NameOf(DeviceRecord? record, Facts facts) => record is null
        ? "none"
        : Convert.ToBase64String((record with { ReservedCounter = record.ReservedCounter - Math.Min(facts.Counter, record.ReservedCounter) }).Encode());

    public static UInt128 Hash(string text) => XxHash128.HashToUInt128(System.Text.Encoding.UTF8.GetBytes(text));
}
