using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>What a device is built of: what ships, or, for a mutant, something wrong around it.</summary>
/// <param name="World">Keys, packages, dimensions.</param>
/// <param name="IsNor">NOR flash, or a file on a disk.</param>
internal sealed record Rig(World World, bool IsNor)
{
    /// <summary>Stands between the flash code and the medium.</summary>
    public Func<IObservedMedium, FlashLayout, IFlashMedium>? Around { get; init; }

    /// <summary>Stands around the machine.</summary>
    public Func<IMachine<DeviceCoreState>, IMachine<DeviceCoreState>>? Machine { get; init; }

    public IMachine<DeviceCoreState> MakeMachine()
    {
        var machine = new DeviceCoreMachine(World.Device);
        return Machine?.Invoke(machine) ?? machine;
    }

    public IObservedMedium MakeMedium(FlashContent content, Action<FlashOperation>? begun) =>
        IsNor ? new NorMedium(content, World.Dimensions.ProgramUnit, begun) : new DiskMedium(content, begun);

    /// <summary>The medium as the flash code sees it.</summary>
    public IFlashMedium Seen(IObservedMedium medium) => Around?.Invoke(medium, World.Layout) ?? medium;
}
