using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Simulation;

/// <summary>Attackers on the path: they see a link and do with its messages what they like, without any key.</summary>
public static class OnPath
{
    /// <summary>Drops messages of one kind.</summary>
    public static Attacker Dropping<T>(Func<T, bool>? which = null)
        where T : Message => Attacker.On<T>($"on path, drops {typeof(T).Name}", (packet, message) => which?.Invoke(message) ?? true ? [] : [packet]);

    /// <summary>Puts other contents into messages of one kind.</summary>
    public static Attacker Altering<T>(Func<T, Message> change)
        where T : Message => Attacker.On<T>($"on path, alters {typeof(T).Name}", (packet, message) => [packet with { Message = change(message) }]);

    /// <summary>Sends bytes that are no message in place of messages of one kind.</summary>
    public static Attacker Garbling<T>()
        where T : Message => Attacker.On<T>($"on path, garbles {typeof(T).Name}", (packet, _) => [packet with { Raw = (byte[])[0xC1] }]);

    /// <summary>Puts the first message of one kind in place of every later one on the same way.</summary>
    public static Attacker Replaying<T>(Func<T, bool>? which = null)
        where T : Message
    {
        var heard = new Dictionary<string, Packet>();
        return Attacker.On<T>($"on path, replays the first {typeof(T).Name}", (packet, message) =>
        {
            if (heard.TryGetValue(packet.To, out var first)) return [packet with { Message = first.Message }];
            if (which?.Invoke(message) ?? true) heard[packet.To] = packet;
            return [packet];
        });
    }

    /// <summary>Gives the messages of one kind that are meant for one entity to another one.</summary>
    public static Attacker Redirecting<T>(string from, string to)
        where T : Message =>
        Attacker.On<T>($"on path, redirects {typeof(T).Name} from {from} to {to}", (packet, _) => [packet.To == from ? packet with { To = to } : packet]);

    /// <summary>Holds messages of one kind back for a while.</summary>
    public static Attacker HoldingBack<T>(TimeSpan time, Func<T, bool>? which = null)
        where T : Message => Attacker.On<T>(
            $"on path, holds {typeof(T).Name} back",
            (packet, message) => which?.Invoke(message) ?? true ? [packet with { Delay = packet.Delay + time }] : [packet]);

    /// <summary>
    /// Does at random whatever can be done without a key: drops, doubles, delays, swaps for an older packet, turns a bit over, sends it to somebody
    /// else. After <paramref name="most"/> deeds it is quiet.
    /// </summary>
    public static Attacker Meddling(SplitMix64 random, int percent, int most)
    {
        ArgumentNullException.ThrowIfNull(random);
        var heard = new List<Packet>();
        var deeds = 0;
        return new Attacker("on path, meddles at random", packet =>
        {
            heard.Add(packet);
            if (deeds >= most || !random.Chance(percent)) return [packet];
            deeds++;
            var older = heard[random.Below(heard.Count)];
            var bytes = MessageCodec.Encode(packet.Message);
            return random.Below(7) switch
            {
                0 => [],
                1 => [packet, packet],
                2 => [packet with { Delay = TimeSpan.FromSeconds(random.Below(60)) }],
                3 => [packet with { Message = older.Message }],
                4 => [packet, older with { Exchange = packet.Exchange }],
                5 => [packet with { To = older.To }],
                _ => [packet with { Raw = Flip(bytes, random.Below(bytes.Length)) }],
            };
        });
    }

    /// <summary>A copy with one bit turned over.</summary>
    public static Bytes Flip(Bytes bytes, int at = -1)
    {
        if (bytes.IsEmpty) return bytes;
        var changed = bytes.ToArray();
        changed[at < 0 ? changed.Length - 1 : at] ^= 0x01;
        return changed;
    }
}
