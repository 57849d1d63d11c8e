using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Commands;

/// <summary>Names what can be hunted.</summary>
internal static class Listing
{
    public static int Run(Telling telling)
    {
        foreach (var scenario in Scenarios.All)
        {
            telling.Result(
                new { scenario = scenario.Name, subject = scenario.Subject.ToString(), race = scenario.Race, judges = scenario.Judges },
                $"{scenario.Name,-52} {scenario.Subject,-8} {scenario.Race} ({string.Join(", ", scenario.Judges)})");
        }

        foreach (var bug in Scenarios.Bugs)
        {
            telling.Result(
                new { bug = bug.Name, scenario = bug.Scenario.Name, wrong = bug.Wrong, breaks = bug.Breaks },
                $"bug {bug.Name,-48} in {bug.Scenario.Name}: {bug.Wrong} ({bug.Breaks})");
        }

        return ExitCodes.Done;
    }
}
