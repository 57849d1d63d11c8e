using System.Security.Cryptography;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Tests.Cose;

public sealed class KeyTests
{
    // RFC 8032, 7.1, test 2.
    [Fact]
    public void Ed25519_signs_as_the_rfc_says()
    {
        var key = Ed25519KeyPair.FromSeed(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(key.Sign([0x72])));
        Assert.Equal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", Convert.ToHexStringLower(key.Public.Spki.Span[^32..]));
        Assert.Throws<ArgumentException>(() => Ed25519KeyPair.FromSeed(new byte[31]));
    }

    [Fact]
    public void Key_pairs_survive_their_pem()
    {
        var ed = Ed25519KeyPair.Generate();
        var es = Esp256KeyPair.Generate();
        Assert.Equal(ed.KeyId, Ed25519KeyPair.FromPem(ed.ToPem()).KeyId);
        Assert.Equal(es.KeyId, Esp256KeyPair.FromPem(es.ToPem()).KeyId);
        Assert.Equal(ed.KeyId, Ed25519PublicKey.FromPem(ed.Public.ToPem()).KeyId);
        Assert.Equal(es.KeyId, Esp256PublicKey.FromPem(es.Public.ToPem()).KeyId);
        Assert.True(es.Public.Verify([1], Esp256KeyPair.FromPem(es.ToPem()).Sign([1])));
        Assert.True(ed.Public.Verify([1], Ed25519KeyPair.FromPem(ed.ToPem()).Sign([1])));
    }

    [Fact]
    public void An_Ed25519_key_is_written_as_RFC_8410_does()
    {
        // RFC 8410, 10.3: version 1, the algorithm, the 32 bytes in two octet strings, no public key.
        const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        var key = Ed25519KeyPair.FromSeed(Convert.FromHexString("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842"));
        Assert.Equal(Pem, key.ToPem());
        Assert.Equal(key.KeyId, Ed25519KeyPair.FromPem(Pem).KeyId);
    }

    [Fact]
    public void An_Ed25519_key_with_its_public_half_is_read()
    {
        // RFC 8410, 10.3: version 2, as earlier versions of this library wrote it.
        const string Pem = """
            -----BEGIN PRIVATE KEY-----
            MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
            Z9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PRIVATE KEY-----
            """;
        Assert.Equal(Ed25519KeyPair.FromSeed(Convert.FromHexString("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")).KeyId, Ed25519KeyPair.FromPem(Pem).KeyId);
    }

    [Fact]
    public void Keys_of_either_kind_are_recognised()
    {
        ISigner[] signers = [Ed25519KeyPair.Generate(), Esp256KeyPair.Generate()];
        Assert.IsType<Ed25519KeyPair>(KeyFiles.SignerFromPem(((Ed25519KeyPair)signers[0]).ToPem()));
        Assert.IsType<Esp256KeyPair>(KeyFiles.SignerFromPem(((Esp256KeyPair)signers[1]).ToPem()));
        Assert.IsType<Ed25519PublicKey>(KeyFiles.VerifierFromPem(((Ed25519KeyPair)signers[0]).Public.ToPem()));
        Assert.IsType<Esp256PublicKey>(KeyFiles.VerifierFromPem(((Esp256KeyPair)signers[1]).Public.ToPem()));
    }

    [Fact]
    public void The_key_identifier_is_a_truncated_digest_of_the_public_key()
    {
        var key = Ed25519KeyPair.Generate().Public;
        Assert.Equal((Bytes)SHA256.HashData(key.Spki.Span)[..16], key.KeyId);
    }

    [Fact]
    public void Other_keys_and_other_text_are_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<FormatException>(() => Esp256KeyPair.FromPem(p384.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => KeyFiles.SignerFromPem("nothing"));
        Assert.Throws<FormatException>(() => KeyFiles.SignerFromPem(Ed25519KeyPair.Generate().Public.ToPem()));
        Assert.Throws<FormatException>(() => KeyFiles.VerifierFromPem(Ed25519KeyPair.Generate().ToPem()));
        Assert.Throws<FormatException>(() => Ed25519KeyPair.FromPem(Esp256KeyPair.Generate().ToPem()));
        Assert.Throws<FormatException>(() => Ed25519PublicKey.FromPem(Esp256KeyPair.Generate().Public.ToPem()));
        Assert.Null(KeyFiles.VerifierFromSpki(p384.ExportSubjectPublicKeyInfo()));
        Assert.Null(KeyFiles.VerifierFromSpki([]));
    }

    [Fact]
    public void No_damaged_public_key_throws()
    {
        foreach (var spki in (Bytes[])[Ed25519KeyPair.Generate().Public.Spki, Esp256KeyPair.Generate().Public.Spki])
        {
            for (var i = 0; i < spki.Length; i++)
            {
                var changed = spki.ToArray();
                changed[i] ^= 0xff;
                _ = KeyFiles.VerifierFromSpki(changed);
                Assert.Null(KeyFiles.VerifierFromSpki(spki.Span[..i]));
            }
        }
    }

    [Fact]
    public void A_signature_of_the_wrong_length_does_not_verify()
    {
        Assert.False(Ed25519KeyPair.Generate().Public.Verify([1], new byte[63]));
        Assert.False(Esp256KeyPair.Generate().Public.Verify([1], new byte[65]));
        Assert.False(Esp256KeyPair.Generate().Public.Verify([1], new byte[64]));
    }
}
