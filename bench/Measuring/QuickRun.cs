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

    /// <summary>One sample of each of our own benchmarks.</summary>
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
            var clock = Stopwatch.StartNew();
            var calls = Calls(action, sample, cancel);
            var operations = (double)calls * perCall;
            var time = clock.Elapsed.TotalNanoseconds / operations;
            measured(Measuring.Measure.Of(benchmark.Group, benchmark.Method.Name, benchmark.Role, Unit.Nanoseconds, [time]) with
            {
                Allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / operations,
            });
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
