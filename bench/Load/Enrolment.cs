using System.Diagnostics;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Keys;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Load;

/// <summary>How the devices get into the tracker.</summary>
internal enum EnrolmentWay
{
    /// <summary>Before the tracker starts: its machine judges each enrolment and its store keeps the records, in this process.</summary>
    Store,

    /// <summary>At the running tracker: M-30 for each device at the operator interface.</summary>
    Operator,
}

/// <summary>Enrols all devices of a fleet.</summary>
internal static class Enrolment
{
    private const int Page = 10_000;

    /// <summary>Through the product's own machine and store, without the links.</summary>
    public static async Task ByStoreAsync(Fleet fleet, string database, ProgressLine progress, CancellationToken cancel)
    {
        await using var store = await SqliteTrackStore.Open(database).ConfigureAwait(false);
        var now = SystemClock.Instance.Now;
        for (var first = 0; first < fleet.Count; first += Page)
        {
            cancel.ThrowIfCancellationRequested();
            var records = new TrackRecord[Math.Min(Page, fleet.Count - first)];
            Parallel.For(0, records.Length, () => new StatusTrackerMachine(new StatusTrackerConfiguration(), DeviceKeys.Read), (i, _, machine) =>
            {
                var request = fleet.Enrolment(first + i);
                var reaction = machine.Handle(TrackState.Initial, new Input.Received(Link.Operator, request, now, default(Nonce)));
                records[i] = reaction.State.Record ?? throw new LoadFailure($"The tracker's machine does not enrol device {first + i}: {reaction.Outputs.FirstOrDefault()}");
                return machine;
            }, static _ => { });
            await Task.WhenAll(records.Select(record => store.Save(record, now, cancel))).ConfigureAwait(false);
            progress.Show("enrolled", first + records.Length, fleet.Count);
        }
    }

    /// <summary>At the operator interface.</summary>
    public static async Task ByOperatorAsync(Fleet fleet, Uri tracker, Site site, int connections, ProgressLine progress, CancellationToken cancel)
    {
        var (next, done) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(EnrolAsync, cancel))).ConfigureAwait(false);

        async Task EnrolAsync()
        {
            using var connection = await HttpConnection.OpenAsync(tracker, HttpBinding.OperatorPath, site.Operator, cancel).ConfigureAwait(false);
            for (int device; (device = Interlocked.Increment(ref next)) < fleet.Count;)
            {
                var (_, body) = await connection.PostAsync(MessageCodec.Encode(fleet.Enrolment(device)), cancel).ConfigureAwait(false);
                if (MessageCodec.Decode(body) is not { Value: EnrolAnswer }) throw new LoadFailure($"Expected device {device} to be enrolled, got {MessageCodec.Decode(body)}.");
                progress.Show("enrolled", Interlocked.Increment(ref done), fleet.Count);
            }
        }
    }
}
