using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Loops;

/// <summary>Sees what a machine made of an input, before the outputs are performed: the trace of the entity.</summary>
public delegate void ReactionObserver<TState>(TState before, Input input, Reaction<TState> reaction);

/// <summary>Takes one input through a machine and performs what it orders.</summary>
internal static class ReactionSteps
{
    /// <summary>
    /// Handles <paramref name="input"/> and performs the outputs in order, stopping at the first that fails. When <paramref name="reportFailure"/> is set
    /// the machine is then told by <see cref="Input.StorageFailed"/>, once: when even that reaction cannot be performed, the code is handed back.
    /// </summary>
    /// <returns>The state, and <see cref="ResultCode.Success"/> or the failure that the machine does not know of.</returns>
    public static async Task<(TState State, ResultCode Code)> RunAsync<TState>(
        IMachine<TState> machine,
        TState state,
        Input input,
        Func<Output, Task<ResultCode>> perform,
        ReactionObserver<TState>? observer,
        bool reportFailure)
    {
        var (after, code) = await RunOneAsync(machine, state, input, perform, observer).ConfigureAwait(false);
        if (code == ResultCode.Success || !reportFailure) return (after, code);
        return await RunOneAsync(machine, after, new Input.StorageFailed(code), perform, observer).ConfigureAwait(false);
    }

    private static async Task<(TState State, ResultCode Code)> RunOneAsync<TState>(
        IMachine<TState> machine, TState state, Input input, Func<Output, Task<ResultCode>> perform, ReactionObserver<TState>? observer)
    {
        var reaction = machine.Handle(state, input);
        observer?.Invoke(state, input, reaction);
        foreach (var output in reaction.Outputs)
        {
            var code = await PerformAsync(perform, output).ConfigureAwait(false);
            if (code != ResultCode.Success) return (reaction.State, code);
        }

        return (reaction.State, ResultCode.Success);
    }

    private static async Task<ResultCode> PerformAsync(Func<Output, Task<ResultCode>> perform, Output output)
    {
        try
        {
            return await perform(output).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            return exception.Code;
        }
    }
}
