using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Keys;
using SecUpIoT.Hosting.Hosts.Tracker.Page;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>
/// The tracker's machines, one for each device. A record is loaded when something happens to it; what happens to one device goes through
/// one lane, so nothing
/// overtakes (R-ST-05).
/// </summary>
internal sealed class DeviceRecords : IDisposable
{
    private readonly TrackerSetup _setup;
    private readonly PublishedPackages _packages;
    private readonly CampaignDesk _campaigns;
    private readonly FleetPulse _pulse;
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly WorkLane[] _lanes;
    private readonly MachinePool<TrackState> _machines;
    private readonly Deadlines<DeviceId> _silence;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    // Devices whose last step in the trace is what the store has, where there is a trace. Of all others it may hold a step, of this life or the one before, that
    // was never stored.
    private readonly ConcurrentDictionary<DeviceId, bool> _certain = [];

    public DeviceRecords(TrackerSetup setup, PublishedPackages packages, CampaignDesk campaigns, FleetPulse pulse, HostSurroundings surroundings, ILogger log)
    {
        _setup = setup;
        _packages = packages;
        _campaigns = campaigns;
        _pulse = pulse;
        _surroundings = surroundings;
        _log = log;
        _lanes = [.. Enumerable.Range(0, setup.Lanes).Select(static _ => new WorkLane())];
        _machines = new MachinePool<TrackState>(() => new StatusTrackerMachine(setup.Configuration, DeviceKeys.Read));
        _silence = new Deadlines<DeviceId>(surroundings.Clock, device => ReactAsync(device, _ => Task.FromResult<Input?>(new Input.TimerFired(TimerId.Silence))));
    }

    /// <summary>Ends when the first lane has, or the silence cannot be watched; faulted when it did because of a fault of our own or of the storage.</summary>
    public Task Completion => Task.WhenAny((Task[])[.. _lanes.Select(static lane => lane.Completion), _watching]).Unwrap();

    /// <summary>
    /// Starts the lanes and begins to watch the silence of the devices that are known (R-GEN-08, R-ST-17). Their records are read while the first
    /// reports are taken already: a fleet of a million does not wait for that. A trace begins with all of them, so where there is one it is waited for.
    /// </summary>
    public async Task StartAsync()
    {
        foreach (var lane in _lanes) lane.Start();
        _silence.Start();
        var arming = Task.Run(ArmAsync);
        _watching = WatchSilenceAsync(arming);
        if (_surroundings.Trace is not null) await arming.ConfigureAwait(false);
    }

    public async Task StopAsync()
    {
        _stopping.Cancel();
        _silence.Dispose();
        foreach (var lane in _lanes) await lane.StopAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _silence.Dispose();
        foreach (var lane in _lanes) lane.Close();
    }

    /// <summary>M-10. Which device it is for stands in the report; that the report is that device's own is for the machine to judge
    /// (R-ST-03).</summary>
    public async Task<Message?> CheckInAsync(CheckIn checkIn)
    {
        if (ClaimedDevice(checkIn.SignedReport) is not { } device) return new Refusal(ResultCode.MalformedMessage, "the report is no signed report");
        return await ReactAsync(device, async record =>
        {
            var now = _surroundings.Clock.Now;
            if (record is null) return new Input.CheckedIn(checkIn, null, Sequence<Digest>.Empty, now);
            var permit = _campaigns.Ask(record, _packages.For(record.Vendor, record.Class), now);
            var newest = permit.Newest is { } entry ? await _packages.OfferAsync(entry, permit.Retry).ConfigureAwait(false) : null;
            return new Input.CheckedIn(checkIn, newest, permit.Published, now) { Held = permit.Held };
        }).ConfigureAwait(false);
    }

    /// <summary>M-18: each check-in goes through the lane of its own device, beside the others, and is answered as if it had come alone (R-ST-60, R-ST-61).</summary>
    public async Task<Message?> CheckInAsync(CheckInBatch batch)
    {
        var answers = await Task.WhenAll(batch.CheckIns.Select(CheckInAsync).ToArray()).ConfigureAwait(false);
        return new CheckInBatchAnswer(new(answers.Select(static answer => BatchedAnswer.Of(answer ?? new Refusal(ResultCode.NotNow, "the entity stops")))));
    }

    /// <summary>M-30, M-34, M-41 and M-43.</summary>
    public Task<Message?> OperateAsync(Message request) => request switch
    {
        EnrolRequest enrol => ReactAsync(enrol.Device, _ => Hear(enrol)),
        CancelRequest cancel => ReactAsync(cancel.Device, _ => Hear(cancel)),
        TagRequest tag => ReactAsync(tag.Device, _ => Hear(tag)),
        DecommissionRequest decommission => ReactAsync(decommission.Device, _ => Hear(decommission)),
        _ => Task.FromResult<Message?>(new Refusal(ResultCode.MalformedMessage, "not a change to a device")),
    };

    private Task<Input?> Hear(Message message) =>
        Task.FromResult<Input?>(new Input.Received(Link.Operator, message, _surroundings.Clock.Now, Trace.NewNonce()));

    private async Task<Message?> ReactAsync(DeviceId device, Func<TrackRecord?, Task<Input?>> name)
    {
        var lane = _lanes[unchecked((uint)device.Value.GetHashCode()) % (uint)_lanes.Length];
        var (done, answer) = await lane.DoAsync(() => ReactInLaneAsync(device, name)).ConfigureAwait(false);
        return done ? answer : null;
    }

    private async Task<Message?> ReactInLaneAsync(DeviceId device, Func<TrackRecord?, Task<Input?>> name)
    {
        TrackRecord? stored = null;
        try
        {
            var record = stored = await _setup.Store.Read(device).ConfigureAwait(false);
            if (_surroundings.Trace is { } trace && _certain.TryAdd(device, true)) trace.Write(TrackerTrace.Started(device, record));
            var input = await name(record).ConfigureAwait(false);

            // A report that came while the timer was firing has moved it, and is not silence.
            if (input is Input.TimerFired && (record is null || SilentUntil(record) > _surroundings.Clock.Now)) return null;
            Message? answer = null;
            var (after, code) = await ReactionSteps.RunAsync(_machines, new TrackState(record), input!, Perform, Observe, reportFailure: false).ConfigureAwait(false);

            // The stored record is the state: what could not be stored has not happened.
            if (code == ResultCode.Success) stored = after.Record;
            return code == ResultCode.Success ? answer : Failed(device, code, "a record was not stored");

            async Task<ResultCode> Perform(Output output)
            {
                answer = await PerformAsync(device, record, output).ConfigureAwait(false) ?? answer;
                return ResultCode.Success;
            }
        }
        catch (StorageException exception)
        {
            return Failed(device, exception.Code, exception.Message);
        }
        finally
        {
            // An offer that was permitted may not have been made.
            if (stored is not null) _campaigns.Moved(stored);
        }

        void Observe(TrackState before, Input input, Reaction<TrackState> reaction)
        {
            _surroundings.Trace?.Write(TrackerTrace.Step(device, before, reaction));
            if (_log.IsEnabled(LogLevel.Debug))
                Log.TrackerReacted(_log, device, before.Phase, Trace.NameOf(input), reaction.State.Phase, Trace.NamesOf(reaction.Outputs));
            _surroundings.TellPhases("tracker", device.ToString(), before.Phase, reaction.State.Phase);
            if (reaction.State.Record is { Total: > 0 } record && record.Received != before.Record?.Received)
                _surroundings.Tell(new HostEvent.Progress("tracker", device.ToString(), "received", record.Received, record.Total));
        }
    }

    private Refusal Failed(DeviceId device, ResultCode code, string detail)
    {
        _certain.TryRemove(device, out _);
        Log.TrackerStorageFailed(_log, code, detail);
        return new Refusal(code, "the tracker's storage failed");
    }

    private async Task<Message?> PerformAsync(DeviceId device, TrackRecord? former, Output output)
    {
        switch (output)
        {
            case Output.Persist { Record: TrackRecord record }:
                await _setup.Store.Save(record, former, _surroundings.Clock.Now).ConfigureAwait(false);
                _pulse.Beat();
                return null;
            case Output.SetTimer { Timer: TimerId.Silence } set:
                _silence.Set(device, _surroundings.Clock.Now.Plus(set.After));
                return null;
            case Output.CancelTimer:
                _silence.Cancel(device);
                return null;
            case Output.Send send:
                return send.Message;
            case Output.SendDirective send:
                var directive = send.Signed ? SignedStatement.Sign(_setup.Signer, Directive.Domain, Directive.ContentType, send.Directive.Encode()) : [];
                Digest? manifest = send.Directive.Kind == DirectiveKind.UpToDate ? null : send.Directive.Manifest;
                return new CheckInAnswer(send.Directive.Kind, manifest, directive, send.Envelope, send.PollAfter);
            case Output.Refuse refuse:
                Log.TrackerRefused(_log, device, refuse.Code, refuse.Detail);
                _surroundings.Tell(new HostEvent.Refused("tracker", device.ToString(), refuse.Code, refuse.Detail));
                return new Refusal(refuse.Code, RefusalText.Clean(refuse.Detail));
            default:
                throw new InvalidOperationException($"A Status tracker does not order {output.GetType().Name}.");
        }
    }

    private static DeviceId? ClaimedDevice(Bytes signedReport)
    {
        var message = CoseMessage.Parse(signedReport.Memory);
        return message.IsOk && message.Value.Payload is { } payload ? DeviceReport.Decode(payload.Memory).Value?.Device : null;
    }

    private Moment SilentUntil(TrackRecord record) => record.LastSeen.Plus(_setup.Configuration.SilenceLimit);

    private async Task ArmAsync()
    {
        var all = _setup.Store.All(_stopping.Token).GetAsyncEnumerator(_stopping.Token);
        try
        {
            while (await all.MoveNextAsync().ConfigureAwait(false))
            {
                var record = all.Current;
                if (_surroundings.Trace is { } trace && _certain.TryAdd(record.Device, true)) trace.Write(TrackerTrace.Started(record.Device, record));

                // A report may have set a later deadline since the record was read.
                if (record.Phase is not (TrackPhase.Unreachable or TrackPhase.Decommissioned)) _silence.SetIfNone(record.Device, SilentUntil(record));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The tracker stops.
        }
        finally
        {
            await all.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WatchSilenceAsync(Task arming)
    {
        await arming.ConfigureAwait(false);
        await _silence.Completion.ConfigureAwait(false);
    }
}
