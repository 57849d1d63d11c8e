using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>A part of the life of a device: what it went through before, undisturbed, and the errand whose operations are cut.</summary>
/// <param name="Name">Names it in a finding.</param>
/// <param name="Before">Errands before, in their order; null when the flash is blank and the factory itself is cut.</param>
/// <param name="Errand">What is cut.</param>
internal sealed record Chapter(string Name, IReadOnlyList<Errand>? Before, Errand Errand)
{
    /// <summary>Journal pages that are left in the bank when the errand begins; null for as many as there happen to be.</summary>
    public int? PagesLeft { get; init; }

    /// <summary>The journal bank that is then written to. After bank 0 comes one that is blank, after bank 1 one that is full of old entries.</summary>
    public int Bank { get; init; } = 1;

    /// <summary>Leaves something on the flash that nobody should read.</summary>
    public Func<World, FlashContent, JournalPages, FlashContent>? Residue { get; init; }

    /// <summary>The whole life, chapter by chapter.</summary>
    public static IReadOnlyList<Chapter> All { get; } =
    [
        new("factory", null, new Reports(1)),
        new("counters", [], new Reports(7)),
        new("first-update", [], new Update(2)),
        new("second-update", [new Update(2)], new Update(3)),
        new("resumption", [new Update(2)], new Interruption(3)),
        new("failed-test", [new Update(2)], new Update(3, Behaviour.Fails)),
        new("expired-trial", [new Update(2)], new Update(3, Behaviour.Hangs)),
        new("after-reversion", [new Update(2), new Update(3, Behaviour.Fails)], new Update(4)),
        new("supersession", [new Update(2)], new Supersession(3, 4)),
        new("cancelled-transfer", [new Update(2)], new Cancellation(3, DevicePhase.Receiving)),
        new("cancelled-installation", [new Update(2)], new Cancellation(3, DevicePhase.AwaitingBoot)),
        .. Enumerable.Range(0, 13).Select(static left => new Chapter($"compaction-{left}", [new Update(2)], new Update(3)) { PagesLeft = left }),
        new("compaction-counters", [new Update(2)], new Reports(7)) { PagesLeft = 1 },
        new("first-compaction", [new Update(2)], new Update(3)) { PagesLeft = 4, Bank = 0 },
        .. Enumerable.Range(0, 3).Select(static left => new Chapter($"compaction-reversion-{left * 5}", [new Update(2)], new Update(3, Behaviour.Fails)) { PagesLeft = left * 5 }),
    ];

    public static Chapter Of(string name) => All.Single(chapter => chapter.Name == name);

    /// <summary>The flash and what is known when the errand begins.</summary>
    public (FlashContent Content, Facts Facts) Begin(Rig rig, IMachine<DeviceCoreState> machine)
    {
        var content = rig.World.Blank(rig.IsNor);
        if (Before is null) return (content, Facts.None);
        var pages = new JournalPages(rig.World.Layout);
        var life = new Life(rig, machine, content, Facts.None, (operation, _) => pages.Note(operation));
        life.PowerOn();
        foreach (var errand in Before)
        {
            life.BeginErrand();
            errand.Run(life);
        }

        for (var reports = 0; PagesLeft is { } wanted && (pages.Left, pages.Bank) != (wanted, Bank); reports++)
        {
            if (reports > 2000) throw new InvalidOperationException($"The journal never has {wanted} pages left: choose another number of pages.");
            life.Report();
        }

        life.PowerCycle();
        life.BeginErrand();
        return (Residue?.Invoke(rig.World, life.Content, pages) ?? life.Content, life.Facts);
    }
}

/// <summary>How many pages are left in the journal bank that is written to, seen from the outside.</summary>
internal sealed class JournalPages(Hosting.Storage.Flash.FlashLayout layout)
{
    /// <summary>Pages from the end of the last entry to the end of its bank.</summary>
    public int Left { get; private set; }

    /// <summary>The bank.</summary>
    public int Bank { get; private set; }

    /// <summary>Where the last entry begins, or its last page.</summary>
    public long Entry { get; private set; }

    public void Note(FlashOperation operation)
    {
        if (operation.Kind is not (OperationKind.Program or OperationKind.Write)) return;
        var at = operation.Address - layout.Bank(0);
        if (at < 0 || at >= 2 * layout.BankSize) return;
        (Bank, Entry) = (at < layout.BankSize ? 0 : 1, operation.Address);
        Left = (int)((layout.BankSize - at % layout.BankSize - operation.Length) / layout.PageSize);
    }
}
