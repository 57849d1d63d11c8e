using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>What our own benchmarks allocate, by type.</summary>
internal static class AllocationsCommand
{
    public static Command Create()
    {
        var filter = Interruptible.FilterOption();
        var command = new Command(
            "allocations",
            """
            Show for each of our own benchmarks what one operation allocates, and of which types that is: sampled, so that small shares are uncertain.

            Example: allocations --filter "64 KiB"
            """)
        {
            filter,
        };
        command.Runs((parsed, cancel) =>
        {
            var parts = parsed.GetValue(filter) ?? [];
            Interruptible.Demand(parts);
            QuickRun.MeasureTypes(Interruptible.Filter(parts), TimeSpan.FromSeconds(4), (id, bytes, shares) =>
            {
                Console.WriteLine($"{id}: {Figures.Bytes(bytes)}");
                foreach (var (type, share) in shares.TakeWhile(static one => one.Share >= 0.02)) Console.WriteLine($"  {Figures.Bytes(share * bytes),10}  {type}");
            }, cancel);
            return BenchExit.Done;
        });
        return command;
    }
}
