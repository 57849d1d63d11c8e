using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A timer is moved, cancelled and disposed of while it fires.</summary>
internal static class TimerScenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [Moving(OneEach, static (clock, fired) => new Shipped(clock, fired)), Moving(Many, static (clock, fired) => new ShippedForMany(clock, fired))];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("moved-timer-disarms-its-successor", "A firing removes whatever is armed under its key.", Moving(OneEach, static (clock, fired) => new Forgetful(clock, fired)), "Deadlock"),
        new("deadline-removed-after-it-passed", "What is noted while a deadline passes is removed with it.", Moving(Many, static (clock, fired) => new RemovedAfterwards(clock, fired)), "Deadlock"),
    ];

    private const string OneEach = "timer-moved-while-it-fires";

    private const string Many = "deadline-moved-while-it-passes";

    private static Scenario Moving(string name, Func<IClock, Func<string, Task>, ITimers> make) => new(
        name,
        Subject.Hosts,
        "One timer is moved and another is cancelled while both are due.",
        ["R-GEN-18", "I-20"],
        1_000,
        async _ =>
        {
            var clock = new HuntedClock();
            var gate = new object();
            var due = new Moment(long.MaxValue);
            int silences = 0, replies = 0, late = 0;
            var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var timers = make(clock, key =>
            {
                lock (gate)
                {
                    if (key == "silence") silences++;
                    if (key == "reply") replies++;
                    if (key == "late") late++;
                    if (key == "silence" && clock.Now >= due) moved.TrySetResult();
                }

                return Task.CompletedTask;
            });
            timers.Set("silence", TimeSpan.FromSeconds(1));
            timers.Set("reply", TimeSpan.FromSeconds(1));
            var cancelling = Task.Run(() => timers.Cancel("reply"));
            lock (gate) due = clock.Now.Plus(TimeSpan.FromSeconds(2));
            timers.Set("silence", TimeSpan.FromSeconds(2));

            // Nobody cancelled it: it fires where it was moved to, or this waits for ever.
            await moved.Task;
            await cancelling;
            timers.Dispose();
            timers.Set("late", TimeSpan.Zero);
            await clock.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            lock (gate)
            {
                Demand.That(silences <= 2 && replies <= 1, "R-GEN-18", $"set twice, fired {silences} times; set once, fired {replies} times");
                Demand.That(late == 0, "R-GEN-18", "a timer fired that was set after the end");
            }
        });

    /// <summary>What the scenario needs of a set of timers.</summary>
    private interface ITimers : IDisposable
    {
        void Set(string key, TimeSpan after);

        void Cancel(string key);
    }

    private sealed class Shipped(IClock clock, Func<string, Task> fired) : ITimers
    {
        private readonly TimerSet<string> _timers = new(clock, fired);

        public void Set(string key, TimeSpan after) => _timers.Set(key, after);

        public void Cancel(string key) => _timers.Cancel(key);

        public void Dispose() => _timers.Dispose();
    }

    /// <summary>The timers of very many keys.</summary>
    private sealed class ShippedForMany : ITimers
    {
        private readonly IClock _clock;
        private readonly Deadlines<string> _deadlines;

        public ShippedForMany(IClock clock, Func<string, Task> fired)
        {
            _clock = clock;
            _deadlines = new Deadlines<string>(clock, fired);
            _deadlines.Start();
        }

        public void Set(string key, TimeSpan after) => _deadlines.Set(key, _clock.Now.Plus(after));

        public void Cancel(string key) => _deadlines.Cancel(key);

        public void Dispose() => _deadlines.Dispose();
    }

    /// <summary>A later deadline is noted with the key, and the key is removed once its deadline was told.</summary>
    private sealed class RemovedAfterwards(IClock clock, Func<string, Task> fired) : ITimers
    {
        private readonly Dictionary<string, Moment> _due = [];
        private readonly object _gate = new();
        private bool _disposed;

        public void Set(string key, TimeSpan after)
        {
            lock (_gate)
            {
                var known = _due.ContainsKey(key);
                if (_disposed) return;
                _due[key] = clock.Now.Plus(after);
                if (known) return;
            }

            _ = PassAsync(key);
        }

        public void Cancel(string key)
        {
            lock (_gate) _due.Remove(key);
        }

        public void Dispose()
        {
            lock (_gate) _disposed = true;
        }

        private async Task PassAsync(string key)
        {
            while (true)
            {
                Moment due;
                lock (_gate)
                {
                    if (_disposed || !_due.TryGetValue(key, out due)) return;
                }

                var left = due.UnixMilliseconds - clock.Now.UnixMilliseconds;
                if (left <= 0) break;
                await clock.Delay(TimeSpan.FromMilliseconds(left), CancellationToken.None);
            }

            await fired(key);
            await Task.Yield();
            lock (_gate) _due.Remove(key);
        }
    }

    /// <summary>An armed timer is known by its key only.</summary>
    private sealed class Forgetful(IClock clock, Func<string, Task> fired) : ITimers
    {
        private readonly HashSet<string> _armed = [];
        private readonly object _gate = new();
        private bool _disposed;

        public void Set(string key, TimeSpan after)
        {
            lock (_gate)
            {
                if (_disposed) return;
                _armed.Add(key);
            }

            _ = FireAsync(key, after);
        }

        public void Cancel(string key)
        {
            lock (_gate) _armed.Remove(key);
        }

        public void Dispose()
        {
            lock (_gate) _disposed = true;
        }

        private async Task FireAsync(string key, TimeSpan after)
        {
            await clock.Delay(after, CancellationToken.None);
            lock (_gate)
            {
                if (_disposed || !_armed.Remove(key)) return;
            }

            await fired(key);
        }
    }
}
