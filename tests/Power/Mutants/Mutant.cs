using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Power.Tests.Lives;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Power.Tests.Mutants;

/// <summary>A device with a fault that a loss of power brings to light.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Id">The invariant or requirement that it breaks.</param>
/// <param name="Rig">What it is built of.</param>
/// <param name="Chapter">Where in its life.</param>
internal sealed record Mutant(string Name, string Wrong, string Id, Rig Rig, string Chapter)
{
    private static readonly World Usual = new(new Dimensions());

    public static IReadOnlyList<Mutant> All { get; } =
    [
        Medium("bank-cleared-first", "clears the full journal bank before the first entry of the other one is durable", "I-08", true, static (inner, layout) => new BankClearedFirst(inner, layout), "compaction-3"),
        Medium("checksum-unchecked", "believes a journal entry without looking at its checksum", "I-08", true, static (inner, layout) => new ChecksumUnchecked(inner, layout), "first-update"),
        Medium("header-first", "writes the header before the envelope that it announces", "R-DC-32", true, static (inner, layout) => new HeaderFirst(inner, layout), "first-update"),
        Medium("never-flushed", "takes what is written for durable", "I-13", false, static (inner, layout) => new NeverFlushed(inner, layout), "first-update"),
        Medium("record-in-place", "writes the record over the only one that there is", "I-08", true, static (inner, layout) => new RecordInPlace(inner, layout), "counters"),
        Medium("record-in-place-on-disk", "writes the record over the only one that there is", "I-08", false, static (inner, layout) => new RecordInPlace(inner, layout), "counters"),
        Medium("run-unchecked", "believes a record whose image bytes did not become durable with it", "I-06", false, static (inner, layout) => new RunUnchecked(inner, layout), "first-update"),
        Medium("sealed-late", "seals the slot after the record that selects it for its trial", "I-07", true, static (inner, layout) => new SealedLate(inner, layout), "second-update"),
        Medium("slot-not-erased", "leaves seal and header where they are when it erases a slot", "R-DC-32", true, static (inner, layout) => new SlotNotErased(inner, layout), "second-update"),
        Machine("answers-first", "acknowledges a block before it is stored", "I-13", WrongMachine.AnsweringFirst, "first-update"),
        Machine("confirmed-slot-erased", "erases the slot of the confirmed image", "I-05", WrongMachine.ErasingTheConfirmed, "first-update"),
        Machine("counter-after-report", "stores that a report counter is used up after the report is signed", "I-13", WrongMachine.ReportingFirst, "counters"),
        Machine("counts-first", "counts a block before it is written", "I-06", WrongMachine.CountingFirst, "first-update"),
        Machine("erases-first", "erases the slot before the candidate in it has left the record", "I-13", WrongMachine.ErasingFirst, "supersession"),
        Machine("trial-unspent", "does not store that the trial is spent", "I-23", WrongMachine.LeavingTheTrial, "first-update"),
        Sized("blocks-of-part-pages", "takes blocks that are not whole flash sectors: the next one erases what the last one wrote", "I-06", new Dimensions { OddBlock = 100 }, "second-update"),
        Sized("sector-of-two-pages", "stands on flash whose sectors are larger than its pages", "I-08", new Dimensions(SectorSize: 512), "compaction-counters"),
    ];

    private static Mutant Medium(string name, string wrong, string id, bool isNor, Func<IObservedMedium, FlashLayout, IFlashMedium> around, string chapter) =>
        new(name, wrong, id, new Rig(Usual, isNor) { Around = around }, chapter);

    private static Mutant Machine(string name, string wrong, string id, Func<System.Collections.Immutable.ImmutableArray<Output>, IEnumerable<Output>> change, string chapter) =>
        new(name, wrong, id, new Rig(Usual, true) { Machine = machine => new WrongMachine(machine, change) }, chapter);

    private static Mutant Sized(string name, string wrong, string id, Dimensions dimensions, string chapter) =>
        new(name, wrong, id, new Rig(new World(dimensions), true), chapter);
}
