using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>How long a Communicator under test waits: what the suite asks for, or what the implementation uses instead.</summary>
internal sealed record Durations(
    TimeSpan DefaultPoll,
    TimeSpan LeastPoll,
    TimeSpan MostPoll,
    TimeSpan ActivePoll,
    TimeSpan ReplyTimeout,
    TimeSpan ProgressInterval,
    TimeSpan FirstBackOff,
    TimeSpan MostBackOff)
{
    /// <summary>What the suite asks for: short, so that an implementation with a real clock can be waited for.</summary>
    public static Durations Asked { get; } = new(
        DefaultPoll: TimeSpan.FromSeconds(4),
        LeastPoll: TimeSpan.FromSeconds(2),
        MostPoll: TimeSpan.FromSeconds(8),
        ActivePoll: TimeSpan.FromMilliseconds(500),
        ReplyTimeout: TimeSpan.FromSeconds(1),
        ProgressInterval: TimeSpan.FromSeconds(1),
        FirstBackOff: TimeSpan.FromMilliseconds(200),
        MostBackOff: TimeSpan.FromMilliseconds(3200));

    /// <summary>What <c>provision</c> answered.</summary>
    public static Durations Read(JsonObject result) => new(
        Of(result, "defaultPoll"),
        Of(result, "leastPoll"),
        Of(result, "mostPoll"),
        Of(result, "activePoll"),
        Of(result, "replyTimeout"),
        Of(result, "progressInterval"),
        Of(result, "firstBackOff"),
        Of(result, "mostBackOff"));

    /// <summary>The arguments of <c>provision</c>.</summary>
    public JsonObject Write() => new()
    {
        ["defaultPoll"] = In(DefaultPoll),
        ["leastPoll"] = In(LeastPoll),
        ["mostPoll"] = In(MostPoll),
        ["activePoll"] = In(ActivePoll),
        ["replyTimeout"] = In(ReplyTimeout),
        ["progressInterval"] = In(ProgressInterval),
        ["firstBackOff"] = In(FirstBackOff),
        ["mostBackOff"] = In(MostBackOff),
    };

    /// <summary>What measuring may add to a wait: an implementation on a real clock is never exact.</summary>
    public static TimeSpan Slack(TimeSpan wait) => TimeSpan.FromMilliseconds(100) + wait / 20;

    private static TimeSpan Of(JsonObject result, string name) => TimeSpan.FromMilliseconds(Fields.Number(result, name));

    private static long In(TimeSpan span) => (long)span.TotalMilliseconds;
}
