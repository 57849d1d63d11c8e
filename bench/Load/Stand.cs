using System.Diagnostics;

namespace SecUpIoT.Load;

/// <summary>How the devices were enrolled, and how fast.</summary>
internal sealed record EnrolmentResult(string Way, int Devices, double Seconds, double PerSecond);

/// <summary>One tracker with its enrolled devices.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _secup;
    private readonly LoadSettings _settings;
    private readonly ProgressLine _progress;

    private Stand(Site site, Fleet fleet, string secup, LoadSettings settings, ProgressLine progress)
    {
        (Site, Fleet, _secup, _settings, _progress) = (site, fleet, secup, settings, progress);
        (Tracker, Exchange) = (null!, null!);
    }

    public Site Site { get; }

    public Fleet Fleet { get; }

    public TrackerProcess Tracker { get; private set; }

    public Exchange Exchange { get; private set; }

    /// <summary>Null when the folder held the enrolled devices already.</summary>
    public EnrolmentResult? Enrolment { get; private set; }

    /// <summary>Opens or makes the folder, starts the tracker, and enrols the devices.</summary>
    public static async Task<Stand> OpenAsync(string? folder, int devices, string secup, EnrolmentWay way, LoadSettings settings, ProgressLine progress, CancellationToken cancel)
    {
        var site = Site.Open(folder, settings.Seed, devices);
        var stand = new Stand(site, new Fleet(settings.Seed, devices, site.CounterBase), secup, settings, progress);
        try
        {
            await stand.BeginAsync(way, cancel).ConfigureAwait(false);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the tracker, again if it was killed.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        Tracker = await TrackerProcess.StartAsync(_secup, Site.Configuration, Patience, cancel).ConfigureAwait(false);
        Exchange = new Exchange(Fleet, Site, Tracker, _settings, _progress);
    }

    public async ValueTask DisposeAsync()
    {
        if (Tracker is not null) await Tracker.DisposeAsync().ConfigureAwait(false);
        Site.Dispose();
    }

    private async Task BeginAsync(EnrolmentWay way, CancellationToken cancel)
    {
        if (Site.IsEnrolled)
        {
            await StartAsync(cancel).ConfigureAwait(false);
            return;
        }

        _progress.Say($"Enrolling {Fleet.Count:N0} devices ({way})");
        if (way == EnrolmentWay.Operator) await StartAsync(cancel).ConfigureAwait(false);
        var begun = Stopwatch.GetTimestamp();
        if (way == EnrolmentWay.Store) await Load.Enrolment.ByStoreAsync(Fleet, Site.Database, _progress, cancel).ConfigureAwait(false);
        else await Load.Enrolment.ByOperatorAsync(Fleet, Tracker.Address, Site, Math.Min(_settings.Connections, Fleet.Count), _progress, cancel).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Enrolment = new(way.ToString(), Fleet.Count, Math.Round(seconds, 2), Math.Round(Fleet.Count / seconds));
        Site.Enrolled();
        if (way == EnrolmentWay.Store) await StartAsync(cancel).ConfigureAwait(false);
    }
}
