using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>A Firmware server in the hand of an attacker. It holds no signing key (R-FS-17).</summary>
public static class CompromisedServer
{
    /// <summary>Keeps listing what it listed first.</summary>
    public static Attacker ServesOldCatalogue(string name)
    {
        CatalogueAnswer? first = null;
        return Attacker.On<CatalogueAnswer>($"{name} serves an old catalogue", (packet, answer) =>
        {
            if (packet.From != name) return [packet];
            first ??= answer;
            return [packet with { Message = first }];
        });
    }

    /// <summary>Lists what the attacker likes.</summary>
    public static Attacker Lists(string name, Func<CatalogueAnswer, IEnumerable<CatalogueEntry>> choice) =>
        Attacker.As<CatalogueAnswer>(name, "lists what it likes", answer => new CatalogueAnswer(new(choice(answer))));

    /// <summary>Serves an envelope of the attacker's choice.</summary>
    public static Attacker ServesEnvelope(string name, Func<Bytes, Bytes> choice) =>
        Attacker.As<EnvelopeAnswer>(name, "serves another envelope", answer => new EnvelopeAnswer(choice(answer.Envelope)));

    /// <summary>Serves altered payload bytes of the right length.</summary>
    public static Attacker AltersPayloads(string name) =>
        Attacker.As<Block>(name, "alters payloads", block => block with { Data = OnPath.Flip(block.Data) });

    /// <summary>Never stops sending: each block is longer than what was asked for.</summary>
    public static Attacker NeverEnds(string name) => Attacker.As<Block>(
        name, "sends endless data", block => block with { Data = (byte[])[.. block.Data.Span, .. new byte[1024]], TotalSize = Limits.Payload });

    /// <summary>Sends each block as late as it can.</summary>
    public static Attacker IsSlow(string name, TimeSpan delay) => Attacker.On<Block>(
        $"{name} is slow", (packet, _) => [packet.From == name ? packet with { Delay = delay } : packet]);
}
