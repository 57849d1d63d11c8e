using System.Text;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Simulation.Tests.Traces;

/// <summary>What a trace tells, and what it does not.</summary>
public sealed class TracePointTests
{
    [Fact]
    public void A_trace_that_is_off_costs_no_recording() => Assert.Null(new World(new WorldSettings()).Trace);

    [Fact]
    public void The_same_settings_give_the_same_trace()
    {
        var (one, other) = (Play.Secure(seed: 7), Play.Secure(seed: 7));
        one.Installs(2);
        other.Installs(2);

        Assert.Equal(one.Trace!.ToBytes(), other.Trace!.ToBytes());
    }

    [Fact]
    public void A_trace_reads_back_as_it_was_recorded()
    {
        var world = Play.Secure();
        world.Installs(2);

        var (recorded, read) = (world.Trace!.ToFile("world"), TraceReader.Read("world", world.Trace.ToBytes()));

        Assert.Null(read.Error);
        Assert.Equal(recorded.Entries, read.Value.Entries);
        Assert.Equal(recorded.Header, read.Value.Header);
    }

    [Fact]
    public void No_nonce_envelope_or_image_byte_stands_in_a_trace()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Completes(package);
        var text = Encoding.UTF8.GetString(world.Trace!.ToBytes());

        var nonces = world.Transcript.Sent.Select(sent => sent.Packet.Message).OfType<StatusReport>().Select(report => Forgery.Peek(report.SignedReport)!.Nonce.ToString()).ToList();
        Assert.NotEmpty(nonces);
        Assert.All(nonces, nonce => Assert.DoesNotContain(nonce, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Convert.ToHexStringLower(package.Envelope.Span[..16]), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(package.Payloads[0].Span[..16]), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stolen_key_is_told_in_the_header_and_what_rests_on_it_is_not_judged()
    {
        var world = Play.Secure();
        world.Attach(CompromisedTracker.Freezes(world));
        world.Publish(2);
        world.RunFor(TimeSpan.FromMinutes(3));

        var file = world.Trace!.ToFile("world");

        Assert.Equal([StolenKey.Tracker], file.Header.Stolen);
        Assert.True(TraceChecker.Check(file).Fits);
        // The same events with a header that knows of no theft: a directive was believed that the tracker never issued.
        Assert.Equal("I-10", TraceChecker.Check(file with { Header = file.Header with { Stolen = new() } }).Misfit?.Rule);
    }

    [Fact]
    public void A_request_before_the_journal_was_read_tells_nothing_of_the_record()
    {
        var device = new World(new WorldSettings()).Device;
        var machine = new DeviceCoreMachine(device.Configuration, DeviceJudges.For(device.Configuration));
        var input = new Input.Received(Link.Device, new StatusRequest(), null, default);
        var reaction = machine.Handle(DeviceCoreState.Initial, input);

        var step = DeviceTrace.Step(device.Configuration, DeviceCoreState.Initial, input, reaction);

        Assert.Equal(("Off", "StatusAsked", ResultCode.NotNow), (step.Step!.Phase, step.Step.Trigger, step.Step.Refused));
        Assert.Null(step.Device!.Confirmed);
        var started = DeviceTrace.Started(device.Configuration, device.State.Record);
        Assert.NotNull(started.Device!.Confirmed!.Value);
        Assert.True(TraceChecker.Check(new TraceFile("file", new TraceHeader("test", new()), [new(2, started), new(3, step)], Torn: false)).Fits);
    }

    [Fact]
    public void A_tracker_whose_storage_failed_begins_anew_with_what_is_stored()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Tracker.FailWrites(1);

        world.Installs(2);

        var events = world.Trace!.Events.Where(happened => happened.Machine == TraceMachine.StatusTracker).ToList();
        var restart = events.FindLastIndex(happened => happened.Step is null);
        Assert.True(restart > 0);
        Assert.NotEqual(events[restart - 1].Record!.Counter, events[restart].Record!.Counter);
        Assert.Equal(events[restart - 2].Record! with { Directive = null }, events[restart].Record);
    }
}
