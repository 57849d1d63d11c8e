using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>The invariants that can be seen in a single state; the others are judged where a step is taken.</summary>
internal sealed class StateChecks(Cast cast)
{
    private readonly bool _decays = cast.Settings.Budgets.Left(Budget.Decay) > 0;

    public void Check(CheckedWorld world, StepRecord record)
    {
        for (var device = 0; device < world.Devices.Length; device++)
        {
            CheckDevice(world.Devices[device], device, record);
            if (cast.Settings.Attacker != AttackerKind.Tracker) CheckCompletion(world, device, record);
        }
    }

    private void CheckDevice(DevicePart part, int device, StepRecord record)
    {
        var (state, journal, blocks) = (part.State, part.Journal, cast.Settings.Blocks);
        var confirmed = journal.Confirmed;
        if (state.Running is { } running)
        {
            record.Demand(
                running.Name == confirmed.Name || running.Name.Number > confirmed.Name.Number,
                "I-03", $"D{device + 1} runs image {cast.ImageOf(running.Name)}, has confirmed {cast.ImageOf(confirmed.Name)}");
        }

        var content = part.Content(confirmed.Slot);
        if (!_decays)
            record.Demand(content.IsSealed && content.IsWhole(cast.ImageOf(confirmed.Name), blocks), "I-08", $"D{device + 1} has nothing to boot in slot {confirmed.Slot}");
        if (journal.Candidate is not { } candidate) return;
        var image = cast.ImageOf(candidate.Image.Name);
        var other = part.Content(candidate.Image.Slot);
        var received = (int)(candidate.Received / Cast.BlockSize);
        if (!cast.Settings.BlocksAlterable)
        {
            for (var block = 0; block < received; block++)
                record.Demand(other.Block(block) == image, "I-06", $"D{device + 1} counts block {block} of image {image} as received, and has {other.Block(block)} there");
        }

        if (candidate.Stage is CandidateStage.Verified or CandidateStage.Installing or CandidateStage.AwaitingBoot)
            record.Demand(other.IsWhole(image, blocks), "I-07", $"D{device + 1} counts image {image} as {candidate.Stage}, and it does not stand whole in its slot");
        if (candidate.Stage is CandidateStage.AwaitingBoot or CandidateStage.Trial)
            record.Demand(other.IsSealed, "I-07", $"D{device + 1} has image {image} in stage {candidate.Stage} in a slot that is not sealed");
    }

    /// <summary>I-01: whoever is recorded as completed has confirmed that image, and none older since.</summary>
    private void CheckCompletion(CheckedWorld world, int device, StepRecord record)
    {
        if (world.Tracks[device].State.Record is not { } track || track.CompletedAt == default) return;
        var part = world.Devices[device];
        var target = cast.ImageOf(track.Target);
        var confirmed = part.Journal.Confirmed.Name;
        record.Demand(
            target != 0 && (part.EverConfirmed & (1 << target)) != 0 && confirmed.Number >= cast.Name(target).Number,
            "I-01", $"D{device + 1} is recorded as completed with image {target}, and has confirmed {cast.ImageOf(confirmed)}");
    }
}
