using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Packages;

/// <summary>What a Firmware server or a Status tracker needs to know of a package: for whom it is, and which payloads belong to it.</summary>
/// <param name="Image">Sequence number and manifest digest.</param>
/// <param name="Vendor">The vendor it is for.</param>
/// <param name="Class">The class it is for.</param>
/// <param name="Payloads">Its payloads, those inside the envelope included.</param>
/// <param name="Integrated">The payloads that came inside the envelope.</param>
/// <param name="Distributed">The envelope as it is distributed: integrated payloads stripped, the signature untouched (R-FS-14, R-FS-16).</param>
public sealed record PackageContents(
    ImageName Image,
    VendorId Vendor,
    ClassId Class,
    Sequence<PayloadName> Payloads,
    Sequence<Bytes> Integrated,
    Bytes Distributed)
{
    // A server or tracker takes in what some devices may refuse: the key still decides which algorithms it is used with.
    private static readonly SuitProfile Distribution = SuitProfile.Device with { Algorithms = AlgorithmPolicy.WithLegacyNames };

    /// <summary>Reads an envelope that one of <paramref name="authors"/> signed (R-FS-02, R-FS-03, R-ST-24).</summary>
    public static Verdict<PackageContents> Read(Bytes encoded, IReadOnlyList<IVerifier> authors)
    {
        var envelope = EnvelopeReader.Read(encoded.Memory, SuitLimits.Default);
        if (envelope.Error is { } malformed) return (malformed.Code, malformed.Detail);
        var manifest = EnvelopeVerifier.Verify(envelope.Value, authors, Distribution);
        if (manifest.Error is { } unauthentic) return (unauthentic.Code, unauthentic.Detail);
        if (Addressee.Of(manifest.Value.Manifest) is not { } addressee)
            return (ResultCode.MissingElement, "expected one vendor and one class in the shared sequence");

        var plan = UpdatePlanner.Plan(manifest.Value, addressee.Facts(manifest.Value.Manifest));
        if (plan.Error is { } unusable) return (unusable.Code, unusable.Detail);
        var distributed = EnvelopeWriter.Encode(EnvelopeWriter.WithoutPayloads(envelope.Value));
        if (distributed.Length > Limits.Envelope)
            return (ResultCode.LimitExceeded, $"at most {Limits.Envelope} bytes without integrated payloads, got {distributed.Length}");
        return new PackageContents(
            new ImageName(plan.Value.SequenceNumber, plan.Value.ManifestDigest),
            addressee.Vendor,
            addressee.Class,
            new Sequence<PayloadName>(plan.Value.Images.Select(image => new PayloadName(image.Digest, image.Size)).Distinct()),
            new Sequence<Bytes>(plan.Value.Images.Where(image => image.Integrated is not null).Select(image => image.Integrated!.Value)),
            distributed);
    }

    /// <summary>For whom a manifest says that it is made.</summary>
    private sealed record Addressee(VendorId Vendor, ClassId Class, DeviceId Device)
    {
        public static Addressee? Of(Manifest manifest)
        {
            var assigned = (manifest.Common.Shared?.Commands ?? []).OfType<SuitCommand.Assign>().Select(command => command.Parameters).ToList();
            var vendors = assigned.Select(parameters => parameters.Vendor).Where(vendor => vendor is not null).Distinct().ToList();
            var classes = assigned.Select(parameters => parameters.Class).Where(deviceClass => deviceClass is not null).Distinct().ToList();
            var device = assigned.Select(parameters => parameters.Device).FirstOrDefault(id => id is not null);
            return vendors.Count == 1 && classes.Count == 1 ? new(vendors[0]!.Value, classes[0]!.Value, device ?? default) : null;
        }

        /// <summary>A device to which the manifest applies: only then do all its commands run and name their payloads.</summary>
        public DeviceFacts Facts(Manifest manifest) => new()
        {
            Vendors = [Vendor],
            Classes = [Class],
            Device = Device,
            Components = [.. manifest.Common.Components.Select(component => new DeviceComponent(component.Id, Limits.Payload))],
            SlotCapacity = Limits.Payload * Limits.Components,
        };
    }
}
