namespace SecUpIoT.Simulation.Exploration;

/// <summary>Where a walk of the model and the machines part.</summary>
/// <param name="Line">The line of the walk, from 1.</param>
/// <param name="Expected">What the model says.</param>
/// <param name="Actual">What the machines do.</param>
public sealed record Parting(int Line, string Expected, string Actual);

/// <summary>
/// Replays what a simulation of the model printed (spec/model/simulate.sh) through the machines: after each action the same table rows were taken or
/// refused, the same messages stand on the links, and the state is the same.
/// </summary>
public static class ModelWalk
{
    /// <summary>Null when both go the same way; else the first place where they part.</summary>
    /// <param name="lines">One walk: a line with the numbers, then for each step an action, rows and a state.</param>
    /// <param name="machines">The machines; those that ship when null.</param>
    /// <param name="steps">How many steps were compared.</param>
    public static Parting? Compare(IReadOnlyList<string> lines, Func<Cast, Machines>? machines, out int steps)
    {
        ArgumentNullException.ThrowIfNull(lines);
        steps = 0;
        if (lines.Count == 0 || SettingsOf(lines[0]) is not { } settings) return new(1, "~ seed N devices N servers N KEY=NUMBER...", lines.Count == 0 ? "nothing" : lines[0]);
        var cast = new Cast(settings);
        var stepper = new Stepper(cast, machines?.Invoke(cast) ?? new Machines(cast));
        var state = new StateLine(cast);
        var world = stepper.Begin();
        var rows = new Queue<(string Taken, string? Refused)>();
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0) continue;
            switch (line[0])
            {
                case '@':
                    if (rows.TryPeek(out var left)) return new(i + 1, line, "also " + left.Taken);
                    if (WorldAction.Parse(line[1..], out var error) is not { } action) return new(i + 1, line, error);
                    if (!stepper.Possible(world).Contains(action)) return new(i + 1, line, $"not possible in {state.Of(world)}");
                    var record = new StepRecord();
                    world = stepper.Perform(world, action, record);
                    steps++;
                    if (record.Breaches.Count > 0) return new(i + 1, "no invariant broken", record.Breaches[0].ToString());
                    foreach (var handled in record.Events.OfType<HandledInput>().Where(IsModelled)) rows.Enqueue(Row(handled));
                    break;
                case '#':
                    if (!rows.TryDequeue(out var row)) return new(i + 1, line, "no further row");
                    if (row.Taken != line && !(row.Refused is not null && IsSameRefusal(row.Refused, line))) return new(i + 1, line, row.Refused ?? row.Taken);
                    break;
                case '=':
                    if (rows.TryPeek(out var more)) return new(i + 1, line, "also " + more.Taken);
                    var now = "= " + state.Of(world);
                    if (now != line) return new(i + 1, line, now);
                    break;
            }
        }

        return null;
    }

    private static ExplorationSettings? SettingsOf(string first)
    {
        var words = first.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["~", "seed", _, "devices", var devices, "servers", var servers, .. var numbers]) return null;
        return Configurations.ReadLine($"walk {devices} {servers} machines {string.Join(' ', numbers)}");
    }

    // A server that has not got what is asked of it refuses; in the model the tracker does not ask it.
    private static bool IsModelled(HandledInput handled) => handled is not { Machine: "FirmwareServer", Trigger: "BlockAsked" or "BlockRefused", Refused: not null };

    // Both refuse: what is not in the table under whatever name, and what a judge refuses where the table would too.
    private static bool IsSameRefusal(string row, string line)
    {
        var (mine, theirs) = (row.Split(' '), line.Split(' '));
        if (IsRefusedReport(mine) && IsRefusedReport(theirs)) return true;
        if (mine.Length != 6 || theirs.Length != 6 || !mine.Take(4).SequenceEqual(theirs.Take(4))) return false;
        return theirs[5] == "refused" || (theirs[5] == theirs[3] && theirs[4].EndsWith("Refused", StringComparison.Ordinal));
    }

    // Of a report that is refused the model forgets whose it is, when several devices could have sent it.
    private static bool IsRefusedReport(string[] row) => row is ["#", "StatusTracker", _, _, "ReportRefused", _];

    // A refusal is a row of the table, or a cell that is not in it; either way nothing changes.
    private static (string Taken, string? Refused) Row(HandledInput handled)
    {
        var subject = handled.Machine is "StatusTracker" or "ServerLink" ? handled.Subject[3..] : handled.Subject[1..];
        var begin = $"# {handled.Machine} {subject} {handled.Phase} {handled.Trigger} ";
        return (begin + handled.Next, handled.Refused is null ? null : begin + "refused");
    }
}
