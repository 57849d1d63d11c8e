using Microsoft.Coyote.Actors;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A machine's loop is stopped, or loses its power, while it is asked.</summary>
internal static class LoopScenarios
{
    private const int Askers = 3;

    private static readonly Input Asked = new Input.Received(Link.Operator, new CancelRequest(default), null, default);

    public static IReadOnlyList<Scenario> All { get; } = [Stopping(new CountingMachine())];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("loop-answers-before-it-stores", "The answer goes out before the record is durable, and the power goes in between.", Stopping(new CountingMachine().SpeakingFirst()), "I-13"),
    ];

    private static Scenario Stopping(IMachine<int> machine) => new(
        "loop-stopped-while-asked",
        Subject.Hosts,
        "Three peers ask while the host shuts down, or is cut off, in the middle of a commit.",
        ["I-13", "I-21", "R-GEN-03"],
        1_000,
        async runtime =>
        {
            var disk = new Disk();
            var loop = new MachineLoop<int>(machine, 0, disk, new HuntedClock());
            loop.Start();
            var asking = Enumerable.Range(0, Askers).Select(_ => Task.Run(() => AskAsync(loop, disk))).ToArray();
            var orderly = runtime.RandomBoolean();
            if (orderly) await loop.StopAsync();
            else await loop.DisposeAsync();

            // Whoever is left waiting here hangs, which Coyote reports as a deadlock.
            var answered = (await Task.WhenAll(asking)).Count(static answer => answer is not null);
            Demand.That(answered <= disk.Stored, "I-13", $"{answered} answers, and {disk.Stored} requests are stored");
            Demand.That(!orderly || answered == disk.Stored, "I-21", $"{disk.Stored} requests were taken by a loop that ended in order, and {answered} were answered");
        });

    private static async Task<Message?> AskAsync(MachineLoop<int> loop, Disk disk)
    {
        var asker = new Asker();
        await loop.PostAsync(Asked, asker);
        var answer = await asker.Answer;
        Demand.That(answer is not Refusal { Code: ResultCode.InternalFault }, "R-GEN-03", "the loop fell");
        return answer;
    }

    /// <summary>Storing takes a while.</summary>
    private sealed class Disk : IOutputPerformer
    {
        private int _stored;

        public int Stored => Volatile.Read(ref _stored);

        public async Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
        {
            switch (output)
            {
                case Output.Persist { Record: CountingMachine.Count count }:
                    await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                    Volatile.Write(ref _stored, count.Value);
                    break;
                case Output.Send send:
                    asker?.Reply(send.Message);
                    break;
            }

            return ResultCode.Success;
        }
    }
}
