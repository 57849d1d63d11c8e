using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Commands;

/// <summary>Takes the decisions of a failing run again.</summary>
internal static class Replaying
{
    public static int Run(FileInfo file, Telling telling)
    {
        string text;
        try
        {
            text = File.ReadAllText(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            telling.Fail($"{file.FullName}: expected a readable file, but: {exception.Message}");
            return ExitCodes.File;
        }

        var read = Counterexample.Read(text);
        if (read.Value is not { } known)
        {
            telling.Fail($"{file.FullName}: {read.Error}");
            return ExitCodes.File;
        }

        var (result, misfit) = Hunt.Replay(Scenarios.Find(known.Scenario, known.Bug)!, new HuntOrder(known.Strategy, known.Seed, 1), known.Trace);
        if (result.Log is { } log)
        {
            foreach (var line in log.TrimEnd().Split('\n')) telling.Say(line);
        }

        if (misfit is not null)
        {
            telling.Fail($"{file.FullName}: expected decisions that fit this version of the code, but: {misfit} Whether it still breaks is not known; hunt again: secup explore --minutes 1 --scenario {known.Scenario}");
            return ExitCodes.File;
        }

        telling.Result(
            new { scenario = known.Scenario, failure = result.Failure, same = result.Failure == known.Failure },
            result.Failure is null
                ? "Nothing breaks on this way any more."
                : result.Failure == known.Failure ? $"Breaks as before: {result.Failure}" : $"Breaks otherwise than before ({known.Failure}): {result.Failure}");
        return result.Failure is null ? ExitCodes.Done : ExitCodes.Broken;
    }
}
