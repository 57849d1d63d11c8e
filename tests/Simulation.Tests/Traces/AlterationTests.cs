using SecUpIoT.Protocol.Tracing;
using static SecUpIoT.Simulation.Tests.Traces.Samples;

namespace SecUpIoT.Simulation.Tests.Traces;

/// <summary>Every event of a trace, altered in turn.</summary>
public sealed class AlterationTests
{
    [Fact]
    public void The_sample_fits_and_is_judged_by_every_invariant_that_a_trace_can_show()
    {
        var verdict = Entities.Tracing.TraceChecker.Check(Eventful);

        Assert.Null(verdict.Misfit);
        Assert.Equal(
            ["I-01", "I-03", "I-04", "I-05", "I-06", "I-07", "I-09", "I-10", "I-11", "I-12", "I-13", "I-14", "I-15", "I-16", "I-17", "I-23"], verdict.Judged);
        Assert.Equal(["I-02", "I-08", "I-18", "I-19", "I-20", "I-21", "I-22"], verdict.NotJudged.Select(left => left.Id));
    }

    [Fact]
    public void Another_next_phase_is_rejected_there_or_at_the_next_event_of_the_subject()
    {
        var events = Eventful.Events();
        for (var index = 0; index < events.Count; index++)
        {
            var altered = events[index] with { Next = OtherPhase(events[index]) };

            var misfit = Misfit(Eventful.With([.. events.Take(index), altered, .. events.Skip(index + 1)]));

            Assert.True(misfit is not null, $"event {index} may lead to {altered.Next}: {events[index]}");
            var following = events.Skip(index + 1).ToList().FindIndex(later => later.Machine == altered.Machine && later.Subject == altered.Subject);
            Assert.Contains(misfit!.Line, new[] { index + 2, index + 3 + following });
        }
    }

    [Fact]
    public void An_event_that_is_left_out_is_missed_by_its_number()
    {
        for (var index = 1; index < Eventful.Entries.Count - 1; index++)
        {
            var misfit = Misfit(Eventful with { Entries = [.. Eventful.Entries.Where((_, at) => at != index)] });

            Assert.NotNull(misfit);
            Assert.True(misfit.Line <= index + 3, $"{index}: {misfit}");
        }
    }

    [Fact]
    public void A_change_of_phase_that_is_left_out_is_missed_without_numbers_too()
    {
        var events = Eventful.Events();
        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Step is not { } step || step.Phase == events[index].Next) continue;
            var next = events.Skip(index + 1).FirstOrDefault(later => later.Machine == events[index].Machine && later.Subject == events[index].Subject);
            var isFirst = !events.Take(index).Any(earlier => earlier.Machine == events[index].Machine && earlier.Subject == events[index].Subject);
            // What nobody speaks of before or again, or what begins anew, is not missed by its phase.
            if (isFirst || next?.Step is null) continue;

            Assert.True(Misfit(Eventful.With(events.Where((_, at) => at != index))) is not null, $"without {events[index]}");
        }
    }

    [Fact]
    public void Two_events_of_a_subject_that_change_places_are_noticed()
    {
        var events = Eventful.Only(TraceMachine.DeviceCore).Events();
        for (var index = 0; index + 1 < events.Count; index++)
        {
            if (events[index].Step is not { } one || events[index + 1].Step is not { } other || (one.Phase == other.Phase && events[index].Next == events[index + 1].Next)) continue;

            Assert.NotNull(Misfit(Eventful.With([.. events.Take(index), events[index + 1], events[index], .. events.Skip(index + 2)])));
        }
    }

    private static string OtherPhase(TraceEvent happened) => happened.Machine switch
    {
        TraceMachine.DeviceCore => happened.Next == "Idle" ? "Receiving" : "Idle",
        TraceMachine.Communicator => happened.Next == "Waiting" ? "Fetching" : "Waiting",
        TraceMachine.StatusTracker => happened.Next == "Enrolled" ? "Announced" : "Enrolled",
        TraceMachine.ServerLink => happened.Next == "Synchronised" ? "Unavailable" : "Synchronised",
        _ => happened.Next == "Published" ? "Withdrawn" : "Published",
    };
}
