using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>Blocks, verification in the slot, installation, cancelling.</summary>
public sealed class TransferTests
{
    private readonly DeviceBench _device = new DeviceBench().To(DevicePhase.Receiving);

    [Fact]
    [Trait("requirement", "R-DC-01")]
    [Trait("requirement", "R-DC-14")]
    public void An_accepted_update_erases_the_other_slot_before_the_record_names_it()
    {
        var device = new DeviceBench().Boot();

        var outputs = device.Offer(Releases.Next);

        Expect.Kinds(outputs, "CancelTimer", "SetTimer", "EraseSlot", "WriteEnvelope", "Persist", "Send");
        Assert.Equal(Slot.B, Expect.One<Output.EraseSlot>(outputs).Slot);
        Assert.Equal(Releases.Next.Envelope, Expect.One<Output.WriteEnvelope>(outputs).Envelope);
    }

    [Fact]
    [Trait("requirement", "R-DC-20")]
    [Trait("requirement", "R-GEN-03")]
    public void A_block_is_acknowledged_after_it_is_written_and_recorded()
    {
        var outputs = _device.Feed(_device.Wanted(Releases.Next));

        Expect.Kinds(outputs, "WriteImage", "Persist", "Send");
        Assert.Equal(100ul, _device.Durable!.Candidate!.Received);
        Assert.Equal(new BlockAnswer(DevicePhase.Receiving, new(Releases.Next.Components[0].Digest, 100, 50)), Expect.Sent<BlockAnswer>(outputs));
    }

    [Fact]
    [Trait("requirement", "R-DC-19")]
    public void The_same_block_twice_is_refused_the_second_time()
    {
        var block = _device.Wanted(Releases.Next);
        _device.Feed(block);

        Expect.Refused(ResultCode.UnexpectedBlock, _device.Feed(block));
    }

    public static TheoryData<string> WrongBlocks => ["manifest", "payload", "offset", "short", "long"];

    [Theory]
    [MemberData(nameof(WrongBlocks))]
    [Trait("requirement", "R-DC-19")]
    public void A_block_that_is_not_wanted_is_refused(string what)
    {
        var wanted = (ImageBlock)_device.Wanted(Releases.Next).Message;
        var block = what switch
        {
            "manifest" => wanted with { Manifest = Releases.Newer.Name.Manifest },
            "payload" => wanted with { Payload = Releases.Newer.Components[0].Digest },
            "offset" => wanted with { Offset = 1 },
            "short" => wanted with { Data = new byte[99] },
            _ => wanted with { Data = new byte[101] },
        };

        Expect.Refused(ResultCode.UnexpectedBlock, _device.Feed(_device.Hear(block)));
    }

    [Fact]
    [Trait("requirement", "R-DC-21")]
    public void After_a_restart_the_device_wants_the_byte_at_which_it_stopped()
    {
        _device.Feed(_device.Wanted(Releases.Next));
        _device.Boot();

        var outputs = _device.Offer(Releases.Next);

        Assert.Equal(new BlockWant(Releases.Next.Components[0].Digest, 100, 50), Expect.Sent<DirectiveAnswer>(outputs).Want);
        Expect.No<Output.EraseSlot>(outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-21")]
    public void A_block_cut_before_its_record_is_asked_for_again()
    {
        _device.Feed(_device.Wanted(Releases.Next), perform: 1);
        _device.Boot();

        Assert.Equal(0ul, _device.State.NextWant(100)!.Offset);
    }

    [Fact]
    [Trait("requirement", "R-DC-21")]
    public void A_candidate_cut_after_its_last_block_is_verified_at_the_next_start()
    {
        _device.Transfer(Releases.Next);
        _device.Restart();

        var outputs = _device.Feed(_device.ReadBack());

        Assert.Equal(DevicePhase.VerifyingImage, _device.Phase);
        Assert.Equal(Slot.A, Expect.One<Output.Invoke>(outputs).Slot);
        Assert.Equal(Slot.B, Expect.One<Output.ReadSlot>(outputs).Slot);
    }

    [Fact]
    [Trait("requirement", "R-DC-22")]
    public void After_the_last_block_the_slot_is_read_back()
    {
        _device.Feed(_device.Wanted(Releases.Next));

        var outputs = _device.Feed(_device.Wanted(Releases.Next));

        Expect.Kinds(outputs, "WriteImage", "Persist", "Send", "ReadSlot");
        Assert.Equal(new BlockAnswer(DevicePhase.VerifyingImage, null), Expect.Sent<BlockAnswer>(outputs));
    }

    [Fact]
    [Trait("requirement", "R-DC-23")]
    [Trait("requirement", "R-DC-36")]
    public void An_image_that_does_not_match_is_abandoned()
    {
        _device.Transfer(Releases.Next);
        _device.Damage(Slot.B);

        _device.Feed(_device.ReadBack());

        Assert.Equal(DevicePhase.Idle, _device.Phase);
        Assert.Equal(new Outcome(Releases.Next.Name, ResultCode.PayloadDigestMismatch, 1), _device.Durable!.LastOutcome);
        Assert.Equal(Releases.Base.Name, _device.State.Running!.Name);
    }

    [Theory]
    [Trait("requirement", "R-DC-24")]
    [InlineData(DevicePhase.Idle)]
    [InlineData(DevicePhase.Receiving)]
    [InlineData(DevicePhase.VerifyingImage)]
    [InlineData(DevicePhase.Installing)]
    [InlineData(DevicePhase.AwaitingBoot)]
    public void Only_a_verified_candidate_is_installed(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        Expect.Refused(ResultCode.NotNow, device.Feed(device.AskInstall(Releases.Next)));
    }

    [Fact]
    [Trait("requirement", "R-DC-24")]
    public void Another_manifest_than_the_candidate_is_not_installed()
    {
        var device = new DeviceBench().To(DevicePhase.Verified);

        Expect.Refused(ResultCode.NotNow, device.Feed(device.AskInstall(Releases.Newer)));
        Expect.Kinds(device.Feed(device.AskInstall(Releases.Next)), "Persist", "InstallSlot");
    }

    [Theory]
    [Trait("requirement", "R-DC-35")]
    [InlineData(DevicePhase.Receiving, ResultCode.None)]
    [InlineData(DevicePhase.VerifyingImage, ResultCode.None)]
    [InlineData(DevicePhase.Verified, ResultCode.None)]
    [InlineData(DevicePhase.Installing, ResultCode.TooLateToCancel)]
    [InlineData(DevicePhase.AwaitingBoot, ResultCode.None)]
    [InlineData(DevicePhase.Trial, ResultCode.TooLateToCancel)]
    public void A_believed_cancel_ends_the_update_until_it_is_too_late(DevicePhase phase, ResultCode refused)
    {
        var device = new DeviceBench().To(phase);
        device.Ask();

        var outputs = device.Feed(device.Deliver(device.Word(DirectiveKind.Cancel, Releases.Next.Name)));

        if (refused != ResultCode.None)
        {
            Expect.Refused(refused, outputs);
            return;
        }

        Assert.Equal(new DirectiveAnswer(DevicePhase.Idle, null), Expect.Sent<DirectiveAnswer>(outputs));
        Assert.Equal(ResultCode.Cancelled, device.Durable!.LastOutcome!.Result);
        Assert.Null(device.Durable.Candidate);
    }

    [Fact]
    [Trait("requirement", "R-DC-35")]
    public void A_cancel_of_another_manifest_is_refused()
    {
        _device.Ask();

        Expect.Refused(ResultCode.DirectiveNamesOtherManifest, _device.Feed(_device.Deliver(_device.Word(DirectiveKind.Cancel, Releases.Newer.Name))));
    }

    [Theory]
    [Trait("requirement", "R-DC-38")]
    [InlineData(DevicePhase.Receiving)]
    [InlineData(DevicePhase.VerifyingImage)]
    [InlineData(DevicePhase.Verified)]
    [InlineData(DevicePhase.Installing)]
    [InlineData(DevicePhase.AwaitingBoot)]
    public void A_storage_failure_abandons_the_update_with_its_code(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        Expect.Kinds(device.Feed(new Input.StorageFailed(ResultCode.StorageCorrupted)), "Persist");
        Assert.Equal(DevicePhase.Idle, device.Phase);
        Assert.Equal(ResultCode.StorageCorrupted, device.Durable!.LastOutcome!.Result);
    }

    [Theory]
    [Trait("requirement", "R-DC-38")]
    [InlineData(DevicePhase.Idle)]
    [InlineData(DevicePhase.Trial)]
    public void A_storage_failure_with_nothing_to_abandon_restarts_the_device(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        Expect.Kinds(device.Feed(new Input.StorageFailed(ResultCode.StorageFailed)), "Reboot");
        Assert.Equal(DevicePhase.Off, device.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-38")]
    public void An_erase_that_fails_leaves_no_candidate()
    {
        var device = new DeviceBench().Boot();
        device.Ask();

        device.FeedFailing<Output.EraseSlot>(device.Install(Releases.Next));

        Assert.Equal(DevicePhase.Idle, device.Phase);
        Assert.Null(device.Durable!.Candidate);
        Assert.Equal(new Outcome(Releases.Next.Name, ResultCode.StorageFailed, 1), device.Durable.LastOutcome);
    }

    [Fact]
    [Trait("requirement", "R-DC-42")]
    [Trait("requirement", "R-DC-43")]
    public void Components_are_placed_on_pages_and_those_in_the_envelope_come_first()
    {
        var device = new DeviceBench().Boot();

        var outputs = device.Offer(Releases.Mixed);

        Assert.Equal(new Output.WriteImage(Slot.B, 192, Releases.Mixed.Images[1]), Expect.One<Output.WriteImage>(outputs));
        Assert.Equal(30ul, device.Durable!.Candidate!.Received);
        Assert.Equal(new BlockWant(Releases.Mixed.Components[1].Digest, 0, 100), Expect.Sent<DirectiveAnswer>(outputs).Want);
        device.Transfer(Releases.Mixed);
        device.Feed(device.ReadBack());
        Assert.Equal(DevicePhase.Verified, device.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-43")]
    [Trait("requirement", "R-GEN-17")]
    public void A_package_with_all_payloads_inside_needs_no_transfer()
    {
        var device = new DeviceBench().Boot();

        var outputs = device.Offer(Releases.Whole);

        Assert.Equal(new DirectiveAnswer(DevicePhase.VerifyingImage, null), Expect.Sent<DirectiveAnswer>(outputs));
        device.Feed(device.ReadBack());
        Assert.Equal(CandidateStage.Verified, device.Durable!.Candidate!.Stage);
    }
}
