using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting.Hosts;
using Spectre.Console;

namespace SecUpIoT.Cli.Demo;

/// <summary>
/// Tells the update procedure as it happens, each event under its step of spec/sequences/update-procedure.md. Transfers are drawn as bars where
/// there is a terminal, and told in tenths where there is none.
/// </summary>
internal sealed class DemoConsole(Terminal terminal) : IProgress<HostEvent>
{
    private readonly ConcurrentDictionary<string, ProgressTask> _bars = new();
    private readonly ConcurrentDictionary<string, ulong> _tenths = new();
    private ProgressContext? _drawing;

    public void Step(int number, string text)
    {
        if (terminal.Json) return;
        var line = $"{number,2} {Steps.Name(number),-18} {text}";
        if (_drawing is null) terminal.Say(line);
        else terminal.Human.WriteLine(line);
    }

    /// <summary>Draws progress while <paramref name="work"/> runs, where the terminal can be drawn upon.</summary>
    public async Task<T> DrawAsync<T>(Func<Task<T>> work)
    {
        if (!terminal.Interactive) return await work().ConfigureAwait(false);
        return await terminal.Human.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                _drawing = context;
                try
                {
                    return await work().ConfigureAwait(false);
                }
                finally
                {
                    _drawing = null;
                }
            }).ConfigureAwait(false);
    }

    public void Report(HostEvent value)
    {
        terminal.Emit(EventLine.ToJson(value));
        if (terminal.Json) return;
        if (value is HostEvent.Progress { Entity: "device" } progress) Draw(progress);
        else if (Steps.Of(value) is { } step && EventLine.ToText(value) is { } text) Step(step, text);
    }

    /// <summary>As <see cref="Report(HostEvent)"/>, for what a node in another process told.</summary>
    public void Report(JsonObject told)
    {
        if (EventLine.FromJson(told) is { } happened) Report(happened);
    }

    private void Draw(HostEvent.Progress progress)
    {
        var name = $"{progress.Subject[..Math.Min(8, progress.Subject.Length)]} {progress.What}";
        if (_drawing is { } drawing)
        {
            var bar = _bars.GetOrAdd(name, key => drawing.AddTask(Markup.Escape(key), maxValue: progress.Total));
            bar.Value = progress.Done;
            return;
        }

        var tenth = progress.Total == 0 ? 10 : progress.Done * 10 / progress.Total;
        if (_tenths.TryGetValue(name, out var told) && told >= tenth && progress.Done != progress.Total) return;
        if (told == 10 && tenth == 10) return;
        _tenths[name] = tenth;
        Step(progress.What == "received" ? Steps.Transfer : Steps.Verify, $"{name} {tenth * 10} %, {progress.Done} of {progress.Total} bytes");
    }
}

/// <summary>The eleven steps of the update procedure, and which event belongs to which.</summary>
internal static class Steps
{
    public const int Publish = 1;
    public const int Enrol = 2;
    public const int StatusCheck = 3;
    public const int Offer = 4;
    public const int Transfer = 5;
    public const int Verify = 6;
    public const int Install = 7;
    public const int TrialBoot = 8;
    public const int Confirm = 9;
    public const int Reported = 10;
    public const int Completed = 11;

    private static readonly string[] Names = ["set-up", "publish", "enrol", "status check", "offer", "transfer", "verify", "install", "trial boot", "confirm or revert", "report", "completed"];

    public static string Name(int number) => Names[number];

    /// <summary>The step, or null for what is not part of the story.</summary>
    public static int? Of(HostEvent happened) => happened switch
    {
        HostEvent.Listening => 0,
        HostEvent.Faulted => 0,
        HostEvent.Restarted => TrialBoot,
        HostEvent.ImageInvoked => TrialBoot,
        HostEvent.PhaseChanged { Entity: "server" } => Publish,
        HostEvent.CatalogueChanged => Publish,
        HostEvent.PhaseChanged { Entity: "device", To: "Receiving" } => Offer,
        HostEvent.PhaseChanged { Entity: "device", To: "VerifyingImage" or "Verified" } => Verify,
        HostEvent.PhaseChanged { Entity: "device", To: "Installing" or "AwaitingBoot" } => Install,
        HostEvent.PhaseChanged { Entity: "device", From: "Trial" } => Confirm,
        HostEvent.PhaseChanged { Entity: "device" } => TrialBoot,
        HostEvent.PhaseChanged { Entity: "tracker", To: "Confirmed" } => Completed,
        HostEvent.PhaseChanged { Entity: "tracker", To: "Announced" } => Offer,
        HostEvent.PhaseChanged { Entity: "tracker", To: "Enrolled" } => Enrol,
        HostEvent.PhaseChanged { Entity: "tracker", Subject.Length: 36 } => Reported,
        HostEvent.Refused { Entity: "device" or "tracker" or "server" } => Reported,
        _ => null,
    };
}
