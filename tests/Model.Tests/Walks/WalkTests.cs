using System.Collections.Concurrent;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Model.Tests.Walks;

/// <summary>From the model to the machines: walks of the model, each action replayed with the machines that ship. SECUP_WALKS sets how many.</summary>
public sealed class WalkTests
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("SECUP_WALKS"), out var many) && many > 0 ? many : 200;

    [SkippableFact]
    public void The_machines_go_every_walk_of_the_model()
    {
        SpinTools.Need();
        var orders = WalkSets.Orders(Count);
        var found = new ConcurrentBag<(int Number, string Text)>();
        var (next, steps) = (-1, 0);
        void Work()
        {
            using var spin = new SpinWalks();
            for (var n = Interlocked.Increment(ref next); n < Count; n = Interlocked.Increment(ref next))
            {
                var walk = spin.Make(orders[n]);
                var parting = ModelWalk.Compare(walk, null, out var compared);
                Interlocked.Add(ref steps, compared);
                if (parting is not null) found.Add((n, Describe(walk, parting)));
                else if (compared < 10) found.Add((n, $"{orders[n].Header}: only {compared} actions"));
            }
        }

        Parallel.Invoke([.. Enumerable.Repeat((Action)Work, 2)]);

        Assert.True(found.IsEmpty, $"{found.Count} of {Count} walks part from the machines\n" + string.Join('\n', found.OrderBy(one => one.Number).Select((one, index) => index < 5 ? one.Text : FirstLines(one.Text))));
        Assert.True(steps > 50 * Count, $"only {steps} actions in {Count} walks");
    }

    // Where the walk parts, without the way to it.
    private static string FirstLines(string text) => string.Join('\n', text.Split('\n').Take(3));

    private static string Describe(IReadOnlyList<string> walk, Parting parting) =>
        $"{walk[0]}\nline {parting.Line}: model  {parting.Expected}\n  machines  {parting.Actual}\n    " + string.Join("\n    ", walk.Take(parting.Line).TakeLast(12));
}
