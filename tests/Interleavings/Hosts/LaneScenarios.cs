using SecUpIoT.Hosting.Loops;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Several jobs for one record, one of which fails, while the lane is closed.</summary>
internal static class LaneScenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [Failing(static () => new Shipped())];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("lane-lets-jobs-overlap", "A job begins before the one before it has ended.", Failing(static () => new Overlapping()), "R-ST-05"),
    ];

    private static Scenario Failing(Func<ILane> make) => new(
        "lane-fails-while-jobs-wait",
        Subject.Hosts,
        "Three jobs read, wait and write one record; one may fail; the lane is closed among them.",
        ["R-ST-05", "I-21"],
        1_000,
        async runtime =>
        {
            var lane = make();
            lane.Start();
            var (record, done) = (0, 0);
            var fails = runtime.RandomBoolean();
            var jobs = Enumerable.Range(0, 3).Select(n => Task.Run(() => AskAsync(n))).ToArray();
            var closing = Task.Run(lane.Close);
            var told = await Task.WhenAll(jobs);
            await closing;
            Demand.That(record == done, "R-ST-05", $"{done} jobs wrote, and the record was written {record} times: one was lost");
            Demand.That(told.Count(static outcome => outcome == true) == done, "I-21", "whoever was told that its job is done is not who did it");

            async Task<bool?> AskAsync(int number)
            {
                try
                {
                    return (await lane.DoAsync(() => WorkAsync(number))).Done;
                }
                catch (InvalidDataException)
                {
                    return null;
                }
            }

            async Task<int> WorkAsync(int number)
            {
                if (fails && number == 1) throw new InvalidDataException("a fault of our own");
                var read = record;
                await Task.Yield();
                record = read + 1;
                return ++done;
            }
        });

    /// <summary>What the scenario needs of a lane.</summary>
    private interface ILane
    {
        void Start();

        Task<(bool Done, int Value)> DoAsync(Func<Task<int>> job);

        void Close();
    }

    private sealed class Shipped : ILane
    {
        private readonly WorkLane _lane = new();

        public void Start() => _lane.Start();

        public Task<(bool Done, int Value)> DoAsync(Func<Task<int>> job) => _lane.DoAsync(job);

        public void Close() => _lane.Close();
    }

    private sealed class Overlapping : ILane
    {
        public void Start()
        {
        }

        public async Task<(bool Done, int Value)> DoAsync(Func<Task<int>> job) => (true, await Task.Run(job));

        public void Close()
        {
        }
    }
}
