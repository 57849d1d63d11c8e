using System.Diagnostics;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Load;

/// <summary>Kills a tracker under load, starts it again, and looks whether it knows everything that it had acknowledged (R-ST-05).</summary>
internal sealed class RestartCheck(Stand stand, ProgressLine progress)
{
    /// <summary>Most devices that are looked at.</summary>
    private const int Most = 20_000;

    /// <summary>Most records that are compared; each is a question of its own.</summary>
    private const int MostRecords = 1_000;

    public async Task<RestartResult> RunAsync(int reports, CancellationToken cancel)
    {
        progress.Say("Killing the tracker under load");
        var answered = await stand.Exchange.UntilKilledAsync(reports, Math.Max(1, reports / 2), cancel).ConfigureAwait(false);
        progress.Say("Starting it again");
        var begun = Stopwatch.GetTimestamp();
        await stand.StartAsync(cancel).ConfigureAwait(false);

        // What was acknowledged last is most at risk, and stands at the end of what a device has.
        var known = Enumerable.Range(0, stand.Fleet.Count).Where(device => stand.Fleet.Acknowledged(device) > 0).ToList();
        if (known.Count == 0) throw new LoadFailure("Expected that the tracker acknowledged something before it was killed.");
        using var connection = await HttpConnection.OpenAsync(stand.Tracker.Address, HttpBinding.CheckInPath, stand.Site.Communicator, cancel).ConfigureAwait(false);
        var lost = await IsKnownAsync(connection, known[0], cancel).ConfigureAwait(false) ? 0 : 1;
        var ready = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var step = (known.Count + Most - 1) / Most;
        var looked = 1;
        for (var i = step; i < known.Count; i += step)
        {
            if (!await IsKnownAsync(connection, known[i], cancel).ConfigureAwait(false)) lost++;
            progress.Show("acknowledged reports sent again", ++looked, (known.Count + step - 1) / step);
        }

        return new RestartResult(answered, Math.Round(ready, 3), looked, lost, await CompareAsync(known, cancel).ConfigureAwait(false));
    }

    // The report that was acknowledged is refused as one that was seen before.
    private async Task<bool> IsKnownAsync(HttpConnection connection, int device, CancellationToken cancel)
    {
        var again = stand.Fleet.Sign(device, stand.Fleet.Acknowledged(device));
        var (_, body) = await connection.PostAsync(MessageCodec.Encode(new CheckIn(again, null, ResultCode.None)), cancel).ConfigureAwait(false);
        return MessageCodec.Decode(body).Value is Refusal { Code: ResultCode.StaleReport };
    }

    private async Task<int> CompareAsync(List<int> known, CancellationToken cancel)
    {
        using var connection = await HttpConnection.OpenAsync(stand.Tracker.Address, HttpBinding.OperatorPath, stand.Site.Operator, cancel).ConfigureAwait(false);
        var compared = 0;
        foreach (var device in known.Where(stand.Fleet.IsSettled).Take(MostRecords))
        {
            var (_, body) = await connection.PostAsync(MessageCodec.Encode(new TrackQuery(stand.Fleet.Device(device), null)), cancel).ConfigureAwait(false);
            if (MessageCodec.Decode(body).Value is not TrackAnswer { Entries: [var entry] }) throw new LoadFailure($"Expected the record of device {stand.Fleet.Device(device)}, got {MessageCodec.Decode(body)}.");
            var expected = stand.Fleet.Reported(device);
            if (entry.Phase != expected.Phase || entry.Confirmed != expected.Confirmed)
                throw new LoadFailure($"Device {stand.Fleet.Device(device)} has reported {expected.Phase} with {expected.Confirmed}; its record says {entry.Phase} with {entry.Confirmed}.");
            compared++;
        }

        return compared;
    }
}
