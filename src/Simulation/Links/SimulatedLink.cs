using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation;

/// <summary>One link between two entities, both directions, with its faults.</summary>
internal sealed class SimulatedLink(LinkFaults faults, SplitMix64 random)
{
    private readonly Dictionary<string, List<Packet>> _carried = [];
    private int _faults;

    public LinkFaults Faults { get; set; } = faults;

    /// <summary>What arrives of a packet, and after which time.</summary>
    public IEnumerable<(Packet Packet, TimeSpan After)> Carry(Packet packet)
    {
        var carried = Remember(packet);
        var after = random.Between(Faults.LeastDelay, Faults.MostDelay) + packet.Delay;
        if (Happens(Faults.Loss)) yield break;
        if (Happens(Faults.Reordering)) after += Faults.ReorderDelay;
        if (Happens(Faults.Lateness)) after += Faults.LateDelay;
        yield return (Happens(Faults.Corruption) ? packet with { Raw = (byte[])[0xC1, 0x00] } : packet, after);
        if (Happens(Faults.Duplication)) yield return (packet, after + random.Between(Faults.LeastDelay, Faults.ReorderDelay));
        if (Happens(Faults.Replay)) yield return (carried[random.Below(carried.Count)], after + random.Between(Faults.LeastDelay, Faults.ReorderDelay));
    }

    private List<Packet> Remember(Packet packet)
    {
        if (!_carried.TryGetValue(packet.From, out var carried)) _carried[packet.From] = carried = [];
        if (Faults.Replay > 0 || carried.Count == 0) carried.Add(packet);
        return carried;
    }

    private bool Happens(int percent)
    {
        if (_faults >= Faults.Most || !random.Chance(percent)) return false;
        _faults++;
        return true;
    }
}
