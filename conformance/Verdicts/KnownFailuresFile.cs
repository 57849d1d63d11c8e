using System.Globalization;
using SecUpIoT.Conformance.Claims;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>Reads a list of known failures (Schemas/known-failures.schema.json). Nothing in it may be left open: an entry that accepts anything hides everything.</summary>
public static class KnownFailuresFile
{
    /// <summary>The version of the file's form.</summary>
    public const string Form = "secup-iot-known-failures/1";

    /// <summary>The list in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="day">Today.</param>
    /// <exception cref="ClaimsFileException">The file is not what it must be; every fault is named.</exception>
    public static KnownFailures Read(string path, DateOnly day) => new(day, YamlText.Read(path, Read));

    /// <summary>The list in a text.</summary>
    /// <exception cref="ClaimsFileException">The text is not what it must be; every fault is named.</exception>
    public static KnownFailures Parse(string path, string text, DateOnly day) => new(day, YamlText.Parse(path, text, Read));

    private static List<KnownFailure> Read(YamlMap root)
    {
        if (root.Text("known", $"'{Form}'") is { } form && form != Form) root.Fault(root.Find("known")!, $"'{Form}' for 'known'", $"'{form}'", "Use the suite that the file is for.");
        if (!root.Has("failures")) root.Fault(root.Node, "the key 'failures'", "none", "Add it; [] says that there is none.");
        var read = new List<KnownFailure>();
        foreach (var entry in root.Maps("failures", "a list of known failures"))
        {
            if (ReadEntry(entry) is not { } failure) continue;
            if (read.Exists(other => other.Tp == failure.Tp && (other.Row is null || failure.Row is null || other.Row == failure.Row)))
                entry.Fault(entry.Node, "one entry for each scenario", $"another one for {failure.Name}", "Remove one of them.");
            read.Add(failure);
        }

        root.Close();
        return read;
    }

    private static KnownFailure? ReadEntry(YamlMap entry)
    {
        var tp = entry.Text("tp", "the id of a test purpose");
        var row = entry.OptionalText("row", "a row of its outline");
        var reason = entry.Text("reason", "why it is not mended yet");
        var message = entry.Text("message", "how its message begins");
        var issue = entry.OptionalText("issue", "where it is followed up");
        var until = entry.Text("until", "the last day on which it is accepted");
        entry.Close();
        if (tp is null || reason is null || message is null || until is null) return null;
        if (DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(tp, row, reason, message, day, issue);
        entry.Fault(entry.Find("until")!, "a day such as 2026-12-31 for 'until'", $"'{until}'", "Write year, month and day.");
        return null;
    }
}
