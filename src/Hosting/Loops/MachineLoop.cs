using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// Runs one machine: one reader takes one input after the other, lets the machine react, performs the outputs in order, and only then takes the next.
/// Timers fire into the same queue. A failing output ends the reaction and is reported to the machine (R-GEN-03).
/// </summary>
public sealed class MachineLoop<TState> : IAsyncDisposable
{
    /// <summary>How many inputs may wait before their senders have to.</summary>
    public const int Capacity = 256;

    private readonly IMachine<TState> _machine;
    private readonly IOutputPerformer _performer;
    private readonly ReactionObserver<TState>? _observer;
    private readonly Func<Input, bool>? _stillMeant;
    private readonly Mailbox<(Input Input, Asker? Asker)> _mailbox = new(Capacity);
    private readonly TimerSet<TimerId> _timers;
    private readonly CancellationTokenSource _ending = new();
    private Task? _running;

    /// <summary>A loop that begins in <paramref name="initial"/> once it is started.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="initial">Its first state.</param>
    /// <param name="performer">Does what it orders.</param>
    /// <param name="clock">Runs its timers.</param>
    /// <param name="observer">Sees every reaction.</param>
    /// <param name="stillMeant">Asked when an input's turn has come; false drops it, because it answers an order that a later one has replaced.</param>
    public MachineLoop(
        IMachine<TState> machine,
        TState initial,
        IOutputPerformer performer,
        IClock clock,
        ReactionObserver<TState>? observer = null,
        Func<Input, bool>? stillMeant = null)
    {
        _machine = machine;
        State = initial;
        _performer = performer;
        _observer = observer;
        _stillMeant = stillMeant;
        _timers = new TimerSet<TimerId>(clock, timer => PostAsync(new Input.TimerFired(timer)));
    }

    /// <summary>The state after the last input that was handled to its end.</summary>
    public TState State { get; private set; }

    /// <summary>Ends when the loop has; faulted when our own code threw. Before the start it is complete.</summary>
    public Task Completion => _running ?? Task.CompletedTask;

    /// <summary>Starts the reader.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Queues an input. False when the loop has stopped: the input is dropped, and an asker is told that there is no answer.</summary>
    public async Task<bool> PostAsync(Input input, Asker? asker = null)
    {
        if (await _mailbox.PostAsync((input, asker), CancellationToken.None).ConfigureAwait(false)) return true;
        asker?.Leave();
        return false;
    }

    /// <summary>Takes no further input, handles what is queued, and ends. Throws what our own code threw, if it did.</summary>
    public async Task StopAsync()
    {
        _mailbox.Complete();
        _timers.Dispose();
        await Completion.ConfigureAwait(false);
    }

    /// <summary>Ends without handling what is queued, as a loss of power would. For use by a performer too: it does not wait.</summary>
    public void Abandon()
    {
        _mailbox.Complete();
        _timers.Dispose();
        _ending.Cancel();
    }

    /// <summary>Abandons the loop and waits for its end; never throws what the loop threw.</summary>
    public async ValueTask DisposeAsync()
    {
        Abandon();

        // Waits without observing a fault: whoever watches Completion is told.
        await Task.WhenAny(Completion, Completion).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                var (any, item) = await _mailbox.TakeAsync(CancellationToken.None).ConfigureAwait(false);
                if (!any) return;
                if (!_ending.IsCancellationRequested) await HandleAsync(item.Input, item.Asker).ConfigureAwait(false);
                else item.Asker?.Leave();
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Abandoned in the middle of an output.
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(Input input, Asker? asker)
    {
        if (_stillMeant?.Invoke(input) == false) return;
        try
        {
            var (state, code) = await ReactionSteps.RunAsync(
                _machine, State, input, output => PerformAsync(output, asker), _observer, reportFailure: true).ConfigureAwait(false);
            State = state;
            if (code != ResultCode.Success) asker?.Refuse(code, "storage failed twice");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            asker?.Leave();
        }
        catch
        {
            asker?.Refuse(ResultCode.InternalFault, "the entity stopped because of a fault of its own");
            throw;
        }
    }

    private Task<ResultCode> PerformAsync(Output output, Asker? asker)
    {
        switch (output)
        {
            case Output.SetTimer set:
                _timers.Set(set.Timer, set.After);
                return Task.FromResult(ResultCode.Success);
            case Output.CancelTimer cancel:
                _timers.Cancel(cancel.Timer);
                return Task.FromResult(ResultCode.Success);
            default:
                return _performer.PerformAsync(output, asker, _ending.Token);
        }
    }

    private async Task CloseAsync()
    {
        _mailbox.Complete();
        _timers.Dispose();
        while (true)
        {
            var (any, item) = await _mailbox.TakeAsync(CancellationToken.None).ConfigureAwait(false);
            if (!any) return;
            item.Asker?.Leave();
        }
    }
}
