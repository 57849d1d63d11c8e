using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

public sealed class DeviceTranscriptTests
{
    private readonly DeviceBench _device = new();

    [Fact]
    public void A_full_update() => Run("device-full-update", step =>
    {
        PowerOn(step);
        step("status asked", () => _device.Hear(new StatusRequest()));
        step("up to date", () => _device.Deliver(_device.Word(DirectiveKind.UpToDate)));
        Update(step);
        PowerOn(step);
        step("self-test passed", () => new Input.SelfTested(true));
        step("status asked", () => _device.Hear(new StatusRequest()));
        step("up to date", () => _device.Deliver(_device.Word(DirectiveKind.UpToDate)));
    });

    [Fact]
    public void A_revert() => Run("device-revert", step =>
    {
        PowerOn(step);
        Update(step);
        PowerOn(step);
        step("self-test failed", () => new Input.SelfTested(false));
        PowerOn(step);
        step("status asked", () => _device.Hear(new StatusRequest()));
    });

    [Fact]
    public void A_restart_during_the_trial() => Run("device-restart-during-trial", step =>
    {
        PowerOn(step);
        Update(step);
        PowerOn(step);
        PowerOn(step);
        step("status asked", () => _device.Hear(new StatusRequest()));
    });

    [Fact]
    public void Refusals() => Run("device-refusals", step =>
    {
        step("status asked", () => _device.Hear(new StatusRequest()));
        PowerOn(step);
        step("install #11, before any nonce", () => _device.Install(Releases.Next));
        step("status asked", () => _device.Hear(new StatusRequest()));
        foreach (var package in Releases.All.Where(package => package != Releases.Base && package != Releases.Next && package != Releases.Newer && package != Releases.Whole && package != Releases.Mixed))
            step($"install {package.Label}", () => _device.Install(package));
        step("no directive", () => _device.Hear(new DirectiveDelivery(default, Releases.Next.Envelope)));
        step("directive of a stranger", () => _device.Hear(new DirectiveDelivery(DeviceBench.Sign(_device.Word(DirectiveKind.UpToDate), Known.Stranger), default)));
        step("directive for another device", () => _device.Deliver(_device.Word(DirectiveKind.UpToDate) with { Device = Known.OtherDevice }));
        step("expired directive", () => _device.Deliver(_device.Word(DirectiveKind.UpToDate) with { ValidUntil = new(Known.Start.UnixMilliseconds - 1) }));
        step("directive names another manifest", () => _device.Deliver(_device.Word(DirectiveKind.Install, Releases.Newer.Name), Releases.Next.Envelope));
        step("no envelope", () => _device.Deliver(_device.Word(DirectiveKind.Install, Releases.Next.Name)));
        step("install asked", () => _device.AskInstall(Releases.Next));
        step("install #11", () => _device.Install(Releases.Next));
        step("block from another offset", () => _device.Wanted(Releases.Next) with { Message = ((ImageBlock)_device.Wanted(Releases.Next).Message) with { Offset = 50 } });
        step("install asked", () => _device.AskInstall(Releases.Next));
        step("self-test passed", () => new Input.SelfTested(true));
        step("message of another link", () => _device.Hear(new CatalogueRequest()));
    });

    [Fact]
    public void Cancel_supersede_and_storage_failure() => Run("device-abandoned", step =>
    {
        PowerOn(step);
        Begin(step, Releases.Next);
        step("block", () => _device.Wanted(Releases.Next));
        step("status asked", () => _device.Hear(new StatusRequest()));
        step("install #11 again", () => _device.Install(Releases.Next));
        Begin(step, Releases.Newer);
        step("status asked", () => _device.Hear(new StatusRequest()));
        step("cancel #12", () => _device.Deliver(_device.Word(DirectiveKind.Cancel, Releases.Newer.Name)));
        Begin(step, Releases.Next);
        step("storage failed", () => new Input.StorageFailed(ResultCode.StorageFailed));
        Begin(step, Releases.Whole);
        step("slot read, damaged", () => _device.ReadBack() with { Digests = new(Digest.Of("damage"u8)) });
    });

    [Fact]
    public void Recovery_of_an_unbootable_device()
    {
        _device.Damage(Slot.A);
        Run("device-recovery", step =>
        {
            PowerOn(step);
            Update(step);
            PowerOn(step);
            step("self-test passed", () => new Input.SelfTested(true));
        });
    }

    private void Begin(Action<string, Func<Input>> step, TestPackage package)
    {
        step("status asked", () => _device.Hear(new StatusRequest()));
        step($"install {package.Label}", () => _device.Install(package));
    }

    private void Update(Action<string, Func<Input>> step)
    {
        Begin(step, Releases.Next);
        step("block", () => _device.Wanted(Releases.Next));
        step("last block", () => _device.Wanted(Releases.Next));
        step("slot read", () => _device.ReadBack());
        step("install asked", () => _device.AskInstall(Releases.Next));
        step("slot installed", () => new Input.SlotInstalled(_device.State.Candidate!.Image.Slot));
        step("restart due", () => new Input.TimerFired(TimerId.Reboot));
    }

    /// <summary>Every restart begins from the initial state, as on a device.</summary>
    private void PowerOn(Action<string, Func<Input>> step)
    {
        step("power on", () => new Input.PoweredOn(_device.Durable));
        while (_device.Phase == DevicePhase.VerifyingBoot) step("slot read", () => _device.ReadBack());
    }

    private void Run(string name, Action<Action<string, Func<Input>>> script)
    {
        var transcript = new Transcript(name);
        script((label, input) =>
        {
            if (label == "power on") _device.Cut();
            var before = _device.Phase;
            var outputs = _device.Feed(input());
            transcript.Step(label, before, _device.Phase, outputs);
        });
        transcript.Verify();
    }
}
