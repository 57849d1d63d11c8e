using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>What is published and uploaded with a flaw, by the words of the features.</summary>
internal static class Flawed
{
    /// <summary>The envelope of a sound package with one flaw.</summary>
    /// <param name="sound">The package.</param>
    /// <param name="other">Another sound one.</param>
    /// <param name="flaw">The words.</param>
    public static Bytes Envelope(MadePackage sound, MadePackage other, string flaw)
    {
        var envelope = sound.Envelope;
        return flaw switch
        {
            "that nobody signed" => Encode(Unsigned(envelope)),
            "that a stranger signed" => Encode(Signed(envelope, TestKeys.Stranger)),
            "that a stranger signed in the author's name" => Encode(Signed(envelope, new Pretender(TestKeys.Stranger, CoseAlgorithm.Ed25519, TestKeys.Author.KeyId))),
            "that the second author signed" => Encode(Signed(envelope, OtherAuthors.Second)),
            "signed with ESP256 in the name of the Ed25519 key" =>
                Encode(Signed(envelope, new Pretender(OtherAuthors.WithEsp256, CoseAlgorithm.Esp256, TestKeys.Author.KeyId))),
            "signed with Ed25519 in the name of the ESP256 key" =>
                Encode(Signed(envelope, new Pretender(TestKeys.Author, CoseAlgorithm.Ed25519, OtherAuthors.WithEsp256.KeyId))),
            "whose signature was altered" => Encode(envelope with { Blocks = [Flip(envelope.Blocks[0], envelope.Blocks[0].Length - 1)] }),
            "with the signature of another package" => Encode(envelope with { Blocks = other.Envelope.Blocks }),
            "whose manifest was altered" => Encode(envelope with { Manifest = Flip(envelope.Manifest, envelope.Manifest.Length / 2) }),
            "with the manifest of another package" => Encode(envelope with { Manifest = other.Envelope.Manifest }),
            "authenticated with a shared key" => Encode(EnvelopeWriter.Authenticate(Unsigned(envelope), new HmacKey(new byte[32], Bytes.Empty)).Value),
            "that is no envelope" => sound.Payload,
            "whose envelope ends in the middle" => Encode(envelope)[..^9],
            "with a byte behind its envelope" => (byte[])[.. Encode(envelope), 0],
            "whose payload inside was altered" => Encode(EnvelopeWriter.WithPayload(envelope, Workshop.Uri(0), Flip(sound.Payload, 0))),
            "whose payload inside has one byte more" => Encode(EnvelopeWriter.WithPayload(envelope, Workshop.Uri(0), (byte[])[.. sound.Payload.Span, 0])),
            "whose payload inside has one byte less" => Encode(EnvelopeWriter.WithPayload(envelope, Workshop.Uri(0), sound.Payload.Span[1..].ToArray())),
            "without its installation" => Encode(EnvelopeWriter.Sever(envelope, SuitElement.Install)),
            "with nine signatures" => Encode(Enumerable.Range(0, 8).Aggregate(envelope, static (whole, _) => EnvelopeWriter.Sign(whole, TestKeys.Author).Value)),
            "with 33 payloads inside" => Encode(Enumerable.Range(0, 33).Aggregate(
                envelope, static (whole, index) => EnvelopeWriter.WithPayload(whole, $"#more-{index}", new byte[1]))),
            _ => throw new SuiteErrorException($"no such flaw of a package: {flaw}"),
        };
    }

    /// <summary>What is uploaded in place of a payload.</summary>
    public static Bytes Upload(Bytes sound, string flaw) => flaw switch
    {
        "other bytes" => sound.Span.ToArray().Reverse().ToArray(),
        "one bit changed" => Flip(sound, sound.Length - 1),
        "its last byte missing" => sound.Span[..^1].ToArray(),
        "nothing" => Bytes.Empty,
        "one byte more" => (byte[])[.. sound.Span, 0],
        "all of it twice" => (byte[])[.. sound.Span, .. sound.Span],
        "half a megabyte more" => (byte[])[.. sound.Span, .. new byte[512 * 1024]],
        _ => throw new SuiteErrorException($"no such upload: {flaw}"),
    };

    /// <summary>The envelope under these signatures only.</summary>
    public static Envelope Signed(Envelope envelope, params IEnumerable<ISigner> signers) =>
        signers.Aggregate(Unsigned(envelope), static (whole, signer) => EnvelopeWriter.Sign(whole, signer).Value);

    private static Envelope Unsigned(Envelope envelope) => envelope with { Blocks = [] };

    private static byte[] Encode(Envelope envelope) => EnvelopeWriter.Encode(envelope);

    private static Bytes Flip(Bytes bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 0x01;
        return changed;
    }
}
