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

    /// <summary>A random UUID (RFC 9562, version 4).</summary>
    public static Guid NewIdentifier()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string NameOf(Output output) => output switch
    {
        Output.Send send => $"Send({send.Message.GetType().Name})",
        Output.SetTimer set => $"SetTimer({set.Timer})",
        Output.Refuse refuse => $"Refuse({refuse.Code})",
        _ => output.GetType().Name,
    };
}
