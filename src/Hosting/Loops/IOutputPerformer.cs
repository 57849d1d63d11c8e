using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Loops;

/// <summary>Does what a machine orders. The loop calls it for one output at a time, in the order of the reaction (R-GEN-03).</summary>
public interface IOutputPerformer
{
    /// <summary>Performs <paramref name="output"/> to its end; a durable output has reached the disk when this completes.</summary>
    /// <param name="output">What to do. Timers never come here.</param>
    /// <param name="asker">The peer whose request is being handled, if a request is.</param>
    /// <param name="cancellation">Ends the entity at once.</param>
    /// <returns><see cref="ResultCode.Success"/>, or why the environment did not let it happen; the outputs after it are then dropped.</returns>
    Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation);
}
