using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>
/// Is an envelope authentic, whole, and made for this device? The signature comes first; only what it covers is parsed (R-DC-07, R-DC-08), then
/// vendor, class, device, components and sizes are judged (R-DC-09..13). The bytes that were verified are the bytes that are used (R-GEN-14),
/// whatever link brought them (R-GEN-16).
/// </summary>
internal static class PackageJudge
{
    public static Verdict<AcceptedPackage> Judge(Bytes encoded, DeviceCoreConfiguration configuration)
    {
        var envelope = EnvelopeReader.Read(encoded.Memory, SuitLimits.Default);
        if (envelope.Error is { } malformed) return (malformed.Code, malformed.Detail);
        var manifest = EnvelopeVerifier.Verify(envelope.Value, configuration.AuthorAnchors, SuitProfile.Device with { Algorithms = configuration.Algorithms });          // R-DC-07, R-DC-08, R-DC-44
        if (manifest.Error is { } unauthentic) return (unauthentic.Code, unauthentic.Detail);
        var plan = UpdatePlanner.Plan(manifest.Value, FactsOf(configuration));                                             // R-DC-09..13
        if (plan.Error is { } unsuitable) return (unsuitable.Code, unsuitable.Detail);
        return Accept(encoded, plan.Value);
    }

    private static Verdict<AcceptedPackage> Accept(Bytes encoded, UpdatePlan plan)
    {
        if (plan.Images.IsEmpty) return (ResultCode.MissingElement, "the manifest installs nothing");
        if (plan.Images.Aggregate(0UL, (sum, image) => sum + image.Size) > Limits.Payload)
            return (ResultCode.ImageTooLarge, $"all components together may have {Limits.Payload} bytes");
        // Components that came inside the envelope go first: the rest is received in this order, from the first missing byte on (R-DC-43).
        var images = plan.Images.Where(image => image.Integrated is not null).Concat(plan.Images.Where(image => image.Integrated is null)).ToList();
        return new AcceptedPackage(
            new ImageName(plan.SequenceNumber, plan.ManifestDigest),
            new Sequence<ImageComponent>(images.Select(image => new ImageComponent(image.Digest, image.Size, image.Offset))),
            encoded,
            new Sequence<Bytes>(images.Where(image => image.Integrated is not null).Select(image => image.Integrated!.Value)));
    }

    private static DeviceFacts FactsOf(DeviceCoreConfiguration configuration) => new()
    {
        Vendors = [configuration.Vendor],
        Classes = [configuration.Class],
        Device = configuration.Device,
        Components =
        [
            .. configuration.Components.Select(segments => new DeviceComponent(new ComponentId([.. segments]), configuration.SlotCapacity)),
            .. configuration.StagingComponents.Select(segments => new DeviceComponent(new ComponentId([.. segments]), configuration.SlotCapacity) { Staging = true }),
        ],
        SlotCapacity = configuration.SlotCapacity,
        Alignment = configuration.PageSize,
        ReusesInstalled = false,
    };
}
