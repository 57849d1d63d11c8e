using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What a scenario does with whoever asks on behalf of a machine.</summary>
internal interface IAgent
{
    Task StartAsync();

    Task CheckAsync();

    Task StopAsync();
}

/// <summary>An agent whose machine gets to see answers to requests that were given up.</summary>
internal sealed class HastyAgent<TState> : IAgent, IOutputPerformer
{
    private readonly Func<Link, Message, CancellationToken, Task<Arrival>> _ask;
    private readonly Func<Output, Task> _perform;
    private readonly bool _heedsCancellation;
    private readonly MachineLoop<TState> _loop;
    private CancellationTokenSource _asking = new();
    private Task _request = Task.CompletedTask;

    public HastyAgent(
        IMachine<TState> machine,
        TState initial,
        IClock clock,
        Func<Link, Message, CancellationToken, Task<Arrival>> ask,
        Func<Output, Task> perform,
        bool heedsCancellation)
    {
        // Even when it is heeded, what was queued before stays in the queue.
        _heedsCancellation = heedsCancellation;
        _ask = ask;
        _perform = perform;
        _loop = new MachineLoop<TState>(machine, initial, this, clock);
    }

    public async Task StartAsync()
    {
        _loop.Start();
        await _loop.PostAsync(new Input.Started());
    }

    public Task CheckAsync() => _loop.PostAsync(new Input.CheckRequested());

    public async Task StopAsync()
    {
        await _loop.StopAsync();
        _asking.Cancel();
        await _request;
    }

    public async Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
    {
        if (output is Output.Send send)
        {
            var former = (_asking, _request);
            _asking = new CancellationTokenSource();
            _request = AskAsync(former._asking, former._request, send, _asking.Token);
        }
        else if (output is not Output.Refuse)
        {
            await _perform(output);
        }

        return ResultCode.Success;
    }

    private async Task AskAsync(CancellationTokenSource former, Task formerRequest, Output.Send send, CancellationToken cancellation)
    {
        former.Cancel();
        await formerRequest;
        try
        {
            var arrival = await _ask(send.Link, send.Message, cancellation);
            Input input = arrival.Message is { } answer
                ? new Input.Received(send.Link, answer, PatientClock.Always, new Nonce(new byte[Nonce.Size]))
                : new Input.LinkFailed(send.Link, arrival.Fault!.Code);
            if (!_heedsCancellation || !cancellation.IsCancellationRequested) await _loop.PostAsync(input);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Moved on, or stopping.
        }
    }
}
