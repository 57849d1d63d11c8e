using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>One step of a way through a checked world.</summary>
/// <param name="Action">What happened.</param>
/// <param name="Record">What it led to.</param>
/// <param name="State">The state afterwards, in one line.</param>
public sealed record WalkedStep(WorldAction Action, StepRecord Record, string State);

/// <summary>A way through a checked world, walked again from the beginning; for people, as a transcript and as a chart.</summary>
public sealed class Counterexample
{
    private Counterexample(ExplorationSettings settings, IReadOnlyList<WalkedStep> steps) => (Settings, Steps) = (settings, steps);

    /// <summary>The world.</summary>
    public ExplorationSettings Settings { get; }

    /// <summary>The steps.</summary>
    public IReadOnlyList<WalkedStep> Steps { get; }

    /// <summary>The first invariant that is broken on the way, if any.</summary>
    public Breach? Breach => Steps.SelectMany(step => step.Record.Breaches).FirstOrDefault();

    /// <summary>Walks the way with the machines that ship, or with others.</summary>
    public static Counterexample Walk(ExplorationSettings settings, IEnumerable<WorldAction> path, Func<Cast, Machines>? machines = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var cast = new Cast(settings);
        var stepper = new Stepper(cast, machines?.Invoke(cast) ?? new Machines(cast));
        var line = new StateLine(cast);
        var world = stepper.Begin();
        var steps = new List<WalkedStep>();
        foreach (var action in path)
        {
            var record = new StepRecord();
            world = stepper.Perform(world, action, record);
            steps.Add(new(action, record, line.Of(world)));
        }

        return new(settings, steps);
    }

    /// <summary>Every step with what happened in it, the last one with the invariant that it breaks.</summary>
    public IEnumerable<string> Transcript()
    {
        for (var i = 0; i < Steps.Count; i++)
        {
            yield return $"{i + 1,4}  {Steps[i].Action}";
            foreach (var happened in Steps[i].Record.Events)
            {
                if (Describe(happened) is { } text) yield return $"        {text}";
            }

            foreach (var breach in Steps[i].Record.Breaches) yield return $"        breaks {breach.Invariant}: {breach.Detail}";
        }
    }

    /// <summary>The same as a Mermaid sequence chart.</summary>
    public IEnumerable<string> Chart()
    {
        yield return "sequenceDiagram";
        for (var device = 1; device <= Settings.Devices; device++)
        {
            yield return $"    participant D{device} as Device core {device}";
            yield return $"    participant C{device} as Communicator {device}";
        }

        yield return "    participant T as Status tracker";
        for (var server = 1; server <= Settings.Servers; server++) yield return $"    participant F{server} as Firmware server {server}";
        foreach (var step in Steps)
        {
            foreach (var happened in step.Record.Events)
            {
                switch (happened)
                {
                    case SentMessage sent:
                        yield return $"    {sent.From}->>{sent.To}: {Clean(Simulation.Transcript.Describe(sent.Message))}";
                        break;
                    case HandledInput handled when handled.Phase != handled.Next || handled.Refused is not null:
                        yield return $"    Note over {Participant(handled.Subject)}: {Clean(Describe(handled)!)}";
                        break;
                    case string note:
                        yield return $"    Note over T: {Clean(note)}";
                        break;
                }
            }

            foreach (var breach in step.Record.Breaches) yield return $"    Note over T: {breach.Invariant} is broken: {Clean(breach.Detail)}";
        }
    }

    private static string? Describe(object happened) => happened switch
    {
        HandledInput { Refused: { } code } handled => $"{handled.Subject} {handled.Phase}: {handled.Trigger} is refused with {code}",
        HandledInput handled => $"{handled.Subject} {handled.Phase} --{handled.Trigger}--> {handled.Next}",
        SentMessage sent => $"{sent.From} -> {sent.To}  {Simulation.Transcript.Describe(sent.Message)}",
        string note => note,
        _ => null,
    };

    private static string Participant(string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? subject : subject[..slash];
    }

    // Semicolons and hash signs end a line in Mermaid.
    private static string Clean(string text) => text.Replace(';', ',').Replace('#', ' ');
}
