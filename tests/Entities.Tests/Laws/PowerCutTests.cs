using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Entities.Tests;

/// <summary>
/// A whole update of a Device core, cut before every output of every step, once by loss of power and once by a storage failure: an authentic
/// image runs afterwards, the update comes to its end when it is tried again, and no counter is used twice.
/// </summary>
public sealed class PowerCutTests
{
    private static readonly Func<DeviceBench, Input>[] Update =
    [
        device => device.Hear(new Protocol.Messages.StatusRequest()),
        device => device.Install(Releases.Mixed),
        device => device.Wanted(Releases.Mixed),
        device => device.Wanted(Releases.Mixed),
        device => device.ReadBack(),
        device => device.AskInstall(Releases.Mixed),
        device => new Input.SlotInstalled(device.State.Candidate!.Image.Slot),
        _ => new Input.TimerFired(TimerId.Reboot),
        device => new Input.PoweredOn(device.Durable),
        device => device.ReadBack(),
        _ => new Input.SelfTested(true),
        device => device.Hear(new Protocol.Messages.StatusRequest()),
    ];

    [Theory]
    [Trait("requirement", "R-DC-32")]
    [Trait("requirement", "R-DC-03")]
    [Trait("requirement", "R-DC-21")]
    [Trait("requirement", "R-DC-38")]
    [Trait("requirement", "R-GEN-08")]
    [InlineData(false)]
    [InlineData(true)]
    public void Wherever_an_update_is_cut_the_device_runs_an_authentic_image_and_the_update_can_be_completed(bool storageFails)
    {
        var cuts = 0;
        for (var step = 0; step < Update.Length; step++)
        {
            var outputs = Until(step, int.MaxValue, false).Outputs.Length;
            for (var performed = 0; performed < outputs; performed++, cuts++)
            {
                var device = Until(step, performed, storageFails);
                while (device.Phase is DevicePhase.Off or DevicePhase.VerifyingBoot)
                {
                    if (device.Phase == DevicePhase.Off) device.Restart();
                    else device.Feed(device.ReadBack());
                }

                Assert.Contains(device.State.Running!.Name, new[] { Releases.Base.Name, Releases.Mixed.Name });
                Complete(device);
                device.Ask();
                var counters = device.Reports.Select(report => report.Counter).ToList();
                Assert.Equal(counters.Order().Distinct(), counters);
                Assert.Equal((Releases.Mixed.Name, Releases.Mixed.Name), (device.Reports[^1].Running, device.Reports[^1].Confirmed));
            }
        }

        Assert.True(cuts > 30, $"only {cuts} cuts");
    }

    /// <summary>The update up to this step, of whose outputs only the first few are performed.</summary>
    private static DeviceBench Until(int step, int performed, bool storageFails)
    {
        var device = new DeviceBench().Boot();
        for (var i = 0; i < step; i++) Take(device, Update[i]);
        Take(device, Update[step], performed);
        if (performed == int.MaxValue) return device;
        if (storageFails && IsStorage(device.Outputs[performed])) device.Feed(new Input.StorageFailed(ResultCode.StorageFailed));
        else device.Restart();
        return device;
    }

    private static void Take(DeviceBench device, Func<DeviceBench, Input> step, int performed = int.MaxValue)
    {
        var input = step(device);
        if (input is Input.PoweredOn) device.Cut();
        device.Feed(input, performed);
    }

    private static bool IsStorage(Output output) =>
        output is Output.Persist or Output.EraseSlot or Output.WriteEnvelope or Output.WriteImage or Output.ReadSlot or Output.InstallSlot;

    private static void Complete(DeviceBench device)
    {
        for (var i = 0; i < 30 && (device.Phase != DevicePhase.Idle || device.State.Record!.Confirmed.Name != Releases.Mixed.Name); i++)
        {
            switch (device.Phase)
            {
                case DevicePhase.Off: device.Restart(); break;
                case DevicePhase.VerifyingBoot or DevicePhase.VerifyingImage: device.Feed(device.ReadBack()); break;
                case DevicePhase.Idle: device.Offer(Releases.Mixed); break;
                case DevicePhase.Receiving: device.Transfer(Releases.Mixed); break;
                case DevicePhase.Verified: device.Feed(device.AskInstall(Releases.Mixed)); break;
                case DevicePhase.Installing: device.Feed(new Input.SlotInstalled(device.State.Candidate!.Image.Slot)); break;
                case DevicePhase.AwaitingBoot: device.Feed(new Input.TimerFired(TimerId.Reboot)); break;
                case DevicePhase.Trial: device.Feed(new Input.SelfTested(true)); break;
                default: Assert.Fail($"phase {device.Phase}"); break;
            }
        }
    }
}
