using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Tests;

/// <summary>The names and keys that all tests here share.</summary>
internal static class Known
{
    public static readonly DeviceId Device = new(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f"));
    public static readonly DeviceId OtherDevice = new(new Guid("f0010203-0405-0607-0809-0a0b0c0d0e0f"));
    public static readonly VendorId Vendor = Uuid5.Vendor("example.com");
    public static readonly VendorId OtherVendor = Uuid5.Vendor("example.org");
    public static readonly ClassId Class = Uuid5.Class(Vendor, "meter");
    public static readonly ClassId OtherClass = Uuid5.Class(Vendor, "valve");
    public static readonly FakeKey Author = new("the author");
    public static readonly FakeKey SecondAuthor = new("the second author", CoseAlgorithm.Ed25519);
    public static readonly FakeKey Stranger = new("a stranger");
    public static readonly FakeKey Tracker = new("the tracker");
    public static readonly FakeKey DeviceKey = new("the device");
    public static readonly Moment Start = new(1_000_000);

    /// <summary>Reads the public keys of the device and of a stranger; nothing else is a key.</summary>
    public static IVerifier? ReadKey(Bytes key) => new[] { DeviceKey, Stranger }.FirstOrDefault(known => known.Public == key);

    public static Nonce Nonce(int number)
    {
        var bytes = new byte[Protocol.Nonce.Size];
        bytes[^1] = (byte)number;
        bytes[^2] = (byte)(number >> 8);
        return new(bytes);
    }
}
