using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>A package that the device may install: its name, its components, and those that came inside the envelope.</summary>
/// <param name="Name">Sequence number and manifest digest.</param>
/// <param name="Components">Components in the order in which their bytes are received: those in the envelope first.</param>
/// <param name="Envelope">The envelope to be kept with the image, exactly as received.</param>
/// <param name="Integrated">Bytes of the leading components that came inside the envelope.</param>
public sealed record AcceptedPackage(ImageName Name, Sequence<ImageComponent> Components, Bytes Envelope, Sequence<Bytes> Integrated)
{
    /// <summary>Bytes that need no transfer.</summary>
    public ulong IntegratedSize => Integrated.Aggregate(0UL, (sum, bytes) => sum + (ulong)bytes.Length);

    /// <summary>Bytes of all components.</summary>
    public ulong TotalSize => Components.Aggregate(0UL, (sum, component) => sum + component.Size);
}

/// <summary>What happened, as a judge names it: a trigger and the data that its action needs. It changes nothing by itself.</summary>
internal sealed record Fact(Trigger Trigger)
{
    public ResultCode Code { get; init; }

    public string Detail { get; init; } = "";

    public Nonce Fresh { get; init; }

    public AcceptedPackage? Package { get; init; }

    public Bytes Data { get; init; }

    public DeviceRecord? Record { get; init; }

    public static Fact Refused(Trigger trigger, ResultCode code, string detail) => new(trigger) { Code = code, Detail = detail };
}
