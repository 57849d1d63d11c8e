using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Cli;
using SecUpIoT.Crash.Checks;
using SecUpIoT.Crash.Faults;
using SecUpIoT.Crash.Site;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash.Driving;

/// <summary>
/// One run: the site is started, the actions of the plan are performed while packages are published, then everything is left in peace, and the site must come
/// to rest with every device on the newest image. From the first to the last moment somebody looks from outside and holds it against the invariants.
/// </summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private const int MostAtOnce = 5;
    private const int LateDevices = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly CrashSettings _settings;
    private readonly RecordLedger _ledger = new();
    private readonly FlashCheck _flashes;
    private readonly List<AuthoredPackage> _published = [];
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly Queue<int> _late;
    private readonly List<Violation> _found = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _looking = new();
    private int _authored;

    private CrashRun(CrashSite site, CrashSettings settings)
    {
        Site = site;
        _settings = settings;
        _flashes = new FlashCheck(site.Files.Authors);
        _flashes.Authored(site.Files.Factory.Image);
        _late = new Queue<int>(Enumerable.Range(settings.Devices - LateDevices + 1, LateDevices));
    }

    public CrashSite Site { get; }

    /// <summary>Updates that were shown as completed.</summary>
    public int Completions => _ledger.Completions;

    public int Packages => _published.Count;

    /// <summary>What did not hold so far.</summary>
    public IReadOnlyList<Violation> Violations
    {
        get
        {
            lock (_gate) return [.. _found, .. _ledger.Violations, .. Site.Fallen];
        }
    }

    private Chronicle Chronicle => Site.Chronicle;

    public static async Task<CrashRun> BuildAsync(Scratch scratch, CrashSettings settings, Action<string> progress) =>
        new(await CrashSite.BuildAsync(scratch, settings.Devices, settings.Seed, new Chronicle(progress)).ConfigureAwait(false), settings);

    /// <summary>The whole run. It ends early when something does not hold.</summary>
    public async Task RunAsync()
    {
        var phases = new (string Name, Func<Task> PerformAsync)[]
        {
            ("start", BeginAsync), ("faults", DisturbAsync), ("rest", ComeToRestAsync), ("last update", UpdateInPeaceAsync), ("acknowledgements", CheckAcknowledgedAsync), ("end", EndAsync),
        };
        var looking = Task.CompletedTask;
        try
        {
            foreach (var (name, perform) in phases)
            {
                Chronicle.Note($"--- {name}");
                Chronicle.Tell($"{name}; {Summary()}");
                await perform().ConfigureAwait(false);
                if (name == "start") looking = LookAsync();
                if (Violations.Count > 0) break;
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            Add(new Violation("I-18", "the run", "every step of it to end", exception.Message));
        }
        finally
        {
            await _looking.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(false);
        }

        Chronicle.Tell(Summary());
        foreach (var process in Site.Processes)
        {
            foreach (var line in process.Unforeseen) Chronicle.Tell($"{process.Name} logged an exception: {line}");
        }
    }

    public async Task KillAsync(string process)
    {
        await Site[process].KillAsync().ConfigureAwait(false);
        Chronicle.Count(Deed.Kills, $"{process} is killed");
        CheckFlashes(process, atRest: false);
    }

    public async Task StopAsync(string process)
    {
        var code = await Site[process].StopAsync().ConfigureAwait(false);
        Chronicle.Count(Deed.Stops, $"{process} has stopped, exit code {code}");
        if (code != ExitCode.Done && code != ExitCode.Storage) Add(new Violation("I-18", $"process {process}", "to stop with exit code 0 when it is asked to", $"exit code {code}"));
        CheckFlashes(process, atRest: false);
    }

    public async Task RestartAsync(string process)
    {
        await Site.StartAsync(Site[process]).ConfigureAwait(false);
        Chronicle.Count(Deed.Restarts, $"{process} runs again");
    }

    public async Task KillAndStartAsync(string process, TimeSpan down)
    {
        await KillAsync(process).ConfigureAwait(false);
        await Task.Delay(down).ConfigureAwait(false);
        await RestartAsync(process).ConfigureAwait(false);
    }

    /// <summary>Runs <c>secup publish</c> with the next package until it is acknowledged.</summary>
    public async Task PublishAsync()
    {
        await _publishing.WaitAsync().ConfigureAwait(false);
        try
        {
            var package = Site.Files.Author(++_authored, _settings.Seed);
            _flashes.Authored(package.Image);
            await UntilAsync($"package {package.Image.Name.Number} to be published", async () =>
            {
                var ran = await Secup.RunAsync(Site.Volumes, "publish", package.EnvelopePath, "--payload", package.ImagePath, "--trial", Site.Files.Trial.Root).ConfigureAwait(false);
                if (ran.ExitCode != ExitCode.Done) Chronicle.Note($"package {package.Image.Name.Number} is not published: {ran.Errors.Trim()}");
                return ran.ExitCode == ExitCode.Done;
            }).ConfigureAwait(false);
            lock (_gate) _published.Add(package);
            Chronicle.Count(Deed.PackagesPublished, $"package {package.Image.Name.Number} is published");
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>Enrols one of the devices that were left out at the beginning; false when none is left.</summary>
    public async Task<bool> EnrolNextAsync()
    {
        int device;
        lock (_gate)
        {
            if (!_late.TryDequeue(out device)) return false;
        }

        await EnrolAsync(device).ConfigureAwait(false);
        return true;
    }

    /// <summary>True when both the device and its record say that it is receiving.</summary>
    public bool IsReceiving(int number) =>
        Site.PhaseOf(number) == nameof(DevicePhase.Receiving) && _ledger.Last(Site.Files.Device(number)) is { Phase: TrackPhase.Accepted or TrackPhase.Downloading };

    /// <summary>Waits until something is the case, but not longer than this.</summary>
    public async Task WithinAsync(TimeSpan most, Func<bool> condition)
    {
        var end = Chronicle.Elapsed + most;
        while (!condition() && Chronicle.Elapsed < end) await Task.Delay(Glance).ConfigureAwait(false);
    }

    /// <summary>Cancels the update of the first of these devices that is receiving; null when none is, or nothing was acknowledged.</summary>
    public async Task<(int Device, ImageName Target)?> CancelOneAsync(IReadOnlyList<int> devices)
    {
        if (await Site.Operator.StatusAsync().ConfigureAwait(false) is not { } before) return null;
        foreach (var number in devices.Where(IsReceiving))
        {
            var device = Site.Files.Device(number);
            if (Receiving(before, device) is not { } target || !await Site.Operator.CancelAsync(device).ConfigureAwait(false)) continue;
            Chronicle.Count(Deed.Cancellations, $"device {device}: {target} will be cancelled");
            // A report that was still on its way may have changed what there is to cancel.
            return await Site.Operator.StatusAsync().ConfigureAwait(false) is { } after && Receiving(after, device) == target ? (number, target) : null;
        }

        return null;
    }

    /// <summary>
    /// The device may not complete the image any more, provided that it was still receiving when its gateway was gone: what it did just before that has been
    /// heard by now.
    /// </summary>
    public void HoldToCancellation(int number, ImageName target)
    {
        if (Site.PhaseOf(number) != nameof(DevicePhase.Receiving)) return;
        _ledger.Cancelled(Site.Files.Device(number), target);
        Chronicle.Note($"device {Site.Files.Device(number)} may not complete {target} any more");
    }

    /// <summary>The counts, for people.</summary>
    public string Summary()
    {
        var harms = string.Join(", ", Enum.GetValues<Harm>().Select(harm => $"{Site.Harmed(harm)} {harm}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Chronicle[Deed.Kills]} kills, {Chronicle[Deed.Stops]} stops, {Chronicle[Deed.Freezes]} freezes, {Chronicle[Deed.Restarts]} restarts, {Chronicle[Deed.FullDisks]} full disks "
            + $"({Site.Processes.Sum(static process => process.SpokenOfFullDisk)} complaints, {Chronicle[Deed.EndedByFullDisk]} processes ended by one), connections: {harms}; "
            + $"{Chronicle[Deed.PackagesPublished]} packages, {Completions} updates completed, {Chronicle[Deed.Enrolments]} enrolments and {Chronicle[Deed.Cancellations]} cancellations acknowledged, "
            + $"{Chronicle[Deed.FlashesRead]} flashes read");
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync().ConfigureAwait(false);
        _looking.Dispose();
    }

    private static ImageName? Receiving(IReadOnlyList<TrackEntry> answer, DeviceId device) =>
        answer.FirstOrDefault(entry => entry.Device == device) is { Phase: TrackPhase.Accepted or TrackPhase.Downloading } entry ? entry.Target : null;

    private async Task BeginAsync()
    {
        await Task.WhenAll(Site.Processes.Select(Site.StartAsync)).ConfigureAwait(false);
        for (var device = 1; device <= _settings.Devices - LateDevices; device++) await EnrolAsync(device).ConfigureAwait(false);
    }

    private async Task DisturbAsync()
    {
        var plan = new Plan(_settings.Seed, Site.Shape, Site.Volumes.Fault is null);
        var end = Chronicle.Elapsed + (_settings.Length ?? TimeSpan.Zero);
        var told = Chronicle.Elapsed;
        using var places = new SemaphoreSlim(MostAtOnce);
        var performing = new List<Task>();
        do
        {
            foreach (var (pause, action) in plan.Deal())
            {
                if (Violations.Count > 0 || (_settings.Length is not null && Chronicle.Elapsed > end)) break;
                await Task.Delay(pause).ConfigureAwait(false);
                await places.WaitAsync().ConfigureAwait(false);
                performing.Add(PerformAsync(action, places));
                if (Chronicle.Elapsed - told < Beat) continue;
                told = Chronicle.Elapsed;
                Chronicle.Tell(Summary());
            }
        }
        while (Violations.Count == 0 && Chronicle.Elapsed < end);

        await Task.WhenAll(performing).ConfigureAwait(false);
    }

    private async Task PerformAsync(CrashAction action, SemaphoreSlim places)
    {
        Chronicle.Note($"{action}");
        try
        {
            await action.PerformAsync(this).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            Add(new Violation("I-18", $"action '{action}'", "to end", exception.Message));
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Faults have stopped: the update that is under way ends at every device.</summary>
    private async Task ComeToRestAsync()
    {
        var enrolled = await Secup.RunAsync(Site.Volumes, "enrol", "--trial", Site.Files.Trial.Root, "--json").ConfigureAwait(false);
        if (enrolled.ExitCode != ExitCode.Done) throw new InvalidOperationException($"Expected all devices to be enrolled, but: {enrolled.Errors}");
        for (var device = 1; device <= _settings.Devices; device++) _ledger.Enrolled(Site.Files.Device(device));
        var newest = Newest();
        await UntilDoneAsync("I-18", $"every device to be done with {newest}", entry =>
            entry.Target == newest && entry.Phase is TrackPhase.Confirmed or TrackPhase.Failed or TrackPhase.Reverted or TrackPhase.Cancelled).ConfigureAwait(false);
    }

    /// <summary>Whatever was damaged, cancelled or given up before: the next update reaches every device.</summary>
    private async Task UpdateInPeaceAsync()
    {
        await PublishAsync().ConfigureAwait(false);
        var newest = Newest();
        await UntilDoneAsync("I-18, I-19", $"every device to complete {newest}", entry => entry.Target == newest && entry.Phase == TrackPhase.Confirmed).ConfigureAwait(false);
    }

    private async Task CheckAcknowledgedAsync()
    {
        var status = await Secup.RunAsync(Site.Volumes, "status", "--trial", Site.Files.Trial.Root, "--json").ConfigureAwait(false);
        var completed = status.ExitCode == ExitCode.Done ? JsonNode.Parse(status.Output)!["completed"]!.AsArray().Count : -1;
        if (completed != _settings.Devices) Add(new Violation("I-13", "secup status", $"{_settings.Devices} devices that have completed", $"{completed}; {status.Errors}"));
        foreach (var package in _published)
        {
            var answer = await Site.Operator.PublishedAsync(package).ConfigureAwait(false);
            if (answer is not { Phase: PackagePhase.Published, Missing.Count: 0 })
                Add(new Violation("I-13", $"package {package.Image.Name}", "published, because that was acknowledged", answer is null ? "no answer" : $"{answer.Phase}, {answer.Missing.Count} payloads missing"));
        }
    }

    private async Task EndAsync()
    {
        await _looking.CancelAsync().ConfigureAwait(false);
        foreach (var process in Site.Processes.Reverse())
        {
            var code = await process.StopAsync().ConfigureAwait(false);
            if (code != ExitCode.Done) Add(new Violation("I-18", $"process {process.Name}", "to stop with exit code 0 at the end", $"exit code {code}"));
        }

        foreach (var node in Site.Shape.Nodes) CheckFlashes(node, atRest: true);
        var traces = await Secup.RunAsync(Site.Volumes, ["trace", "check", .. Site.Shape.Processes.Select(Site.Files.Trace)]).ConfigureAwait(false);
        if (traces.ExitCode != ExitCode.Done) Add(new Violation("see the rule", "secup trace check", "traces that fit", traces.Output + traces.Errors));
        Chronicle.Tell(traces.Output.Split('\n').FirstOrDefault(static line => line.StartsWith("Files", StringComparison.Ordinal)) ?? "no traces");
    }

    private async Task EnrolAsync(int device)
    {
        await UntilAsync($"device {device} to be enrolled", () => Site.Operator.EnrolAsync(device)).ConfigureAwait(false);
        _ledger.Enrolled(Site.Files.Device(device));
        Chronicle.Count(Deed.Enrolments, $"device {Site.Files.Device(device)} is enrolled");
    }

    private void CheckFlashes(string process, bool atRest)
    {
        if (!Site.Shape.Nodes.Contains(process)) return;
        foreach (var number in Site.Shape.DevicesOf(process))
        {
            var device = Site.Files.Device(number);
            foreach (var violation in _flashes.Judge(Site.Volumes.Outside(process, SiteFiles.FlashFile(number)), device, _ledger.CompletedNumber(device), atRest)) Add(violation);
            Chronicle.Count(Deed.FlashesRead, 1);
        }
    }

    private async Task LookAsync()
    {
        while (!_looking.IsCancellationRequested)
        {
            if (await Site.Operator.StatusAsync().ConfigureAwait(false) is { } answer) _ledger.See(answer);
            await Task.WhenAny(Task.Delay(Interval, _looking.Token)).ConfigureAwait(false);
        }
    }

    private ImageName Newest()
    {
        lock (_gate) return _published[^1].Image.Name;
    }

    private async Task UntilDoneAsync(string invariant, string what, Func<TrackEntry, bool> done)
    {
        var devices = Enumerable.Range(1, _settings.Devices).Select(Site.Files.Device).ToList();
        bool Done(DeviceId device) => _ledger.Last(device) is { } entry && done(entry);
        var (end, told) = (Chronicle.Elapsed + Patience, Chronicle.Elapsed);
        while (!devices.All(Done) && Chronicle.Elapsed < end && Violations.Count == 0)
        {
            await Task.Delay(Interval).ConfigureAwait(false);
            if (Chronicle.Elapsed - told < Beat) continue;
            told = Chronicle.Elapsed;
            var waiting = Enumerable.Range(1, devices.Count).Where(number => !Done(devices[number - 1])).ToList();
            if (waiting.Count == 0) break;
            Chronicle.Tell($"{what}: {waiting.Count} are not, the first is number {waiting[0]}, {Site.PhaseOf(waiting[0])}: {_ledger.Last(devices[waiting[0] - 1])?.ToString() ?? "no record"}");
        }

        foreach (var device in devices.Where(device => !Done(device) && Violations.Count < 20))
            Add(new Violation(invariant, $"device {device}", $"{what} within {Patience.TotalMinutes:0} minutes after the last fault", _ledger.Last(device)?.ToString() ?? "no record"));
    }

    private async Task UntilAsync(string what, Func<Task<bool>> attempt)
    {
        var end = Chronicle.Elapsed + Patience;
        while (!await attempt().ConfigureAwait(false))
        {
            if (Chronicle.Elapsed > end) throw new TimeoutException($"Expected {what} within {Patience.TotalMinutes:0} minutes.");
            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }

    private void Add(Violation violation)
    {
        Chronicle.Note($"VIOLATION {violation}");
        lock (_gate) _found.Add(violation);
    }
}
