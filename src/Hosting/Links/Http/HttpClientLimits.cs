namespace SecUpIoT.Hosting.Links.Http;

/// <summary>How patient the asking end of an HTTP link is (R-CM-09, R-CM-17).</summary>
/// <param name="Connect">Longest time until a connection stands, TLS included.</param>
/// <param name="Reply">Longest time from the request to the head of the answer.</param>
/// <param name="FloorBytesPerSecond">A body that comes slower than this is given up as <see cref="Protocol.ResultCode.TooSlow"/>.</param>
/// <param name="FloorWindow">Over which time the speed is measured; a body that is whole within it is never too slow.</param>
public sealed record HttpClientLimits(TimeSpan Connect, TimeSpan Reply, uint FloorBytesPerSecond, TimeSpan FloorWindow)
{
    /// <summary>10 s, 30 s, 256 bytes/s over 10 s.</summary>
    public static HttpClientLimits Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), 256, TimeSpan.FromSeconds(10));
}
