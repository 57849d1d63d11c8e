using SecUpIoT.Entities;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Model.Tests.Walks;

/// <summary>The comparison of walks finds what it is for: a walk that was altered, and machines with a fault.</summary>
public sealed class WalkTeethTests
{
    private static readonly WalkSet Plain = new(1, 1, "PUBLISH=2");
    private static readonly WalkSet AgainstTracker = new(1, 1, "PUBLISH=2", "ATTACKER=5", "FORGE=3");

    [SkippableTheory]
    [InlineData("@ ask 1 now", "@ tested 1 pass", "not possible in")]
    [InlineData("@ ask 1 now", "@ ask 1 soon", "expected an action")]
    [InlineData("# DeviceCore 1 Idle StatusAsked Idle", "# DeviceCore 1 Idle UpToDateBelieved Idle", "# DeviceCore 1 Idle StatusAsked Idle")]
    [InlineData("# Communicator 1 Waiting PollDue AskingStatus", "# Communicator 1 Waiting PollDue refused", "# Communicator 1 Waiting PollDue AskingStatus")]
    public void A_line_that_was_altered_is_found(string line, string altered, string actual)
    {
        var walk = Walk(Plain, 7).ToList();
        Assert.Null(ModelWalk.Compare(walk, null, out _));
        var at = walk.IndexOf(line);
        Assert.True(at > 0, $"the walk has no '{line}'");
        walk[at] = altered;

        var parting = ModelWalk.Compare(walk, null, out _);

        Assert.Equal(at + 1, parting?.Line);
        Assert.StartsWith(actual, parting!.Actual, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("n1", "n-")]
    [InlineData("r1", "r2")]
    [InlineData("C1:AskingStatus", "C1:CheckingIn")]
    [InlineData("L1:1/-", "L1:-/-")]
    [InlineData("F1:u1", "F1:u0")]
    public void A_state_that_was_altered_is_found(string field, string altered)
    {
        var walk = Walk(Plain, 7).ToList();
        var at = walk.FindIndex(line => line[0] == '=' && line.Contains(field, StringComparison.Ordinal));
        Assert.True(at > 0, $"the walk has no state with {field}");
        walk[at] = walk[at].Replace(field, altered, StringComparison.Ordinal);

        Assert.Equal(at + 1, ModelWalk.Compare(walk, null, out _)?.Line);
    }

    [SkippableFact]
    public void A_row_that_was_left_out_or_put_in_is_found()
    {
        var walk = Walk(Plain, 7);
        var at = walk.ToList().FindIndex(line => line[0] == '#');

        Assert.Equal(at + 1, ModelWalk.Compare([.. walk.Where((_, index) => index != at)], null, out _)?.Line);
        Assert.Equal(at + 2, ModelWalk.Compare([.. walk.Take(at + 1), walk[at], .. walk.Skip(at + 1)], null, out _)?.Line);
    }

    [SkippableFact]
    public void A_device_that_takes_older_packages_parts_from_the_model() => Parts(AgainstTracker, cast => new Machines(cast)
    {
        Devices = [.. cast.Configurations.Select(configuration => (IMachine<DeviceCoreState>)new DeviceCoreMachine(
            configuration, Machines.Remembering(DeviceJudges.For(configuration) with { Number = (_, _) => ResultCode.None })))],
    });

    [SkippableFact]
    public void A_device_that_forgets_to_store_its_record_parts_from_the_model() => Parts(Plain, cast =>
    {
        var machines = new Machines(cast);
        return machines with { Devices = [.. machines.Devices.Select(machine => (IMachine<DeviceCoreState>)new Forgetful<DeviceCoreState>(machine, "ImageAuthentic"))] };
    });

    [SkippableFact]
    public void A_tracker_that_forgets_to_store_its_record_parts_from_the_model() => Parts(Plain, cast =>
    {
        var machines = new Machines(cast);
        return machines with { Tracker = new Forgetful<SecUpIoT.Entities.StatusTracker.TrackState>(machines.Tracker, "CompletionReported") };
    });

    private static void Parts(WalkSet set, Func<Cast, Machines> wrong)
    {
        SpinTools.Need();
        using var spin = new SpinWalks();
        for (var seed = 1; seed <= 40; seed++)
        {
            var walk = spin.Make(new(set, seed));
            if (ModelWalk.Compare(walk, wrong, out _) is null) continue;
            Assert.Null(ModelWalk.Compare(walk, null, out _));
            return;
        }

        Assert.Fail($"forty walks with {set} do not show the fault");
    }

    private static IReadOnlyList<string> Walk(WalkSet set, int seed)
    {
        SpinTools.Need();
        using var spin = new SpinWalks();
        return spin.Make(new(set, seed));
    }

    /// <summary>A machine that stores nothing on one trigger.</summary>
    private sealed class Forgetful<TState>(IMachine<TState> inner, string trigger) : IMachine<TState>
    {
        public Reaction<TState> Handle(TState state, Input input)
        {
            var reaction = inner.Handle(state, input);
            return reaction.Trigger != trigger ? reaction : reaction with { Outputs = [.. reaction.Outputs.Where(output => output is not Output.Persist)] };
        }
    }
}
