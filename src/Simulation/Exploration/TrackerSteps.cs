using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Takes one input through the record of a device, with a crash of the tracker around its one durable write.</summary>
internal sealed class TrackerSteps(Cast cast, Machines machines, ServerSteps servers)
{
    /// <summary>The tracker gets a message on the tracker link of this device.</summary>
    public void Hear(CheckedWorld world, int device, Letter letter, WorldAction action, StepRecord record)
    {
        switch (letter.Message)
        {
            case CheckIn checkIn:
                CheckedIn(world, device, checkIn, letter, action, record);
                break;
            case BlockRequest request:
                Answer(world, device, Letter.Plain(servers.Relay(world, request, record)), record);
                break;
            case not Refusal:
                Answer(world, device, Letter.Plain(new Refusal(ResultCode.NotNow, "")), record);
                break;
        }
    }

    /// <summary>The tracker's patience with a silent device ends.</summary>
    public void Silence(CheckedWorld world, int device, StepRecord record) =>
        Handle(world, device, device, new Input.TimerFired(TimerId.Silence), null, default, record);

    /// <summary>The operator cancels.</summary>
    public void Cancel(CheckedWorld world, int device, StepRecord record) => Handle(
        world, device, device, new Input.Received(Link.Operator, new CancelRequest(cast.Configurations[device].Device), Cast.At, default), null, default, record);

    /// <summary>The operator enrols the device; at the beginning.</summary>
    public void Enrol(CheckedWorld world, int device, StepRecord record)
    {
        var configuration = cast.Configurations[device];
        var request = new EnrolRequest(configuration.Device, configuration.Vendor, configuration.Class, configuration.Profile, cast.DeviceKeys[device].PublicKey);
        Handle(world, device, device, new Input.Received(Link.Operator, request, Cast.At, default), null, default, record);
    }

    // Until its signature is verified, the report only says whose record to look at.
    private void CheckedIn(CheckedWorld world, int device, CheckIn checkIn, Letter letter, WorldAction action, StepRecord record)
    {
        var claimed = letter.Report is { } report ? cast.DeviceOf(report.Device) : -1;
        if (claimed < 0)
        {
            Answer(world, device, Letter.Plain(new Refusal(ResultCode.MalformedMessage, "")), record);
            return;
        }

        var known = world.Tracks[claimed].State.Record;
        var newest = known is null ? null : world.Catalogue.Newest(known.Vendor, known.Class);
        var offer = newest is null ? null : new PackageOffer(new ImageName(newest.Number, newest.Manifest), cast.Package(cast.ImageOf(newest.Manifest)).Envelope);
        var published = known is null ? Sequence<Digest>.Empty : world.Catalogue.Published(known.Vendor, known.Class);
        Handle(world, claimed, device, new Input.CheckedIn(checkIn, offer, published, Cast.At), letter, action, record);
    }

    private void Handle(CheckedWorld world, int device, int asking, Input input, Letter? letter, WorldAction action, StepRecord record)
    {
        var before = world.Tracks[device].State;
        var reaction = machines.Tracker.Handle(before, input);
        var refused = record.Handled("StatusTracker", $"T/D{device + 1}", before, reaction, static state => state.Phase.ToString());
        var crash = action.Disturbance == Disturbance.CutBefore ? action.At : 0;
        if (crash == 1)
        {
            ServerSteps.RestartTracker(world);
            return;
        }

        if (input is Input.CheckedIn && !refused) CheckCount(before, reaction.State, device, letter!, record);
        var stored = before;
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Persist { Record: TrackRecord kept }:
                    stored = new TrackState(kept);
                    if (crash == 2)
                    {
                        world.Tracks[device] = new(stored);
                        ServerSteps.RestartTracker(world);
                        CheckListed(before, stored, reaction.Trigger, device, record);
                        return;
                    }

                    break;
                case Output.SendDirective order:
                    record.Demand(stored.Equals(reaction.State), "I-13", $"the tracker answers D{device + 1} before its record is stored");
                    Answer(world, asking, Sign(order), record);
                    break;
                case Output.Send { Link: Link.Operator }:
                    record.Demand(stored.Equals(reaction.State), "I-13", "the tracker answers the operator before the record is stored");
                    break;
                case Output.Refuse refuse when letter is not null:
                    Answer(world, asking, Letter.Plain(new Refusal(refuse.Code, "")), record);
                    break;
            }
        }

        // What is not stored is forgotten by the next restart; here at once, so that it shows.
        world.Tracks[device] = new(stored);
        CheckListed(before, stored, reaction.Trigger, device, record);
    }

    private Letter Sign(Output.SendDirective order)
    {
        var directive = order.Directive;
        Digest? manifest = directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest;
        var signed = order.Signed ? Forgery.Sign(cast.TrackerKey, directive) : Bytes.Empty;
        // How soon to come again is time, and time is not measured.
        return new Letter(new CheckInAnswer(directive.Kind, manifest, signed, order.Envelope, 1), null, false, order.Signed ? directive : null, order.Signed);
    }

    private static void Answer(CheckedWorld world, int device, Letter letter, StepRecord record)
    {
        world.Send(Direction.Answer, device, letter);
        record.Add(new SentMessage("T", $"C{device + 1}", letter.Message));
    }

    /// <summary>I-12: the record follows true and new reports only.</summary>
    private void CheckCount(TrackState before, TrackState after, int device, Letter letter, StepRecord record)
    {
        if (cast.Settings.Attacker == AttackerKind.Tracker) return;
        var report = letter.Report!;
        record.Demand(
            letter.ReportIsTrue && report.Device == cast.Configurations[device].Device,
            "I-12", $"the record of D{device + 1} follows a report that D{device + 1} did not sign");
        record.Demand(
            report.Counter > before.Record!.LastCounter && after.Record!.LastCounter == report.Counter,
            "I-12", $"the record of D{device + 1} follows report {report.Counter} after {before.Record!.LastCounter}");
    }

    /// <summary>I-17: who is in the list of those that have completed?</summary>
    private static void CheckListed(TrackState before, TrackState after, string trigger, int device, StepRecord record)
    {
        if (after.Record is not { } now) return;
        var listed = now.CompletedAt != default;
        var holds = now.Phase == TrackPhase.Unreachable
            ? trigger != "SilenceExpired" || listed == (before.Record!.CompletedAt != default)
            : listed == (now.Phase == TrackPhase.Confirmed);
        record.Demand(holds, "I-17", $"D{device + 1} is {(listed ? "" : "not ")}listed as completed in phase {now.Phase} after {trigger}");
    }
}
