using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>The names that both ends of the HTTP links use (docs/adr/0005-http-binding.md).</summary>
public static class HttpBinding
{
    /// <summary>The content type of every body that is a message.</summary>
    public const string ContentType = "application/vnd.secup-iot+msgpack";

    /// <summary>M-10 and M-18 to a Status tracker.</summary>
    public const string CheckInPath = "/v1/check-in";

    /// <summary>M-30, M-32 and M-34 to a Status tracker.</summary>
    public const string OperatorPath = "/v1/operator";

    /// <summary>M-14 to a Firmware server.</summary>
    public const string CataloguePath = "/v1/catalogue";

    /// <summary>M-16 to a Firmware server.</summary>
    public const string EnvelopePath = "/v1/envelope";

    /// <summary>M-20 and M-22 to a Firmware server.</summary>
    public const string AuthorPath = "/v1/author";

    /// <summary>The health of an entity, on its health listener.</summary>
    public const string HealthPath = "/health";

    /// <summary>What stands before the 64 lower-case hexadecimal digits that name a payload.</summary>
    public const string PayloadPrefix = "/payloads/sha256/";

    /// <summary>The path of a payload.</summary>
    public static string PayloadPath(Digest payload) => PayloadPrefix + payload.ToHex();

    /// <summary>The payload that <paramref name="hex"/> names, or null; the spelling must be the one of <see cref="PayloadPath"/>, so that
    /// a payload has one address.</summary>
    public static Digest? ParsePayload(string hex) =>
        hex.Length == 2 * Digest.Size && hex.All(char.IsAsciiHexDigitLower) ? Digest.FromHex(hex) : null;

    /// <summary>The status that goes with a refusal of the binding itself, or of a payload; a refusal that a machine decided travels with
    /// 200.</summary>
    public static int StatusOf(ResultCode code) => code switch
    {
        ResultCode.MalformedMessage => 400,
        ResultCode.NotAllowed or ResultCode.PeerNotTrusted => 403,
        ResultCode.NotAvailable or ResultCode.Withdrawn => 404,
        ResultCode.LimitExceeded or ResultCode.TooMuchData or ResultCode.ImageTooLarge => 413,
        ResultCode.PayloadDigestMismatch => 422,
        ResultCode.Unreachable or ResultCode.TimedOut or ResultCode.ConnectionLost or ResultCode.TooSlow => 502,
        ResultCode.NotNow or ResultCode.Busy => 503,
        ResultCode.StorageFailed => 507,
        _ => 500,
    };
}
