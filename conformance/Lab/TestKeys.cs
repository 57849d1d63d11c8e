using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Lab;

/// <summary>
/// The suite's own keys. Everybody can make them from their names: they are for tests, and whoever trusts them outside of a test trusts everybody.
/// </summary>
public static class TestKeys
{
    /// <summary>The author whom implementations under test trust.</summary>
    public static Ed25519KeyPair Author { get; } = Derive("author");

    /// <summary>The Status tracker whom Device cores under test trust.</summary>
    public static Ed25519KeyPair Tracker { get; } = Derive("tracker");

    /// <summary>Somebody whom nobody trusts.</summary>
    public static Ed25519KeyPair Stranger { get; } = Derive("stranger");

    /// <summary>The key of this name.</summary>
    public static Ed25519KeyPair Derive(string name) => Ed25519KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"secup-iot conformance test key {name}")));
}
