using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>Changes to an encoded manifest that the author's tool would not make, signed all the same.</summary>
internal static class ManifestEdits
{
    private const int Common = 3;
    private const int Shared = 4;

    /// <summary>Another value under a key of the manifest.</summary>
    public static Func<Bytes, Bytes> Set(int key, CborValue value) => manifest => CborEncoder.Encode(With(Read(manifest), key, value));

    /// <summary>Another value under a key of the common block.</summary>
    public static Func<Bytes, Bytes> SetCommon(int key, CborValue value) => manifest =>
    {
        var map = Read(manifest);
        return CborEncoder.Encode(With(map, Common, CborValue.Wrap(With(Read(Octets(map, Common)), key, value))));
    };

    /// <summary>A parameter more in the first assignment of the shared sequence.</summary>
    public static Func<Bytes, Bytes> AddParameter(int parameter, CborValue value) => Sequence(items =>
        [items[0], With((CborMap)items[1], parameter, value), .. items.Skip(2)]);

    /// <summary>The shared sequence without its conditions.</summary>
    public static Func<Bytes, Bytes> WithoutConditions() => Sequence(items => [.. items.Take(2)]);

    private static Func<Bytes, Bytes> Sequence(Func<IReadOnlyList<CborValue>, IReadOnlyList<CborValue>> change) => manifest =>
    {
        var common = Read(Octets(Read(manifest), Common));
        var shared = (CborArray)CborDecoder.Decode(Octets(common, Shared).Memory, CborRules.Strict).Value;
        return SetCommon(Shared, CborValue.Wrap(new CborArray(change(shared.Items))))(manifest);
    };

    private static CborMap Read(Bytes bytes) => (CborMap)CborDecoder.Decode(bytes.Memory, CborRules.Strict).Value;

    private static Bytes Octets(CborMap map, int key) => ((CborOctets)map.Find(key)!).Value;

    private static CborMap With(CborMap map, int key, CborValue value) =>
        new([.. map.Entries.Where(entry => entry.IntegerKey != key), new CborEntry(key, value)]);
}
