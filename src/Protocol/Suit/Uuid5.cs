using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Name-based identifiers for vendors and classes: UUID version 5 (RFC 9562, 5.5; SUIT manifest S8.4.8.2).</summary>
public static class Uuid5
{
    private static readonly Guid DnsNamespace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The vendor identifier of whoever holds a domain.</summary>
    public static VendorId Vendor(string domain) => new(Create(DnsNamespace, domain));

    /// <summary>The class identifier of a vendor's model.</summary>
    public static ClassId Class(VendorId vendor, string model) => new(Create(vendor.Value, model));

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 9562 defines version 5 with SHA-1; the identifier proves nothing.")]
    private static Guid Create(Guid space, string name)
    {
        var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
