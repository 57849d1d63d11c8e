using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>
/// A lane of the Status tracker: reads the record, takes the input through the machine, stores, answers; each a step of its own, one input after the other.
/// </summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal class TrackerLane : Player
{
    private readonly Dictionary<int, int> _silence = [];

    /// <summary>The operator cancels the update of a device.</summary>
    internal sealed record CancelOrder(int Device);

    /// <summary>The process dies.</summary>
    public void Crash()
    {
        Drop();
        Play.Timers.CancelAll(Id);
        _silence.Clear();
    }

    /// <summary>After a restart a device that is not out of reach is given its time anew.</summary>
    public virtual void Rearm(int device) => ArmSilence(device);

    private void ArmSilence(int device) => _silence[device] = Play.Timers.Set(Id, TimerId.Silence, device);

    protected override void Begin()
    {
        Play.Lanes[Index] = this;
        for (var device = 0; device < Play.Devices.Length; device++)
            if (Play.Settings.Components.Lanes(device, 0, Play.Lanes.Length) == Index) ArmSilence(device);
    }

    protected override IEnumerator<Pause> Take(object cue) => cue switch
    {
        Arrival { Letter: { Message: CheckIn checkIn } letter } arrival => CheckIn(checkIn, letter, arrival.Communicator),
        CancelOrder cancel => React(cancel.Device, -1, null, _ => new Input.Received(
            Link.Operator, new CancelRequest(Play.Cast.Configurations[cancel.Device].Device), Cast.At, default)),
        // A report that came while the timer was firing has moved it.
        Fired fired when _silence.GetValueOrDefault(fired.Key) == fired.Arming => React(fired.Key, -1, null, _ => new Input.TimerFired(TimerId.Silence)),
        _ => Nothing(),
    };

    /// <summary>What the record of a device is, before something happens to it.</summary>
    private IEnumerable<Pause> Load(int device, Holder holder)
    {
        holder.Record = Play.Tracks[device];
        yield return Pause.Step;
    }

    private static IEnumerator<Pause> Nothing()
    {
        yield break;
    }

    private IEnumerator<Pause> CheckIn(CheckIn checkIn, Letter letter, int communicator)
    {
        var claimed = letter.Report is { } report ? Play.Cast.DeviceOf(report.Device) : -1;
        if (claimed < 0)
        {
            Answer(communicator, Letter.Plain(new Refusal(ResultCode.MalformedMessage, "")));
            return Nothing();
        }

        return React(claimed, communicator, letter, record =>
        {
            var newest = record is null ? null : Play.Catalogue.Newest(record.Vendor, record.Class);
            var offer = newest is null ? null : new PackageOffer(new ImageName(newest.Number, newest.Manifest), Play.Cast.Package(Play.Cast.ImageOf(newest.Manifest)).Envelope);
            var published = record is null ? Sequence<Digest>.Empty : Play.Catalogue.Published(record.Vendor, record.Class);
            return new Input.CheckedIn(checkIn, offer, published, Cast.At);
        });
    }

    private IEnumerator<Pause> React(int device, int asker, Letter? letter, Func<TrackRecord?, Input> name)
    {
        var holder = new Holder();
        foreach (var pause in Load(device, holder)) yield return pause;
        var before = new TrackState(holder.Record);
        Play.Tell(new Observation.Found($"T/D{device + 1}", holder.Record));
        var input = name(holder.Record);
        var reaction = Play.Machines.Tracker.Handle(before, input);
        Play.Tell(Observation.Handled.By($"T/D{device + 1}", before, reaction));
        if (input is Input.CheckedIn && !reaction.Outputs.Any(static output => output is Output.Refuse))
            Play.Tell(new Observation.ReportCounted(device, letter!.Report!, before, reaction));
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Persist { Record: TrackRecord record }:
                    Play.Store.Save(new TrackStore.Write(device, record, reaction.Trigger, Id, Ticket));
                    yield return Pause.Until;
                    break;
                case Output.SetTimer { Timer: TimerId.Silence }:
                    ArmSilence(device);
                    break;
                case Output.SendDirective order:
                    Play.Tell(new Observation.Acknowledged($"T/D{device + 1}", "a directive", reaction.State.Record));
                    Answer(asker, Sign(order));
                    break;
                case Output.Send { Link: Link.Operator } send:
                    Play.Tell(new Observation.Acknowledged($"T/D{device + 1}", send.Message.GetType().Name, reaction.State.Record));
                    break;
                case Output.Refuse refuse when asker >= 0:
                    Answer(asker, Letter.Plain(new Refusal(refuse.Code, "")));
                    break;
            }
        }
    }

    private Letter Sign(Output.SendDirective order)
    {
        var directive = order.Directive;
        Digest? manifest = directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest;
        if (order.Signed) Play.Tell(new Observation.DirectiveIssued(directive));
        var signed = order.Signed ? Forgery.Sign(Play.Cast.TrackerKey, directive) : Bytes.Empty;
        // How soon to come again is time, and time is not measured.
        return new Letter(new CheckInAnswer(directive.Kind, manifest, signed, order.Envelope, 1), null, false, order.Signed ? directive : null, order.Signed);
    }

    private void Answer(int communicator, Letter letter) => Play.Post(Play.Communicators[communicator].Address, new Arrival(Direction.Answer, communicator, letter));

    /// <summary>Where the record is put that was asked for.</summary>
    private sealed class Holder
    {
        public TrackRecord? Record { get; set; }
    }
}
