using SecUpIoT.Protocol.Cose;
using Files = SecUpIoT.Hosting.Storage.KeyFiles;

namespace SecUpIoT.Hosting.Options;

/// <summary>Reads the signing and verifying keys that options and commands name.</summary>
internal static class KeyLoading
{
    public static ISigner Signer(string path)
    {
        try
        {
            return KeyFiles.SignerFromPem(Files.ReadPrivate(path));
        }
        catch (FormatException exception)
        {
            // The exception's text is not shown: it may hold a part of the key.
            throw new ConfigurationException($"{path}: expected a P-256 or Ed25519 private key (PKCS#8) in PEM.", exception);
        }
    }

    public static IReadOnlyList<IVerifier> Verifiers(IReadOnlyList<string> paths) => [.. paths.Select(Verifier)];

    public static IVerifier Verifier(string path)
    {
        try
        {
            return KeyFiles.VerifierFromPem(Files.ReadPublic(path));
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException($"{path}: expected a P-256 or Ed25519 public key (SubjectPublicKeyInfo) in PEM.", exception);
        }
    }
}
