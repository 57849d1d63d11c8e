using SecUpIoT.Hosting.Loops;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A bounded queue is completed while writers wait for room in it.</summary>
internal static class MailboxScenarios
{
    private const int Writers = 3;

    public static IReadOnlyList<Scenario> All { get; } = [Completing(static () => new Shipped())];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("mailbox-checks-before-it-locks", "A writer looks whether the mailbox is completed, and puts its item in later.", Completing(static () => new Careless()), "R-GEN-03"),
    ];

    private static Scenario Completing(Func<IBox> make) => new(
        "mailbox-completed-while-posted-to",
        Subject.Hosts,
        "Three writers fill a mailbox of two places while it is completed and drained.",
        ["R-GEN-03"],
        500,
        async _ =>
        {
            var mailbox = make();
            var writers = Enumerable.Range(0, Writers).Select(n => Task.Run(() => mailbox.PostAsync(n))).ToArray();
            var completing = Task.Run(mailbox.Complete);
            var taken = new List<int>();
            while (true)
            {
                var (any, item) = await mailbox.TakeAsync();
                if (!any) break;
                taken.Add(item);
            }

            await completing;
            var posted = await Task.WhenAll(writers);
            Demand.That(
                taken.Order().SequenceEqual(Enumerable.Range(0, Writers).Where(n => posted[n])), "R-GEN-03", "what was accepted is not what was taken");
        });

    /// <summary>What the scenario needs of a mailbox.</summary>
    private interface IBox
    {
        Task<bool> PostAsync(int item);

        void Complete();

        Task<(bool Any, int Item)> TakeAsync();
    }

    private sealed class Shipped : IBox
    {
        private readonly Mailbox<int> _mailbox = new(2);

        public Task<bool> PostAsync(int item) => _mailbox.PostAsync(item, CancellationToken.None);

        public void Complete() => _mailbox.Complete();

        public Task<(bool Any, int Item)> TakeAsync() => _mailbox.TakeAsync(CancellationToken.None);
    }

    /// <summary>The check and the act are two steps.</summary>
    private sealed class Careless : IBox
    {
        private readonly SemaphoreSlim _filled = new(0);
        private readonly object _gate = new();
        private readonly Queue<int> _items = [];
        private bool _completed;

        public async Task<bool> PostAsync(int item)
        {
            lock (_gate)
            {
                if (_completed) return false;
            }

            await Task.Yield();
            lock (_gate) _items.Enqueue(item);
            _filled.Release();
            return true;
        }

        public void Complete()
        {
            lock (_gate) _completed = true;
            _filled.Release();
        }

        public async Task<(bool Any, int Item)> TakeAsync()
        {
            await _filled.WaitAsync();
            lock (_gate)
            {
                if (_items.TryDequeue(out var item)) return (true, item);
            }

            _filled.Release();
            return (false, 0);
        }
    }
}
