using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Authoring;

/// <summary>Vendor and class as people write them: a UUID, or the name that the UUID is made of (RFC 9562, version 5).</summary>
internal static class Identities
{
    public static VendorId Vendor(string text) => Guid.TryParse(text, out var id) ? new VendorId(id) : Uuid5.Vendor(text);

    public static ClassId Class(VendorId vendor, string text) => Guid.TryParse(text, out var id) ? new ClassId(id) : Uuid5.Class(vendor, text);

    public static DeviceId Device(string text) => Guid.TryParse(text, out var id)
        ? new DeviceId(id)
        : throw new CommandFailure(ExitCode.Usage, $"Expected a device identifier (UUID), got '{text}'.");
}
