using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>Makes scenarios out of settings. Keys, images and machines are the same in all runs of one; a run begins with states of its own.</summary>
internal static class Race
{
    /// <summary>Decisions after which a run is given up; the longest that ends has some two thousand.</summary>
    private const uint MostSteps = 20_000;

    /// <summary>Runs in a test, of each strategy: a run is some five hundred decisions long.</summary>
    private const uint Runs = 12;

    public static Scenario Of(string name, string race, IReadOnlyList<string> judges, PlaySettings settings)
    {
        var shared = new Lazy<(Cast Cast, Simulation.Exploration.Machines Machines)>(() =>
        {
            var cast = new Cast(settings.World);
            return (cast, settings.Machines(new Simulation.Exploration.Machines(cast)));
        });
        return new(name, Subject.Machines, race, judges, MostSteps, runtime =>
        {
            Play.Begin(runtime, settings, shared.Value.Cast, shared.Value.Machines);
            return Task.CompletedTask;
        })
        { Runs = Runs };
    }

    /// <summary>Budgets, the ones that are named.</summary>
    public static Budgets May(params (Budget Budget, int Amount)[] budgets) => budgets.Aggregate(Budgets.None, static (all, one) => all.With(one.Budget, one.Amount));
}
