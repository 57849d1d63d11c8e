using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <summary>Bytes that must not appear elsewhere, in any of the spellings in which they leak: as they are, in hexadecimal, in base64.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record Secret(string Name, Bytes Bytes)
{
    // Long enough to be no coincidence, short enough to be found in a part.
    private const int Sample = 18;

    /// <summary>What is secret in a file with a private key in PEM.</summary>
    public static IEnumerable<Secret> InKeyFile(string path)
    {
        var pem = File.ReadAllText(path);
        if (!PemEncoding.TryFind(pem, out var fields)) yield break;
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        yield return new Secret($"the private key in {Path.GetFileName(path)}", Scalar(pem) ?? der[^32..]);
    }

    /// <summary>Whether a part of it stands in there, also when it is broken into lines.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        var squeezed = Squeeze(text);
        foreach (var spelling in Spellings())
        {
            if (text.IndexOf(spelling) >= 0 || squeezed.AsSpan().IndexOf(spelling) >= 0) return true;
        }

        return false;
    }

    // Without white space and without its spelling in JSON.
    private static byte[] Squeeze(ReadOnlySpan<byte> text)
    {
        var kept = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            if (text[at] == (byte)'\\' && at + 1 < text.Length && text[at + 1] is (byte)'n' or (byte)'r' or (byte)'t') at++;
            else kept[length++] = text[at];
        }

        return kept[..length];
    }

    private static byte[]? Scalar(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: true).D;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // No key on a curve of NIST; an Ed25519 key ends with its seed.
            return null;
        }
    }

    private IEnumerable<byte[]> Spellings()
    {
        foreach (var at in new[] { 0, Math.Max(0, (Bytes.Length - Sample) / 2) }.Distinct())
        {
            var sample = Bytes.Span.Slice(at, Math.Min(Sample, Bytes.Length - at)).ToArray();
            yield return sample;
            yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(sample));
            yield return Encoding.ASCII.GetBytes(Convert.ToHexString(sample));
            for (var shift = 0; shift < 3; shift++)
            {
                // The digits that depend on the sample alone, wherever in a longer text it begins.
                var digits = Convert.ToBase64String([.. new byte[shift], .. sample]);
                var inner = digits[(shift == 0 ? 0 : shift + 1)..(digits.Length - 4)];
                yield return Encoding.ASCII.GetBytes(inner);
                yield return Encoding.ASCII.GetBytes(inner.Replace('+', '-').Replace('/', '_'));
            }
        }
    }
}
