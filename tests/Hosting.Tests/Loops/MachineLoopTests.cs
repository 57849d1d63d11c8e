using System.Collections.Concurrent;
using System.Collections.Immutable;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Loops;

public sealed class MachineLoopTests
{
    private readonly ManualClock _clock = new();
    private readonly Recorder _performer = new();

    [Fact]
    public async Task Outputs_are_performed_in_order_and_the_asker_gets_the_answer()
    {
        await using var loop = Loop((state, input) => (state + 1, [new Output.EraseSlot(Slot.B), new Output.Send(Link.Device, new InstallAnswer(DevicePhase.AwaitingBoot))]));
        loop.Start();
        var asker = new Asker();

        await loop.PostAsync(new Input.Received(Link.Device, new StatusRequest(), null, default), asker);

        Assert.Equal(new InstallAnswer(DevicePhase.AwaitingBoot), await asker.Answer.Soon());
        await loop.StopAsync().Soon();
        Assert.Equal(1, loop.State);
        Assert.Equal([new Output.EraseSlot(Slot.B), new Output.Send(Link.Device, new InstallAnswer(DevicePhase.AwaitingBoot))], _performer.Performed);
    }

    [Fact]
    public async Task The_first_failing_output_ends_the_reaction_and_the_machine_is_told()
    {
        _performer.Failing = output => output is Output.EraseSlot;
        await using var loop = Loop((state, input) => input switch
        {
            Input.StorageFailed { Code: ResultCode.StorageFailed } => (100, []),
            _ => (state, [new Output.RunSelfTest(), new Output.EraseSlot(Slot.B), new Output.Reboot()]),
        });
        loop.Start();

        await loop.PostAsync(new Input.CheckRequested());
        await loop.StopAsync().Soon();

        Assert.Equal(100, loop.State);
        Assert.Equal([new Output.RunSelfTest(), new Output.EraseSlot(Slot.B)], _performer.Performed);
    }

    [Fact]
    public async Task A_timer_fires_once_and_setting_it_again_moves_it()
    {
        var fired = 0;
        var first = new TaskCompletionSource();
        await using var loop = Loop((state, input) =>
        {
            if (input is not Input.TimerFired) return (state + 1, [new Output.SetTimer(TimerId.Poll, TimeSpan.FromSeconds(state + 5))]);
            fired++;
            first.TrySetResult();
            return (state, []);
        });
        loop.Start();
        await loop.PostAsync(new Input.CheckRequested());
        await _clock.SomebodyWaits(TimeSpan.FromSeconds(5)).Soon();
        await loop.PostAsync(new Input.CheckRequested());
        await _clock.SomebodyWaits(TimeSpan.FromSeconds(6)).Soon();

        _clock.Advance(TimeSpan.FromSeconds(60));

        await first.Task.Soon();
        await loop.StopAsync().Soon();
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task Stopping_handles_what_is_queued_first()
    {
        await using var loop = Loop((state, _) => (state + 1, []));
        for (var i = 0; i < 50; i++) await loop.PostAsync(new Input.CheckRequested());
        loop.Start();

        await loop.StopAsync().Soon();

        Assert.Equal(50, loop.State);
        Assert.False(await loop.PostAsync(new Input.CheckRequested()));
    }

    [Fact]
    public async Task A_fault_of_our_own_stops_the_loop_and_no_asker_is_left_waiting()
    {
        await using var loop = Loop((_, _) => throw new InvalidOperationException("bug"));
        Asker first = new(), second = new();
        await loop.PostAsync(new Input.CheckRequested(), first);
        await loop.PostAsync(new Input.CheckRequested(), second);
        loop.Start();

        Assert.Equal(ResultCode.InternalFault, Assert.IsType<Refusal>(await first.Answer.Soon()).Code);
        Assert.Null(await second.Answer.Soon());
        await Assert.ThrowsAsync<InvalidOperationException>(() => loop.Completion.Soon());
        await loop.DisposeAsync();
    }

    [Fact]
    public async Task An_abandoned_loop_drops_what_is_queued()
    {
        await using var loop = Loop((state, _) => (state + 1, [new Output.Reboot()]));
        _performer.Acting = output =>
        {
            if (output is Output.Reboot) loop.Abandon();
        };
        for (var i = 0; i < 5; i++) await loop.PostAsync(new Input.CheckRequested());

        loop.Start();

        await loop.Completion.Soon();
        Assert.Single(_performer.Performed);
    }

    private MachineLoop<int> Loop(Func<int, Input, (int, Output[])> handle) => new(new Scripted(handle), 0, _performer, _clock);

    private sealed class Scripted(Func<int, Input, (int State, Output[] Outputs)> handle) : IMachine<int>
    {
        public Reaction<int> Handle(int state, Input input)
        {
            var (after, outputs) = handle(state, input);
            return new(after, outputs.ToImmutableArray(), "Scripted");
        }
    }

    private sealed class Recorder : IOutputPerformer
    {
        public ConcurrentQueue<Output> Performed { get; } = [];

        public Func<Output, bool> Failing { get; set; } = _ => false;

        public Action<Output>? Acting { get; set; }

        public Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
        {
            Performed.Enqueue(output);
            Acting?.Invoke(output);
            if (output is Output.Send send) asker?.Reply(send.Message);
            return Task.FromResult(Failing(output) ? ResultCode.StorageFailed : ResultCode.Success);
        }
    }
}
