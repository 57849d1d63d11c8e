using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>
/// Signs nothing and believes everything: a fuzzer finds no signature, so what stands behind one is reached with this key. What a real key does with damaged
/// signatures is the target of its own.
/// </summary>
internal sealed class AnyKey : ISigner, IVerifier
{
    public static AnyKey Instance { get; } = new();

    public CoseAlgorithm Algorithm => CoseAlgorithm.Ed25519;

    public Bytes KeyId { get; } = new byte[KeyIds.Size];

    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => new byte[64];

    public bool Accepts(CoseAlgorithm algorithm) => true;

    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) => true;
}
