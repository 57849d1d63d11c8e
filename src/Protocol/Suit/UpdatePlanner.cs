using System.Collections.Immutable;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// Turns a verified manifest into what a device has to fetch and where it has to write it, or says why the device refuses.
/// </summary>
public static class UpdatePlanner
{
    /// <summary>Plans the update procedure. Nothing is fetched, written or waited for.</summary>
    public static Result<UpdatePlan, SuitError> Plan(VerifiedManifest manifest, DeviceFacts facts)
    {
        if (Suitability.Check(manifest, facts) is { } unsuitable) return unsuitable;
        var actions = new SymbolicActions(facts, trustInstalled: true);
        var outcome = SuitProcedures.Update(manifest, actions, new InterpreterOptions());
        if (outcome.Error is { } error) return error;
        // What is fetched and not checked could be anything (SUIT manifest S6.2), also when it is overwritten later.
        foreach (var fetched in actions.Fetched)
        {
            if (fetched.Digest is null || fetched.Size is null)
            {
                return new SuitError(ResultCode.MissingElement, $"{fetched.Uri} is fetched without a check of digest and size");
            }
        }

        return PlaceImages(manifest, facts, actions);
    }

    private static Result<UpdatePlan, SuitError> PlaceImages(VerifiedManifest manifest, DeviceFacts facts, SymbolicActions actions)
    {
        var images = ImmutableArray.CreateBuilder<PlannedImage>();
        UInt128 end = 0;
        foreach (var component in manifest.Manifest.Common.Components)
        {
            var device = facts.Find(component.Id)!;
            if (device.Staging || actions.Find(component.Id) is not { } value || value.Installed == device) continue;
            if ((value.Digest ?? value.Installed?.InstalledDigest) is not { } digest || (value.Size ?? value.Installed?.InstalledSize) is not { } size)
            {
                return new SuitError(ResultCode.MissingElement, $"digest and size of {component.Id} are not known");
            }

            if (size > device.Capacity)
            {
                return new SuitError(ResultCode.ImageTooLarge, $"{component.Id} holds {device.Capacity} bytes, the image has {size}");
            }

            var alignment = Math.Max(facts.Alignment, 1);
            var offset = (end + alignment - 1) / alignment * alignment;
            end = offset + size;
            if (end > facts.SlotCapacity)
            {
                return new SuitError(ResultCode.ImageTooLarge, $"the slot holds {facts.SlotCapacity} bytes, the images need {end}");
            }

            images.Add(new PlannedImage(component.Index, component.Id, value.Uri, value.Installed?.Id, value.Bytes, digest, size, (ulong)offset));
        }

        return new UpdatePlan(manifest.Id, manifest.SequenceNumber, images.ToImmutable(), (ulong)end);
    }
}

/// <summary>Turns a verified manifest into what has to be checked before a device starts what it has installed.</summary>
public static class InvocationPlanner
{
    /// <summary>Plans the invocation procedure: validate, load, invoke.</summary>
    public static Result<InvocationPlan, SuitError> Plan(VerifiedManifest manifest, DeviceFacts facts)
    {
        if (Suitability.Check(manifest, facts) is { } unsuitable) return unsuitable;
        var actions = new SymbolicActions(facts, trustInstalled: false);
        var outcome = SuitProcedures.Invoke(manifest, actions, new InterpreterOptions());
        if (outcome.Error is { } error) return error;
        var demands = actions.Installed
            .Where(value => value.Digest is not null)
            .Select(value => new ImageDemand(value.Installed!.Id, value.Digest!.Value, value.Size))
            .ToImmutableArray();
        if (actions.Invoked is not { } invoked) return new InvocationPlan(manifest.Id, null, null, null, demands);
        // Starting something whose content nobody checked would make the signature worthless.
        if (invoked.Value is not { Digest: not null, Installed: { } image })
        {
            return new SuitError(ResultCode.MissingElement, $"{invoked.Component.Id} is invoked without a check of its digest");
        }

        return new InvocationPlan(manifest.Id, invoked.Component.Id, image.Id, invoked.Arguments, demands);
    }
}

/// <summary>What both planners demand of a manifest before they execute any of it.</summary>
internal static class Suitability
{
    public static SuitError? Check(VerifiedManifest manifest, DeviceFacts facts)
    {
        var common = manifest.Manifest.Common;
        if (common.Dependencies.Count > 0) return new SuitError(ResultCode.UnsupportedCommand, "dependencies");
        foreach (var component in common.Components)
        {
            if (facts.Find(component.Id) is null)
            {
                return new SuitError(ResultCode.UnsupportedComponent, $"this device has no component {component.Id}");
            }
        }

        return Compatibility.FindMissing(common.Shared);
    }
}
