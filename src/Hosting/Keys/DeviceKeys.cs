using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Hosting.Keys;

/// <summary>
/// Reads the public keys of devices. A tracker meets a key again only after all other devices of its fleet have reported, so that to keep imported keys
/// helps a small fleet only; here reading a P-256 key costs next to nothing where OpenSSL is the platform's library.
/// </summary>
internal static class DeviceKeys
{
    private static readonly Lazy<bool> Native = new(OpenSslP256.Works);

    /// <summary>The key in a DER SubjectPublicKeyInfo, or null when it is none that a tracker accepts.</summary>
    public static IVerifier? Read(Bytes spki) =>
        Native.Value && OpenSslP256.IsSpki(spki.Span) ? OpenSslP256.FromSpki(spki) : Protocol.Cose.KeyFiles.VerifierFromSpki(spki.Span);
}
