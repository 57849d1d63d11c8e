using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>What a reaction of a Device core amounts to.</summary>
internal static class Acts
{
    /// <summary>A directive, or in profile Core an envelope, is believed.</summary>
    public static bool Believes(Reaction<DeviceCoreState> reaction) =>
        reaction.Trigger is "UpToDateBelieved" or "UpdateAccepted" or "UpdateAcceptedWhole" or "UpdateResumed" or "CancelBelieved";

    /// <summary>A candidate is taken up.</summary>
    public static bool TakesUp(Reaction<DeviceCoreState> reaction) => reaction.Trigger is "UpdateAccepted" or "UpdateAcceptedWhole";

    /// <summary>The device starts, with an image or without one.</summary>
    public static bool Boots(Reaction<DeviceCoreState> reaction) =>
        reaction.Outputs.Any(static output => output is Output.Invoke) || reaction.Trigger is "StartedEmpty" or "ConfirmedImageRejected";
}
