using System.Collections.Immutable;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>How inputs and outputs are named in the log: by kind, and by message where one is carried; never by content.</summary>
internal static class Trace
{
    public static string NameOf(Input input) => input switch
    {
        Input.Received received => $"Received({received.Message.GetType().Name})",
        Input.TimerFired fired => $"TimerFired({fired.Timer})",
        Input.LinkFailed failed => $"LinkFailed({failed.Link}, {failed.Code})",
        Input.StorageFailed failed => $"StorageFailed({failed.Code})",
        _ => input.GetType().Name,
    };

    public static string NamesOf(ImmutableArray<Output> outputs) => $"[{string.Join(", ", outputs.Select(NameOf))}]";

    /// <summary>16 unpredictable bytes (R-DC-41).</summary>
    public static Nonce NewNonce() => new(RandomNumberGenerator.GetBytes(Nonce.Size));

    private static string NameOf(Output output) => output switch
    {
        Output.Send send => $"Send({send.Message.GetType().Name})",
        Output.SetTimer set => $"SetTimer({set.Timer})",
        Output.Refuse refuse => $"Refuse({refuse.Code})",
        _ => output.GetType().Name,
    };
}
