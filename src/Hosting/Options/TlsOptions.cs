using System.Net;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Hosting.Options;

/// <summary>
/// How an entity protects its HTTP links. Either <c>tls</c> with the keys <c>certificate</c>, <c>key</c> and <c>authority</c> (paths of PEM
/// files; the key file must
/// be readable by its owner only), or <c>dangerous-plaintext: true</c>, which is for trials on one machine.
/// </summary>
/// <param name="Certificate">tls.certificate: the own certificate.</param>
/// <param name="Key">tls.key: its private key.</param>
/// <param name="Authority">tls.authority: the certificate of the one authority that is believed.</param>
public sealed record TlsOptions(string Certificate, string Key, string Authority)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="ConfigurationException">A file does not hold what it should.</exception>
    public LinkIdentity Load() => LinkIdentity.Load(Certificate, Key, Authority);

    // Null means that plaintext was asked for by its full name.
    internal static TlsOptions? Read(YamlMap map)
    {
        var tls = map.OptionalMap("tls", static inner => new TlsOptions(inner.Path("certificate"), inner.Path("key"), inner.Path("authority")));
        var plaintext = map.Bool("dangerous-plaintext", otherwise: false);
        if (tls is null == plaintext) return tls;
        throw map.Fault(tls is null ? "tls" : "dangerous-plaintext", "either tls or dangerous-plaintext: true", tls is null ? "neither" : "both");
    }

    internal static HttpListen Listen(IPEndPoint endPoint, TlsOptions? tls) => tls is null ? HttpListen.DangerousPlaintext(endPoint) : HttpListen.Secure(endPoint, tls.Load());

    internal static void RequireScheme(YamlMap map, string key, Uri address, TlsOptions? tls)
    {
        var expected = tls is null ? "http" : "https";
        if (address.Scheme != expected) throw map.Fault(key, $"an address that begins with {expected}://", $"\"{address}\"");
        if (tls is null && !address.IsLoopback) throw map.Fault(key, "a loopback address, because dangerous-plaintext is set", $"\"{address}\"");
    }
}
