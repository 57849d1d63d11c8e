using System.Collections.Immutable;
using System.Text;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>Makes manifests and envelopes by hand, so that every rule can be broken one at a time.</summary>
internal static class Forge
{
    public const string Uri = "https://firmware.example/meter";

    /// <summary>A wrapped command sequence: codes and arguments in turn.</summary>
    public static CborValue Sequence(params object?[] items) => CborValue.Wrap(Array(items));

    public static CborValue Array(params object?[] items) => new CborArray([.. items.Select(Of)]);

    public static CborMap Map(params (object Key, object? Value)[] entries) => new([.. entries.Select(entry => new CborEntry(Of(entry.Key), Of(entry.Value)))]);

    public static byte[] Id(Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] DigestOf(byte[] image) => SuitDigests.Encode(Digest.Of(image));

    /// <summary>The parameters that the shared sequence sets; <paramref name="changes"/> replace, add, or with null remove.</summary>
    public static CborMap Parameters(byte[] image, params (int Key, object? Value)[] changes)
    {
        var map = new SortedDictionary<int, object?> { [1] = Id(Target.Vendor.Value), [2] = Id(Target.Class.Value), [3] = DigestOf(image), [14] = image.Length };
        foreach (var (key, value) in changes) map[key] = value;
        return Map([.. map.Where(pair => pair.Value is not null).Select(pair => ((object)pair.Key, pair.Value))]);
    }

    /// <summary>The common block with these parameters, the conditions on vendor and class, and further commands.</summary>
    public static CborValue Common(CborMap? parameters = null, params object?[] more) => CommonOf(Sequence([20, parameters ?? Parameters(Target.Image), 1, 15, 2, 15, .. more]));

    public static CborValue CommonOf(CborValue? shared, CborValue? components = null)
    {
        var entries = new List<CborEntry> { new(2, components ?? Array(Component("firmware"))) };
        if (shared is not null) entries.Add(new(4, shared));
        return CborValue.Wrap(new CborMap(entries));
    }

    public static CborValue Component(string name) => Array(Encoding.UTF8.GetBytes(name));

    /// <summary>Fetch and check: the usual installation.</summary>
    public static CborValue Install(string uri = Uri) => Sequence(20, Map((21, uri)), 21, 2, 3, 15);

    /// <summary>A manifest; <paramref name="changes"/> replace, add, or with null remove.</summary>
    public static byte[] Manifest(params (int Key, CborValue? Value)[] changes)
    {
        var map = new SortedDictionary<int, CborValue?> { [1] = CborValue.Of(1L), [2] = CborValue.Of(7L), [3] = Common(), [7] = Sequence(3, 15), [20] = Install() };
        foreach (var (key, value) in changes) map[key] = value;
        return CborEncoder.Encode(new CborMap([.. map.Where(pair => pair.Value is not null).Select(pair => new CborEntry(pair.Key, pair.Value!))]));
    }

    /// <summary>The unsigned envelope around a manifest and severed elements.</summary>
    public static Envelope Wrap(byte[] manifest, params (SuitElement Element, byte[] Content)[] severed)
    {
        var digest = SuitDigests.OfElement(manifest);
        return new Envelope
        {
            ManifestDigest = digest,
            EncodedDigest = SuitDigests.Encode(digest),
            Manifest = manifest,
            Severable = severed.ToImmutableSortedDictionary(pair => pair.Element, pair => (Bytes)pair.Content),
        };
    }

    public static Envelope Sign(Envelope envelope, ISigner? signer = null) => EnvelopeWriter.Sign(envelope, signer ?? TestKeys.Author).Value;

    /// <summary>The encoded envelope around a manifest, signed by the author.</summary>
    public static byte[] Signed(params (int Key, CborValue? Value)[] changes) => SignedBytes(Manifest(changes));

    public static byte[] SignedBytes(byte[] manifest) => EnvelopeWriter.Encode(Sign(Wrap(manifest)));

    /// <summary>What the author's tool makes.</summary>
    public static ManifestBuilder Builder { get; } = new()
    {
        SequenceNumber = new SequenceNumber(7),
        Vendor = Target.Vendor,
        Class = Target.Class,
        Components = [Part("firmware", Target.Image, Uri)],
        InvokedComponent = 0,
        Text = ImmutableSortedDictionary<string, LocalText>.Empty.Add("en", new LocalText { UpdateDescription = "fixes" }),
    };

    public static ComponentImage Part(string component, byte[] image, string uri) => new(ComponentId.Of(component), Digest.Of(image), (ulong)image.Length, uri);

    public static Envelope Built(ManifestBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Sign(builder.Build().Value);
    }

    private static CborValue Of(object? value) => value switch
    {
        null => CborValue.Null,
        CborValue item => item,
        int number => CborValue.Of((long)number),
        ulong number => CborValue.Of(number),
        string text => CborValue.Of(text),
        bool flag => CborValue.Of(flag),
        byte[] octets => CborValue.Of(octets),
        _ => throw new ArgumentException($"no CBOR for {value}"),
    };
}
