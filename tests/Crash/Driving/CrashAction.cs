using System.Globalization;
using SecUpIoT.Crash.Faults;
using SecUpIoT.Crash.Site;

namespace SecUpIoT.Crash.Driving;

/// <summary>Something that the driver does to the site.</summary>
internal abstract record CrashAction
{
    /// <summary>Does it and undoes it.</summary>
    public abstract Task PerformAsync(CrashRun run);

    protected static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    /// <summary>Does something to a process while nobody else does.</summary>
    protected static async Task WithTurnAsync(SecupProcess process, Func<Task> deed)
    {
        await process.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await deed().ConfigureAwait(false);
        }
        finally
        {
            process.Turn.Release();
        }
    }
}

/// <summary>As kill -9; started again after a while.</summary>
internal sealed record Kill(string Process, TimeSpan Down) : CrashAction
{
    public override Task PerformAsync(CrashRun run) => WithTurnAsync(run.Site[Process], () => run.KillAndStartAsync(Process, Down));

    public override string ToString() => $"kill {Process}, down for {Seconds(Down)}";
}

/// <summary>A graceful stop; started again after a while, or at once.</summary>
internal sealed record Stop(string Process, TimeSpan Down) : CrashAction
{
    public override Task PerformAsync(CrashRun run) => WithTurnAsync(run.Site[Process], async () =>
    {
        await run.StopAsync(Process).ConfigureAwait(false);
        await Task.Delay(Down).ConfigureAwait(false);
        await run.RestartAsync(Process).ConfigureAwait(false);
    });

    public override string ToString() => Down == TimeSpan.Zero ? $"restart {Process}" : $"stop {Process}, down for {Seconds(Down)}";
}

/// <summary>The process gets no time for a while, and is killed then if so wanted.</summary>
internal sealed record Freeze(string Process, TimeSpan For, bool ThenKill) : CrashAction
{
    public override Task PerformAsync(CrashRun run) => WithTurnAsync(run.Site[Process], async () =>
    {
        run.Site[Process].Freeze();
        run.Site.Chronicle.Count(Deed.Freezes, $"{Process} is frozen");
        await Task.Delay(For).ConfigureAwait(false);
        if (ThenKill) await run.KillAndStartAsync(Process, TimeSpan.Zero).ConfigureAwait(false);
        else run.Site[Process].Thaw();
    });

    public override string ToString() => $"freeze {Process} for {Seconds(For)}{(ThenKill ? " and kill it" : "")}";
}

/// <summary>
/// The disk of a process is full while a package is published, until the process has noticed or is given up; the process is killed meanwhile if so wanted,
/// and may have to start on a full disk.
/// </summary>
internal sealed record FillDisk(string Process, TimeSpan For, bool AndKill) : CrashAction
{
    private const int MostTimes = 5;

    public override async Task PerformAsync(CrashRun run)
    {
        // A server needs space for what is published; the others need it for what was published.
        if (Process != SiteShape.Server) await run.PublishAsync().ConfigureAwait(false);
        var noticed = run.Site[Process].SpokenOfFullDisk;
        run.Site.FillDisk(Process);
        run.Site.Chronicle.Count(Deed.FullDisks, $"the disk of {Process} is full");
        var (publishing, killing) = (Process == SiteShape.Server ? run.PublishAsync() : Task.CompletedTask, Task.CompletedTask);
        try
        {
            await Task.Delay(For).ConfigureAwait(false);
            await run.WithinAsync(For * MostTimes, () => run.Site[Process].SpokenOfFullDisk > noticed).ConfigureAwait(false);
            if (AndKill) killing = new Kill(Process, TimeSpan.Zero).PerformAsync(run);
            if (AndKill) await Task.Delay(For).ConfigureAwait(false);
        }
        finally
        {
            run.Site.FreeDisk(Process);
            run.Site.Chronicle.Note($"the disk of {Process} has space");
        }

        await Task.WhenAll(publishing, killing).ConfigureAwait(false);
    }

    public override string ToString() => $"publish, and fill the disk of {Process} for {Seconds(For)}{(AndKill ? " and kill it meanwhile" : "")}";
}

/// <summary>The links of a kind are disturbed for a while, and until a connection has suffered from it or none is to be expected.</summary>
internal sealed record Disturb(LinkKind Links, Disturbance Disturbance, TimeSpan For) : CrashAction
{
    private const int MostTimes = 10;

    public override async Task PerformAsync(CrashRun run)
    {
        var links = run.Site.Links(Links);
        int Harmed() => links.Sum(link => link.Harmed(Disturbance.Harm));
        var before = Harmed();
        foreach (var link in links) link.Disturb(Disturbance);
        try
        {
            await Task.Delay(For).ConfigureAwait(false);
            await run.WithinAsync(For * MostTimes, () => Harmed() > before).ConfigureAwait(false);
        }
        finally
        {
            foreach (var link in links) link.Disturb(null);
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Disturbance.Harm} on {Links} links, {Disturbance.Share:0%} of the pieces, for {Seconds(For)}");
}

/// <summary>The author publishes the next package until the server acknowledges it; then the server is killed if so wanted.</summary>
internal sealed record Publish(bool ThenKill) : CrashAction
{
    public override async Task PerformAsync(CrashRun run)
    {
        await run.PublishAsync().ConfigureAwait(false);
        if (ThenKill) await new Kill(SiteShape.Server, TimeSpan.Zero).PerformAsync(run).ConfigureAwait(false);
    }

    public override string ToString() => $"publish{(ThenKill ? ", and kill the server when it has acknowledged" : "")}";
}

/// <summary>The operator enrols a further device until the tracker acknowledges it; then the tracker is killed.</summary>
internal sealed record Enrol : CrashAction
{
    public override async Task PerformAsync(CrashRun run)
    {
        if (await run.EnrolNextAsync().ConfigureAwait(false)) await new Kill(SiteShape.Tracker, TimeSpan.Zero).PerformAsync(run).ConfigureAwait(false);
    }

    public override string ToString() => "enrol a device, and kill the tracker when it has acknowledged";
}

/// <summary>
/// A gateway dies during a slow transfer; the operator cancels the update of one of its devices that has not received everything; the tracker acknowledges it
/// and is killed. Nobody can have brought the device further meanwhile, so it may never complete that update.
/// </summary>
internal sealed record Cancel(string Gateway) : CrashAction
{
    private static readonly Disturbance Slow = new(Harm.Delay, 1, TimeSpan.FromMilliseconds(150));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public override async Task PerformAsync(CrashRun run)
    {
        var devices = run.Site.Shape.DevicesOf(Gateway);
        run.Site.TrackerLink(Gateway).Disturb(Slow);
        await run.PublishAsync().ConfigureAwait(false);
        await run.WithinAsync(Patience, () => devices.Any(run.IsReceiving)).ConfigureAwait(false);
        await WithTurnAsync(run.Site[Gateway], async () =>
        {
            await run.KillAsync(Gateway).ConfigureAwait(false);
            run.Site.TrackerLink(Gateway).Disturb(null);
            if (await run.CancelOneAsync(devices).ConfigureAwait(false) is { } cancelled)
            {
                await new Kill(SiteShape.Tracker, TimeSpan.Zero).PerformAsync(run).ConfigureAwait(false);
                run.HoldToCancellation(cancelled.Device, cancelled.Target);
            }

            await run.RestartAsync(Gateway).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public override string ToString() => $"publish, kill {Gateway}, cancel the update of one of its devices, and kill the tracker when it has acknowledged";
}
