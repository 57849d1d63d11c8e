using System.CommandLine;
using System.Globalization;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>The parts of a campaign's plan as options.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string> _tags = new("--tags") { Description = "Only devices whose tags satisfy this, such as 'site=lab & !beta | canary'.", DefaultValueFactory = _ => "" };
    private readonly Option<string[]> _devices = new("--device") { Description = "Only this device (UUID); may be given several times." };
    private readonly Option<string> _waves = new("--waves") { Description = "Percent of the members in each wave and all before it, rising to 100.", DefaultValueFactory = _ => "100" };
    private readonly Option<byte> _advance = WholeNumber.Option<byte>("--advance", "Percent of the members in open waves that must have confirmed before the next opens.", 1, 100, usual: 100);
    private readonly Option<byte> _stopShare = WholeNumber.Option<byte>("--stop-share", "Pause when this percent of the members in open waves failed; 0 for never.", 0, 100);
    private readonly Option<uint> _stopCount = WholeNumber.Option<uint>("--stop-count", "Pause when so many members failed; 0 for never.", 0, uint.MaxValue);
    private readonly Option<uint> _mostUnderWay = WholeNumber.Option<uint>("--most-under-way", "Most members that are updated at once; 0 for no limit.", 0, uint.MaxValue);
    private readonly Option<uint> _attempts = WholeNumber.Option<uint>("--attempts", "Attempts in all when one ends for a passing reason.", 1, uint.MaxValue, usual: 3);
    private readonly Option<string> _firstPause = new("--first-pause") { Description = "Before the second attempt; doubles with each.", DefaultValueFactory = _ => "1m" };
    private readonly Option<string> _longestPause = new("--longest-pause") { Description = "No pause is longer.", DefaultValueFactory = _ => "1h" };
    private readonly Option<string[]> _retry = new("--retry") { Description = "CODE=N: attempts in all when one ends with this result code; may be given several times." };
    private readonly Option<string[]> _windows = new("--window") { Description = "Work only then, in UTC, such as 'mon-fri 01:00+3h' or 'daily 22:30+90m'; may be given several times." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tags, _devices, _waves, _advance, _stopShare, _stopCount, _mostUnderWay, _attempts, _firstPause, _longestPause, _retry, _windows }) command.Options.Add(option);
    }

    public CampaignPlan Read(ParseResult parsed, string name) => new(
        name,
        parsed.GetRequiredValue(_tags),
        new((parsed.GetValue(_devices) ?? []).Select(Identities.Device)),
        new(parsed.GetRequiredValue(_waves).Split(',').Select(Percent)),
        parsed.GetValue(_advance),
        parsed.GetValue(_stopShare),
        parsed.GetValue(_stopCount),
        parsed.GetValue(_mostUnderWay),
        new RetryRule(
            parsed.GetValue(_attempts),
            Seconds(_firstPause.Name, parsed.GetRequiredValue(_firstPause)),
            Seconds(_longestPause.Name, parsed.GetRequiredValue(_longestPause)),
            new((parsed.GetValue(_retry) ?? []).Select(Rule))),
        new((parsed.GetValue(_windows) ?? []).Select(Window)));

    private static byte Percent(string text) => byte.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
        ? percent
        : throw new CommandFailure(ExitCode.Usage, $"--waves: expected percentages such as 1,10,50,100, got '{text}'.");

    private static uint Seconds(string option, string text) => YamlMap.ParseSpan(text) is { TotalSeconds: <= uint.MaxValue } span
        ? (uint)span.TotalSeconds
        : throw new CommandFailure(ExitCode.Usage, $"{option}: expected a time such as 30s, 5m or 1h, got '{text}'.");

    private static CodeRule Rule(string text)
    {
        var parts = text.Split('=');
        return parts.Length == 2 && Enum.TryParse<ResultCode>(parts[0], out var code) && Enum.IsDefined(code) && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? new CodeRule(code, most)
            : throw new CommandFailure(ExitCode.Usage, $"--retry: expected a result code and a number such as StorageFailed=5, got '{text}'.");
    }

    private static MaintenanceWindow Window(string text)
    {
        var failure = new CommandFailure(ExitCode.Usage, $"--window: expected days, a time and a length such as 'mon-fri 01:00+3h' or 'daily 22:30+90m', got '{text}'.");
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || parts[1].Split('+') is not [var time, var length]) throw failure;
        if (!TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)) throw failure;
        if (YamlMap.ParseSpan(length) is not { TotalMinutes: >= 1 and <= MaintenanceWindow.Day } span) throw failure;
        return new MaintenanceWindow(Days(parts[0].ToLowerInvariant()) ?? throw failure, (ushort)(begin.Hour * 60 + begin.Minute), (ushort)span.TotalMinutes);
    }

    private static byte? Days(string text)
    {
        if (text == "daily") return 0x7f;
        var days = 0;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-').Select(day => Array.IndexOf(Words.Days, day)).ToList();
            if (ends.Count > 2 || ends.Contains(-1)) return null;
            // Over the end of the week as well: fri-mon.
            for (var day = ends[0]; ; day = (day + 1) % Words.Days.Length)
            {
                days |= 1 << day;
                if (day == ends[^1]) break;
            }
        }

        return (byte)days;
    }
}
