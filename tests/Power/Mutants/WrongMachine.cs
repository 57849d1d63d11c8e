using System.Collections.Immutable;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Power.Tests.Mutants;

/// <summary>The machine that ships, with its orders in another order or some of them changed.</summary>
internal sealed class WrongMachine(IMachine<DeviceCoreState> machine, Func<ImmutableArray<Output>, IEnumerable<Output>> change) : IMachine<DeviceCoreState>
{
    public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
    {
        var reaction = machine.Handle(state, input);
        return reaction with { Outputs = [.. change(reaction.Outputs)] };
    }

    /// <summary>Says what it has done before it does it.</summary>
    public static IEnumerable<Output> AnsweringFirst(ImmutableArray<Output> outputs) => outputs.OrderBy(static output => output is Output.Send ? 0 : 1);

    /// <summary>Signs the report before the counter is stored as used up.</summary>
    public static IEnumerable<Output> ReportingFirst(ImmutableArray<Output> outputs) => outputs.OrderBy(static output => output is Output.SendReport ? 0 : 1);

    /// <summary>Erases the slot of the confirmed image.</summary>
    public static IEnumerable<Output> ErasingTheConfirmed(ImmutableArray<Output> outputs) => outputs.Select(static output => output is Output.EraseSlot erase ? new Output.EraseSlot(erase.Slot.Other()) : output);

    /// <summary>Erases the slot before the candidate that stands in it has left the record.</summary>
    public static IEnumerable<Output> ErasingFirst(ImmutableArray<Output> outputs) => outputs.OrderBy(static output => output is Output.EraseSlot ? 0 : 1);

    /// <summary>Counts the block before it is written.</summary>
    public static IEnumerable<Output> CountingFirst(ImmutableArray<Output> outputs) =>
        outputs is [Output.WriteImage write, Output.Persist persist, ..] ? [persist, write, .. outputs.Skip(2)] : outputs;

    /// <summary>Does not store that the trial is spent.</summary>
    public static IEnumerable<Output> LeavingTheTrial(ImmutableArray<Output> outputs) =>
        outputs.Where(static output => output is not Output.Persist { Record: DeviceRecord { Candidate.Stage: CandidateStage.Trial } });
}
