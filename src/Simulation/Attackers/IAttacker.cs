using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>
/// Somebody who sits between the entities, or took one over. It is composed around the entities as a transformer of what they send; the
/// entities themselves know nothing of it.
/// </summary>
public interface IAttacker
{
    /// <summary>Its name in the transcript.</summary>
    string Name { get; }

    /// <summary>What is passed on in place of a packet: itself, another one, several, or none.</summary>
    IEnumerable<Packet> Intercept(Packet packet);
}

/// <summary>An attacker that is one function.</summary>
public sealed class Attacker(string name, Func<Packet, IEnumerable<Packet>> intercept) : IAttacker
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>How many packets it did not leave alone.</summary>
    public int Deeds { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<Packet> Intercept(Packet packet)
    {
        IReadOnlyList<Packet> passed = [.. intercept(packet)];
        if (passed.Count != 1 || !ReferenceEquals(passed[0], packet)) Deeds++;
        return passed;
    }

    /// <summary>An attacker in the place of one entity: it sends other messages of one kind than the entity would.</summary>
    public static Attacker As<T>(string entity, string does, Func<T, Message> change)
        where T : Message =>
        On<T>($"{entity} {does}", (packet, message) => [packet.From == entity ? packet with { Message = change(message) } : packet]);

    /// <summary>An attacker that changes messages of one kind.</summary>
    public static Attacker On<T>(string name, Func<Packet, T, IEnumerable<Packet>> change)
        where T : Message => new(name, packet => packet.Message is T message ? change(packet, message) : [packet]);
}
