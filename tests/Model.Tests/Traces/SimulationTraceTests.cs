using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>From the code to the model: runs of the simulation are runs of the model.</summary>
public sealed class SimulationTraceTests
{
    [SkippableTheory]
    [InlineData(nameof(Runs.Update))]
    [InlineData(nameof(Runs.TwoUpdates))]
    [InlineData(nameof(Runs.Core))]
    [InlineData(nameof(Runs.Losses))]
    [InlineData(nameof(Runs.CutInTransfer))]
    [InlineData(nameof(Runs.CutInWrite))]
    [InlineData(nameof(Runs.CutInTrial))]
    [InlineData(nameof(Runs.CommunicatorRestarts))]
    [InlineData(nameof(Runs.TrackerRestarts))]
    [InlineData(nameof(Runs.TrialFails))]
    [InlineData(nameof(Runs.Cancelled))]
    [InlineData(nameof(Runs.Withdrawn))]
    public async Task A_run_of_the_simulation_is_a_run_of_the_model(string name)
    {
        SpinTools.Need();

        await Acceptance.AcceptsAsync(Runs.ByName(name).Trace!.ToFile(name));
    }
}
