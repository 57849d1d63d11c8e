using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Takes one input through a Device core and performs its outputs on the flash, with a loss of power or a failure at any of them.</summary>
internal sealed class DeviceSteps(Cast cast, Machines machines)
{
    // A start that invokes no image: the device waits for a fresh word all the same.
    private static readonly HashSet<string> Starting = ["StartedEmpty", "ConfirmedImageRejected"];

    private static readonly HashSet<string> Believing = ["UpToDateBelieved", "UpdateAccepted", "UpdateAcceptedWhole", "UpdateResumed", "CancelBelieved"];

    private readonly int _blocks = cast.Settings.Blocks;

    /// <summary>How many durable outputs the last undisturbed step had.</summary>
    public int Durable { get; private set; }

    /// <summary>The device handles the input; <paramref name="letter"/> is the message that brought it, if one did.</summary>
    public void Handle(CheckedWorld world, int device, Input input, Letter? letter, WorldAction action, StepRecord record)
    {
        var before = world.Devices[device];
        var reaction = React(before.State, input, device, record);
        var flash = new Work(before) { State = reaction.State, IsAsked = letter is not null && letter.Message is not Refusal };
        if (input is Input.SlotRead or Input.SlotInstalled or Input.SelfTested) flash.Order = DeviceOrder.None;
        CheckBelief(before, reaction, device, letter, record);
        Durable = reaction.Outputs.Count(IsDurable);
        var last = action.Disturbance == Disturbance.CutBefore && action.At == Durable + 1 ? Durable : int.MaxValue;
        if (!Perform(world, device, flash, before, reaction, action, last, record))
        {
            // The medium failed; the machine is told, and this time all goes well.
            var middle = flash.ToPart();
            var failed = React(middle.State, new Input.StorageFailed(ResultCode.StorageFailed), device, record);
            flash.State = failed.State;
            Perform(world, device, flash, middle, failed, default, int.MaxValue, record);
            // Whoever asked for what failed is told.
            if (failed.Trigger == "StorageFailed" && middle.State.Phase is (DevicePhase.Receiving or DevicePhase.Installing))
                Send(world, device, Letter.Plain(new Refusal(ResultCode.StorageFailed, "")), record);
        }

        world.Devices[device] = flash.ToPart();
        CheckChange(before, world.Devices[device], input is Input.SelfTested { Passed: true }, record);
    }

    /// <summary>The power goes.</summary>
    public static void CutPower(CheckedWorld world, int device)
    {
        var work = new Work(world.Devices[device]);
        work.PowerOff();
        world.Devices[device] = work.ToPart();
    }

    /// <summary>Is there a sound first block in the confirmed slot that could decay?</summary>
    public static bool CanDecay(DevicePart part) => part.Content(part.Journal.Confirmed.Slot).Block(0) != Cast.Garbage;

    /// <summary>The same device, with a first block in its confirmed slot that has turned to garbage.</summary>
    public static DevicePart Decayed(DevicePart part)
    {
        var slot = part.Journal.Confirmed.Slot;
        var content = part.Content(slot).With(0, Cast.Garbage);
        return new(part.State, part.Journal, slot == Slot.A ? content : part.A, slot == Slot.B ? content : part.B, part.Order, part.Reading, part.Signed, part.EverConfirmed);
    }

    /// <summary>What the slot that is being read holds now, as the host reads it.</summary>
    public Input.SlotRead Read(DevicePart part)
    {
        var content = part.Content(part.Reading);
        var envelope = content.Envelope == 0 ? Bytes.Empty : cast.Package(content.Envelope).Envelope;
        return new(part.Reading, envelope, new Sequence<Digest>(DigestOf(content)));
    }

    private static bool IsDurable(Output output) =>
        output is Output.Persist or Output.EraseSlot or Output.WriteEnvelope or Output.WriteImage or Output.InstallSlot;

    private Reaction<DeviceCoreState> React(DeviceCoreState state, Input input, int device, StepRecord record)
    {
        var reaction = machines.Devices[device].Handle(state, input);
        record.Handled("DeviceCore", $"D{device + 1}", state, reaction, static known => known.Phase.ToString());
        return reaction;
    }

    /// <summary>False when an output failed.</summary>
    private bool Perform(
        CheckedWorld world, int device, Work flash, DevicePart before, Reaction<DeviceCoreState> reaction, WorldAction action, int last, StepRecord record)
    {
        var done = 0;
        if (last == 0)
        {
            flash.PowerOff();
            return true;
        }

        foreach (var output in reaction.Outputs)
        {
            if (!IsDurable(output))
            {
                Act(world, device, flash, output, reaction, record);
                if (output is Output.Reboot) return true;
                continue;
            }

            done++;
            CheckWrite(flash, before, reaction, output, record);
            if (action.At == done && action.Disturbance == Disturbance.Fail) return false;
            if (action.At == done && action.Disturbance is Disturbance.CutBefore or Disturbance.CutTorn)
            {
                if (action.Disturbance == Disturbance.CutTorn) flash.Tear(output, _blocks);
                flash.PowerOff();
                return true;
            }

            flash.Store(output, cast);
            if (done != last) continue;
            flash.PowerOff();
            return true;
        }

        return true;
    }

    private void Act(CheckedWorld world, int device, Work flash, Output output, Reaction<DeviceCoreState> reaction, StepRecord record)
    {
        switch (output)
        {
            case Output.Send send:
                CheckDurable(flash, reaction, device, send.Message.GetType().Name, record);
                Send(world, device, Letter.Plain(send.Message), record);
                break;
            case Output.SendReport { Report: var report }:
                CheckDurable(flash, reaction, device, "a report", record);
                record.Demand(report.Counter > flash.Signed, "I-12", $"D{device + 1} signs counter {report.Counter}, has signed {flash.Signed} before");
                flash.Signed = Math.Max(flash.Signed, report.Counter);
                Send(world, device, new Letter(new StatusReport(Forgery.Sign(cast.DeviceKeys[device], report)), report, true, null, false), record);
                break;
            case Output.Refuse refuse:
                // A refusal is never answered with a refusal, and nobody waits behind a timer.
                if (flash.IsAsked) Send(world, device, Letter.Plain(new Refusal(refuse.Code, "")), record);
                break;
            case Output.ReadSlot read:
                (flash.Order, flash.Reading) = (DeviceOrder.Read, read.Slot);
                break;
            case Output.RunSelfTest:
                flash.Order = DeviceOrder.Test;
                break;
            case Output.Invoke invoke:
                CheckBoot(flash, invoke, device, record);
                record.Add($"D{device + 1} boots image {cast.ImageOf(invoke.Image)} from slot {invoke.Slot}");
                break;
            case Output.Reboot:
                flash.PowerOff();
                break;
            case Output.SetTimer { Timer: TimerId.Freshness }:
                record.Demand(
                    reaction.Outputs.Any(other => other is Output.Invoke) || Starting.Contains(reaction.Trigger) || Believing.Contains(reaction.Trigger),
                    "I-11", $"D{device + 1} starts its freshness timer anew on {reaction.Trigger}");
                break;
        }
    }

    private static void Send(CheckedWorld world, int device, Letter letter, StepRecord record)
    {
        world.Send(Direction.Up, device, letter);
        record.Add(new SentMessage($"D{device + 1}", $"C{device + 1}", letter.Message));
    }

    // -- invariants ----------------------------------------------------------------------------------------------------------------

    /// <summary>I-09, I-10, I-11, I-15: on whose word does the device act?</summary>
    private void CheckBelief(DevicePart before, Reaction<DeviceCoreState> reaction, int device, Letter? letter, StepRecord record)
    {
        if (!Believing.Contains(reaction.Trigger) || reaction.Outputs.Any(output => output is Output.Refuse)) return;
        var secure = cast.Settings.Profile == Profile.Secure;
        var directive = letter?.Directive;
        if (secure)
        {
            var answers = directive is not null && letter!.DirectiveIsTrue && directive.Nonce == before.State.Nonce;
            record.Demand(answers, "I-10", $"D{device + 1} believes a directive that does not answer its nonce ({reaction.Trigger})");
            record.Demand(reaction.State.Nonce is null, "I-10", $"D{device + 1} leaves the nonce outstanding after {reaction.Trigger}");
            record.Demand(answers, "I-11", $"D{device + 1} takes an old word for a fresh one ({reaction.Trigger})");
            record.Demand(directive?.Device == cast.Configurations[device].Device, "I-15", $"D{device + 1} believes a directive for another device");
        }

        if (!reaction.Trigger.StartsWith("UpdateAccepted", StringComparison.Ordinal)) return;
        var taken = cast.ImageOf(reaction.State.Candidate?.Image.Name);
        record.Demand(cast.IsAuthored(taken), "I-09", $"D{device + 1} takes up image {taken}, which no author signed");
        if (secure)
        {
            record.Demand(
                directive is { Kind: DirectiveKind.Install } && letter!.DirectiveIsTrue && cast.ImageOf(directive.Manifest) == taken,
                "I-09", $"D{device + 1} takes up image {taken}, which the tracker did not direct");
        }

        record.Demand(
            cast.Name(taken).Number >= before.Journal.Confirmed.Name.Number,
            "I-03", $"D{device + 1} takes up image {taken}, has confirmed {cast.ImageOf(before.Journal.Confirmed.Name)}");
        record.Demand(taken != Cast.OtherClass, "I-15", $"D{device + 1} takes up an image for another class");
    }

    private static void CheckWrite(Work flash, DevicePart before, Reaction<DeviceCoreState> reaction, Output output, StepRecord record)
    {
        var slot = output switch { Output.EraseSlot erase => erase.Slot, Output.WriteEnvelope write => write.Slot, Output.WriteImage write => write.Slot, _ => (Slot?)null };
        if (slot is null) return;
        record.Demand(reaction.State.Candidate?.Image.Slot == slot, "I-05", $"slot {slot} is written without an accepted manifest");
        record.Demand(slot != flash.Journal.Confirmed.Slot && slot != before.State.Running?.Slot, "I-05", $"slot {slot} is written, which is confirmed or running");
    }

    private static void CheckDurable(Work flash, Reaction<DeviceCoreState> reaction, int device, string what, StepRecord record) => record.Demand(
        reaction.State.Record is null || flash.Journal.Equals(reaction.State.Record), "I-13", $"D{device + 1} sends {what} before its record is stored");

    private void CheckBoot(Work flash, Output.Invoke invoke, int device, StepRecord record)
    {
        var image = cast.ImageOf(invoke.Image);
        var content = flash.Content(invoke.Slot);
        record.Demand(cast.IsAuthored(image), "I-02", $"D{device + 1} boots image {image}, which no author signed");
        record.Demand(content.IsWhole(image, _blocks), "I-02", $"D{device + 1} boots image {image} from slot {invoke.Slot}, which holds other bytes");
        record.Demand(content.IsSealed, "I-07", $"D{device + 1} boots slot {invoke.Slot}, which is not sealed");
        record.Demand(
            invoke.Image == flash.Journal.Confirmed.Name || flash.Journal.Candidate?.Stage == CandidateStage.Trial,
            "I-23", $"D{device + 1} tries image {image} before it is stored that the trial is spent");
    }

    /// <summary>I-04, I-14: how the record may change in one step.</summary>
    private void CheckChange(DevicePart before, DevicePart after, bool passed, StepRecord record)
    {
        var (was, now) = (before.Journal, after.Journal);
        if (was.Confirmed.Name != now.Confirmed.Name)
        {
            record.Demand(now.Confirmed.Name.Number > was.Confirmed.Name.Number, "I-04", $"the confirmed image falls from {was.Confirmed.Name.Number} to {now.Confirmed.Name.Number}");
            record.Demand(
                before.State.Phase == DevicePhase.Trial && before.State.Running?.Name == now.Confirmed.Name && passed,
                "I-04", $"image {cast.ImageOf(now.Confirmed.Name)} is confirmed in phase {before.State.Phase}, without a trial that passed");
        }

        if (was.Candidate is not { } old || now.Candidate is not { } young || old.Image.Name == young.Image.Name) return;
        record.Demand(
            before.State.Phase == DevicePhase.Unbootable
                || (old.Stage is CandidateStage.Receiving or CandidateStage.Verified && young.Image.Name.Number > old.Image.Name.Number),
            "I-14", $"image {cast.ImageOf(young.Image.Name)} takes the place of {cast.ImageOf(old.Image.Name)} in stage {old.Stage}");
    }

    private Digest DigestOf(SlotContent content)
    {
        var image = content.Block(0);
        if (image is not (0 or Cast.Garbage) && Enumerable.Range(0, _blocks).All(index => content.Block(index) == image))
            return Digest.Of(cast.Package(image).Payload.Span);
        return Digest.Of(BitConverter.GetBytes(content.Blocks));
    }

    /// <summary>A Device core in the middle of a step.</summary>
    private sealed class Work(DevicePart part)
    {
        public DeviceCoreState State { get; set; } = part.State;

        public DeviceRecord Journal { get; private set; } = part.Journal;

        public DeviceOrder Order { get; set; } = part.Order;

        public Slot Reading { get; set; } = part.Reading;

        public ulong Signed { get; set; } = part.Signed;

        /// <summary>Somebody waits for an answer to what is being handled.</summary>
        public bool IsAsked { get; init; }

        private SlotContent _a = part.A;
        private SlotContent _b = part.B;
        private int _everConfirmed = part.EverConfirmed;

        public SlotContent Content(Slot slot) => slot == Slot.A ? _a : _b;

        public void PowerOff()
        {
            State = DeviceCoreState.Initial;
            (Order, Reading) = (DeviceOrder.None, Slot.A);
        }

        public void Store(Output output, Cast cast)
        {
            switch (output)
            {
                case Output.Persist { Record: DeviceRecord record }:
                    Journal = record;
                    _everConfirmed |= 1 << cast.ImageOf(record.Confirmed.Name);
                    break;
                case Output.EraseSlot erase:
                    Set(erase.Slot, default);
                    if (Order == DeviceOrder.Read && Reading == erase.Slot) Order = DeviceOrder.None;
                    break;
                case Output.WriteEnvelope write:
                    Set(write.Slot, Content(write.Slot) with { Envelope = (byte)cast.EnvelopeOf(write.Envelope) });
                    break;
                case Output.WriteImage write:
                    var (image, block) = cast.BlockOf(write.Data);
                    var at = (int)(write.Offset / Cast.BlockSize);
                    Set(write.Slot, Content(write.Slot).With(at, block == at ? (byte)image : Cast.Garbage));
                    break;
                case Output.InstallSlot install:
                    Set(install.Slot, Content(install.Slot) with { IsSealed = true });
                    Order = DeviceOrder.Seal;
                    break;
            }
        }

        public void Tear(Output output, int blocks)
        {
            switch (output)
            {
                case Output.EraseSlot erase:
                    Set(erase.Slot, SlotContent.Filled(Cast.Garbage, blocks));
                    break;
                case Output.WriteEnvelope write:
                    Set(write.Slot, Content(write.Slot) with { Envelope = 0 });
                    break;
                case Output.WriteImage write:
                    Set(write.Slot, Content(write.Slot).With((int)(write.Offset / Cast.BlockSize), Cast.Garbage));
                    break;
                case Output.InstallSlot install:
                    Set(install.Slot, Content(install.Slot) with { IsSealed = false });
                    break;
            }
        }

        public DevicePart ToPart() => new(State, Journal, _a, _b, Order, Order == DeviceOrder.Read ? Reading : Slot.A, Signed, _everConfirmed);

        private void Set(Slot slot, SlotContent content)
        {
            if (slot == Slot.A) _a = content;
            else _b = content;
        }
    }
}
