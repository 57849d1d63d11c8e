using SecUpIoT.Crash.Faults;
using SecUpIoT.Crash.Site;

namespace SecUpIoT.Crash.Driving;

/// <summary>An action and the pause before it.</summary>
internal sealed record PlannedAction(TimeSpan Pause, CrashAction Action);

/// <summary>
/// Which actions come in which order, from a seed alone. They are dealt from decks: each deck has every kind of action for every kind of process and link,
/// so that also a short run has them all, and the order and the particulars are drawn.
/// </summary>
internal sealed class Plan(int seed, SiteShape shape, bool canFill)
{
    private const int PublishEvery = 15;

    private readonly Random _random = new(seed);

    /// <summary>One deck; the next call gives another one.</summary>
    public IReadOnlyList<PlannedAction> Deal()
    {
        var deck = Deck().ToArray();
        _random.Shuffle(deck);
        var withPackages = new List<CrashAction>();
        for (var at = 0; at < deck.Length; at++)
        {
            if (at % PublishEvery == 0) withPackages.Add(new Publish(ThenKill: at / PublishEvery % 2 == 1));
            withPackages.Add(deck[at]);
        }

        return [.. withPackages.Select(action => new PlannedAction(Span(0.2, 1.3), action))];
    }

    private List<CrashAction> Deck()
    {
        var deck = new List<CrashAction>();
        foreach (var process in (string[])[SiteShape.Server, SiteShape.Tracker, SiteShape.Tracker, Gateway(), Gateway(), Node(), Node(), Node()]) deck.Add(new Kill(process, Span(0, 2)));
        foreach (var process in (string[])[SiteShape.Server, SiteShape.Tracker, Gateway(), Node()])
        {
            deck.Add(new Stop(process, _random.Next(2) == 0 ? TimeSpan.Zero : Span(0.3, 2)));
            deck.Add(new Freeze(process, Span(0.5, 3), ThenKill: _random.Next(4) == 0));
            if (canFill) deck.Add(new FillDisk(process, Span(1, 3), AndKill: _random.Next(2) == 0));
        }

        if (canFill) deck.Add(new FillDisk(Node(), Span(1, 3), AndKill: false));
        foreach (var links in Enum.GetValues<LinkKind>())
        {
            foreach (var harm in Enum.GetValues<Harm>())
                deck.Add(new Disturb(links, new Disturbance(harm, Share(harm), Span(0.1, 1.5)), Span(1, 3)));
        }

        deck.Add(new Enrol());
        deck.Add(new Enrol());
        deck.Add(new Cancel(shape.Gateways[0])); // it has no cache, so that its transfers can be slowed down
        deck.Add(new Cancel(shape.Gateways[0]));
        return deck;
    }

    private string Gateway() => shape.Gateways[_random.Next(shape.Gateways.Count)];

    private string Node() => shape.Nodes[_random.Next(shape.Nodes.Count)];

    private double Share(Harm harm) => harm == Harm.Delay ? 0.3 : 0.03 + _random.NextDouble() * 0.15;

    private TimeSpan Span(double least, double most) => TimeSpan.FromMilliseconds(Math.Round(1000 * (least + _random.NextDouble() * (most - least))));
}
