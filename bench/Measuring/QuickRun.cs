using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>
/// Measures the same benchmarks without BenchmarkDotNet's care, in a fraction of its time: for a comparison that alternates between two builds, where what both have in
/// common cancels out, and for a look whether everything runs.
/// </summary>
internal static class QuickRun
{
    private const int Bursts = 20;

    /// <summary>Calls every benchmark once, floors and peers too.</summary>
    public static int CallAll(Func<string, bool> wanted, Action<string> tell, CancellationToken cancel)
    {
        var calls = 0;
        Each(wanted, static _ => true, (_, action, id) =>
        {
            tell(id);
            action();
            calls++;
        }, cancel);
        return calls;
    }

    /// <summary>One sample of each of our own benchmarks: the least of several short bursts, because what else runs on the machine only ever adds.</summary>
    /// <param name="wanted">Which ones, by their ids.</param>
    /// <param name="sample">How long each is measured, after a warm-up of the same length.</param>
    /// <param name="measured">Gets each measure as it comes.</param>
    /// <param name="cancel">Ends the run.</param>
    public static void Measure(Func<string, bool> wanted, TimeSpan sample, Action<Measure> measured, CancellationToken cancel) =>
        Each(wanted, static role => role == Role.Own, (benchmark, action, _) =>
        {
            var perCall = benchmark.Method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
            Calls(action, sample, cancel);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var (operations, time) = (0.0, double.PositiveInfinity);
            for (var burst = 0; burst < Bursts; burst++)
            {
                var clock = Stopwatch.StartNew();
                var calls = (double)Calls(action, sample / Bursts, cancel) * perCall;
                time = Math.Min(time, clock.Elapsed.TotalNanoseconds / calls);
                operations += calls;
            }

            measured(Measuring.Measure.Of(benchmark.Group, benchmark.Method.Name, benchmark.Role, Unit.Nanoseconds, [time]) with
            {
                Allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / operations,
            });
        }, cancel);

    /// <summary>What one operation of each of our own benchmarks allocates, and the shares of the types in it.</summary>
    public static void MeasureTypes(Func<string, bool> wanted, TimeSpan sample, Action<string, double, IReadOnlyList<(string Type, double Share)>> measured, CancellationToken cancel) =>
        Each(wanted, static role => role == Role.Own, (benchmark, action, id) =>
        {
            Calls(action, sample, cancel);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var calls = Calls(action, sample, cancel);
            var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / ((double)calls * benchmark.Method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke);

            // Not before: to be told costs allocations too.
            using var types = new AllocatedTypes();
            Calls(action, sample, cancel);
            measured(id, bytes, types.Shares());
        }, cancel);

    private static int Calls(Action action, TimeSpan sample, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var calls = 0;
        do
        {
            action();
            calls++;
        }
        while (clock.Elapsed < sample && !cancel.IsCancellationRequested);
        return calls;
    }

    private static void Each(Func<string, bool> wanted, Func<Role, bool> roles, Action<(MethodInfo Method, string Group, Role Role), Action, string> take, CancellationToken cancel)
    {
        foreach (var type in Subject.Classes)
        {
            foreach (var parameter in Subject.ParametersOf(type))
            {
                var chosen = Subject.BenchmarksOf(type).Select(method => (Method: method, In: Subject.GroupOf(method, parameter?.ToString() ?? "")))
                    .Where(one => roles(one.In.Role) && wanted($"{one.In.Group}: {one.Method.Name}")).ToList();
                if (chosen.Count == 0) continue;
                cancel.ThrowIfCancellationRequested();
                using var subject = Subject.Prepare(type, parameter);
                foreach (var (method, place) in chosen)
                {
                    cancel.ThrowIfCancellationRequested();
                    take((method, place.Group, place.Role), subject.ActionOf(method), $"{place.Group}: {method.Name}");
                }
            }
        }
    }
}
