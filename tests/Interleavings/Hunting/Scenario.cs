using Microsoft.Coyote.Actors;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>What runs under Coyote's control.</summary>
public enum Subject
{
    /// <summary>The pure machines as actors, with links, storage, timers and attackers made of choices.</summary>
    Machines,
    /// <summary>The hosts' own code, rewritten so that Coyote decides over its tasks, locks and delays.</summary>
    Hosts,
}

/// <summary>A race that real systems lost, played over and over in different orders. What is demanded in it stands in monitors and assertions.</summary>
/// <param name="Name">Lower case, with hyphens; unique.</param>
/// <param name="Subject">What runs.</param>
/// <param name="Race">Who races whom for what, in one sentence.</param>
/// <param name="Judges">The invariants of spec/invariants.md, and the requirements, that it can break.</param>
/// <param name="MostSteps">Scheduling decisions after which a run of it ends, decided or not.</param>
/// <param name="RunAsync">One run, from the beginning.</param>
public sealed record Scenario(
    string Name, Subject Subject, string Race, IReadOnlyList<string> Judges, uint MostSteps, Func<IActorRuntime, Task> RunAsync)
{
    /// <summary>How often a test runs it under each strategy.</summary>
    public uint Runs { get; init; } = 30;
}
