using System.Security.Cryptography;
using SecUpIoT.Hosting.Keys;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Hosting.Tests.Keys;

/// <summary>The keys of devices verify as the keys of <c>SecUpIoT.Protocol</c> do (R-ST-03).</summary>
public sealed class DeviceKeysTests
{
    private static readonly byte[] Said = [.. Enumerable.Range(0, 200).Select(static i => (byte)i)];

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void A_key_verifies_what_it_signed_and_nothing_else()
    {
        for (var i = 0; i < 50; i++)
        {
            var pair = Esp256KeyPair.Generate();
            var signature = pair.Sign(Said);
            var key = DeviceKeys.Read(pair.Public.Spki)!;

            Assert.Equal(pair.KeyId, key.KeyId);
            Assert.True(key.Verify(Said, signature));
            Assert.False(key.Verify(Said.AsSpan(1), signature));
            Assert.False(key.Verify(Said, signature.AsSpan(1)));
            Assert.False(key.Verify(Said, new byte[64]));
            for (var bit = 0; bit < 512; bit += 61)
            {
                var other = (byte[])signature.Clone();
                other[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(key.Verify(Said, other));
            }
        }
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void Numbers_of_a_signature_that_begin_with_zeros_are_read()
    {
        var pair = Esp256KeyPair.Generate();
        var key = DeviceKeys.Read(pair.Public.Spki)!;
        var found = Enumerable.Range(0, 20_000).Select(_ => pair.Sign(Said)).First(static signature => signature[0] == 0 && signature[1] < 0x80);

        Assert.True(key.Verify(Said, found));
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    public void The_keys_of_two_devices_do_not_verify_for_one_another_on_one_thread()
    {
        var (one, two) = (Esp256KeyPair.Generate(), Esp256KeyPair.Generate());
        var (readOne, readTwo) = (DeviceKeys.Read(one.Public.Spki)!, DeviceKeys.Read(two.Public.Spki)!);

        Assert.True(readOne.Verify(Said, one.Sign(Said)));
        Assert.True(readTwo.Verify(Said, two.Sign(Said)));
        Assert.False(readOne.Verify(Said, two.Sign(Said)));
        Assert.False(readTwo.Verify(Said, one.Sign(Said)));
    }

    [Fact]
    [Trait("requirement", "R-ST-01")]
    public void What_is_no_key_of_an_accepted_kind_is_not_read()
    {
        var spki = Esp256KeyPair.Generate().Public.Spki.ToArray();
        byte[] off = [.. spki];
        off[^1] ^= 1;
        byte[] beyond = [.. spki];
        beyond.AsSpan(27, 32).Fill(0xff);
        byte[] compressed = [.. spki];
        compressed[26] = 2;
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.NotNull(DeviceKeys.Read(spki));
        foreach (var wrong in (byte[][])[off, beyond, compressed, spki[..^1], [.. spki, 0], [], larger.ExportSubjectPublicKeyInfo()]) Assert.Null(DeviceKeys.Read(wrong));
    }

    [Fact]
    public void An_Ed25519_key_is_read_too()
    {
        var pair = Ed25519KeyPair.Generate();
        var key = DeviceKeys.Read(pair.Public.Spki)!;

        Assert.True(key.Verify(Said, pair.Sign(Said)));
        Assert.False(key.Accepts(CoseAlgorithm.Esp256));
    }

    [Fact]
    public async Task Keys_are_used_from_many_threads_at_once()
    {
        var devices = Enumerable.Range(0, 8).Select(static _ => Esp256KeyPair.Generate()).Select(static pair => (Key: DeviceKeys.Read(pair.Public.Spki)!, Signature: pair.Sign(Said))).ToArray();

        var right = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Enumerable.Range(0, 20).All(turn =>
        {
            var (own, next) = (devices[(i + turn) % 8], devices[(i + turn + 1) % 8]);
            return own.Key.Verify(Said, own.Signature) && !own.Key.Verify(Said, next.Signature);
        }))));

        Assert.DoesNotContain(false, right);
    }
}
