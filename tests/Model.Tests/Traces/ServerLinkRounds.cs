using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>
/// In the model a link that is Synchronised looks at the catalogue again when it has changed. What a tracker that looks from time to time does in
/// between, from Synchronised to Synchronised without any news, is left out.
/// </summary>
internal static class ServerLinkRounds
{
    public static IReadOnlyList<TraceEvent> WithoutIdle(IReadOnlyList<TraceEvent> events)
    {
        var idle = new HashSet<TraceEvent>(ReferenceEqualityComparer.Instance);
        foreach (var link in events.Where(happened => happened.Machine == TraceMachine.ServerLink).Select(happened => happened.Subject).Distinct())
            idle.UnionWith(Idle(events, link));
        return [.. events.Where(happened => !idle.Contains(happened))];
    }

    private static List<TraceEvent> Idle(IReadOnlyList<TraceEvent> events, string link)
    {
        var (round, isNews, all) = (new List<TraceEvent>(), false, new List<TraceEvent>());
        var isInRound = false;
        void End()
        {
            if (!isNews) all.AddRange(round);
            round.Clear();
            (isInRound, isNews) = (false, false);
        }

        foreach (var happened in events)
        {
            // A withdrawal is news as well, though nothing new is listed.
            if (happened is { Machine: TraceMachine.FirmwareServer, Step.Trigger: "WithdrawAccepted" }) isNews = true;
            if (happened.Machine != TraceMachine.ServerLink || happened.Subject != link) continue;
            if (happened.Step is not { } step)
            {
                if (isInRound) End();
                continue;
            }

            if (step is { Phase: "Synchronised", Trigger: "RefreshDue" }) isInRound = true;
            if (step.Trigger == "NewPackagesListed") isNews = true;
            if (isInRound) round.Add(happened);
            if (happened.Next == "Synchronised") End();
        }

        if (isInRound) End();
        return all;
    }
}
