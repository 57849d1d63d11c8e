using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Device cores with a fault. This file holds how they are made; the others what is wrong with them.</summary>
internal static partial class DeviceCoreMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All => [.. Judges(), .. Storage(), .. Procedure(), .. Speech()];

    /// <summary>A Device core with a wrong judge.</summary>
    private static Mutant Judging(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreConfiguration, DeviceJudges, DeviceJudges> judges) =>
        Made(id, wrong, violates, Design.Right with { DeviceCore = configuration => new DeviceCoreMachine(configuration, judges(configuration, DeviceJudges.For(configuration))) });

    /// <summary>A Device core that also takes packages which a right one refuses with this code, if they are right for another configuration.</summary>
    private static Mutant Lenient(string id, string wrong, IReadOnlyList<string> violates, ResultCode refused, Func<DeviceCoreConfiguration, DeviceCoreConfiguration> other) =>
        Judging(id, wrong, violates, (configuration, right) => right with
        {
            Package = envelope => right.Package(envelope) is { Value: null } refusal && refusal.Code == refused && DeviceJudges.For(other(configuration)).Package(envelope) is { Value: not null } accepted
                ? accepted : right.Package(envelope),
        });

    /// <summary>A Device core with another judge of envelopes, which is given the right one's opinion.</summary>
    private static Mutant Packing(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreConfiguration, Bytes, Verdict<AcceptedPackage>, Verdict<AcceptedPackage>> judge) =>
        Judging(id, wrong, violates, (configuration, right) => right with { Package = envelope => judge(configuration, envelope, right.Package(envelope)) });

    /// <summary>A Device core whose machine is altered.</summary>
    private static Mutant On(string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<DeviceCoreState>, DeviceCoreConfiguration, IMachine<DeviceCoreState>> change) =>
        Made(id, wrong, violates, Design.Right with { DeviceCore = configuration => change(new DeviceCoreMachine(configuration), configuration) });

    private static Mutant On(string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<DeviceCoreState>, IMachine<DeviceCoreState>> change) =>
        On(id, wrong, violates, (machine, _) => change(machine));

    /// <summary>A Device core that reacts in another way to some triggers.</summary>
    private static Mutant Reacting(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreState, Reaction<DeviceCoreState>, Reaction<DeviceCoreState>> change, params string[] triggers) =>
        On(id, wrong, violates, machine => machine.Changing(change, triggers));

    /// <summary>A Device core that is told something else than what happened.</summary>
    private static Mutant Told(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreState, Input, (DeviceCoreState State, Input Input)> before) =>
        On(id, wrong, violates, machine => new Altered<DeviceCoreState>(machine) { Before = before });

    private static Mutant Made(string id, string wrong, IReadOnlyList<string> violates, Design design) => new($"device-core/{id}", Role.DeviceCore, wrong, violates, design);

    private static Mutant Allowing(this Mutant mutant, params string[] requirements) => mutant with { Allows = requirements };

    private static Reaction<DeviceCoreState> Plus(this Reaction<DeviceCoreState> reaction, params IEnumerable<Output> outputs) => reaction with { Outputs = [.. reaction.Outputs, .. outputs] };

    private static Reaction<DeviceCoreState> Refusing(DeviceCoreState state, Reaction<DeviceCoreState> reaction, ResultCode code) => new(state, [new Output.Refuse(code, reaction.Trigger)], reaction.Trigger);

    /// <summary>The same reaction with another record, which it stores in place of the right one.</summary>
    private static Reaction<DeviceCoreState> With(this Reaction<DeviceCoreState> reaction, DeviceRecord record)
    {
        var changed = reaction with { State = reaction.State with { Record = record } };
        return changed.Map(output => output is Output.Persist ? new Output.Persist(record) : output);
    }
}
