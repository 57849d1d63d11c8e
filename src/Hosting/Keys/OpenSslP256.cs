using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Hosting.Keys;

/// <summary>
/// A P-256 public key that OpenSSL verifies with, without the platform's detour through objects that are made to be kept: those check at every import that
/// the point has the order of the curve, which follows for P-256 from its lying on the curve (its cofactor is 1) and costs more than a verification. That it
/// lies on the curve is checked each time.
/// </summary>
internal sealed class OpenSslP256 : IVerifier
{
    private const string Library = "libcrypto.so.3";
    private const int Curve = 415; // NID_X9_62_prime256v1
    private const int PointSize = 65;
    private const int ScalarSize = 32;
    private const int Valid = 1;

    // Algorithm id-ecPublicKey, named curve P-256, an uncompressed point (RFC 5480).
    private static readonly byte[] Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    // Each thread has a key of its own, into which the point of the device in hand is put.
    [ThreadStatic]
    private static KeyHandle? _slot;

    private readonly byte[] _point;

    private OpenSslP256(byte[] point, Bytes keyId) => (_point, KeyId) = (point, keyId);

    /// <inheritdoc/>
    public Bytes KeyId { get; }

    /// <summary>True when OpenSSL 3 is the platform's library, has these functions, and tells a right signature from wrong ones.</summary>
    public static bool Works()
    {
        try
        {
            return OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion is >= 0x30000000 and < 0x40000000 && Tells();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>True when this has the form of a P-256 key; whether its point lies on the curve is another question.</summary>
    public static bool IsSpki(ReadOnlySpan<byte> spki) => spki.Length == Prefix.Length + PointSize && spki.StartsWith(Prefix) && spki[Prefix.Length] == 4;

    /// <summary>The key in a DER SubjectPublicKeyInfo of that form, or null when the point does not lie on the curve.</summary>
    public static OpenSslP256? FromSpki(Bytes spki)
    {
        var point = spki.Span[Prefix.Length..].ToArray();
        return Load(point) ? new OpenSslP256(point, KeyIds.OfPublicKey(spki.Span)) : null;
    }

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => algorithm is CoseAlgorithm.Esp256 or CoseAlgorithm.Es256;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * ScalarSize || !Load(_point)) return false;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(toBeSigned, digest);
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            Write(der, signature[..ScalarSize]);
            Write(der, signature[ScalarSize..]);
        }

        Span<byte> encoded = stackalloc byte[2 * ScalarSize + 16];
        if (!der.TryEncode(encoded, out var length)) return false;
        var valid = Functions.Verify(0, MemoryMarshal.GetReference(digest), digest.Length, MemoryMarshal.GetReference(encoded), length, _slot!) == Valid;
        if (!valid) Functions.ClearErrors();
        return valid;
    }

    // DER has no superfluous zeros.
    private static void Write(AsnWriter der, ReadOnlySpan<byte> number) => der.WriteIntegerUnsigned(number.TrimStart((byte)0) is { Length: > 0 } digits ? digits : number[^1..]);

    // Puts the point into this thread's key; false when it does not lie on the curve.
    private static bool Load(byte[] point)
    {
        if (_slot is null)
        {
            var made = Functions.New(Curve);
            if (made.IsInvalid) throw new CryptographicException("OpenSSL has no curve P-256.");
            _slot = made;
        }

        if (Functions.SetPoint(_slot, point, point.Length, 0) == Valid) return true;
        Functions.ClearErrors();
        return false;
    }

    private static bool Tells()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] said = [1, 2, 3];
        var signature = key.SignData(said, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var other = (byte[])signature.Clone();
        other[^1] ^= 1;
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        byte[] off = [.. spki];
        off[^1] ^= 1;
        return IsSpki(spki) && FromSpki(off) is null && FromSpki(spki) is { } read && read.Verify(said, signature) && !read.Verify(said, other) && !read.Verify([1, 2, 4], signature);
    }

    private sealed class KeyHandle : SafeHandle
    {
        public KeyHandle()
            : base(0, ownsHandle: true)
        {
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Functions.Free(handle);
            return true;
        }
    }

    private static class Functions
    {
        [DllImport(Library, EntryPoint = "EC_KEY_new_by_curve_name")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern KeyHandle New(int curve);

        [DllImport(Library, EntryPoint = "EC_KEY_free")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern void Free(nint key);

        [DllImport(Library, EntryPoint = "EC_KEY_oct2key")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SetPoint(KeyHandle key, byte[] point, nint length, nint context);

        [DllImport(Library, EntryPoint = "ECDSA_verify")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Verify(int type, in byte digest, int digestLength, in byte signature, int length, KeyHandle key);

        [DllImport(Library, EntryPoint = "ERR_clear_error")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern void ClearErrors();
    }
}
