using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>What a Status tracker is provisioned with; where it uses other durations than asked for, those.</summary>
internal sealed record TrackerSettings
{
    /// <summary>How long a directive is valid.</summary>
    public TimeSpan DirectiveValidity { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When an idle device is to check in next.</summary>
    public TimeSpan PollAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When a device in an update is to check in next.</summary>
    public TimeSpan ActivePollAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longer silence makes a device unreachable.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Between two looks at a catalogue.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer of a Firmware server is awaited.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts at one package.</summary>
    public long Attempts { get; init; } = 3;

    /// <summary>The key that verifies directives.</summary>
    public IVerifier? Key { get; init; }

    /// <summary>The arguments of <c>provision</c>.</summary>
    public JsonObject Write(IEnumerable<string> authors, IEnumerable<string> servers) => new()
    {
        ["authors"] = new JsonArray([.. authors.Select(static author => (JsonNode)author)]),
        ["servers"] = new JsonArray([.. servers.Select(static server => (JsonNode)server)]),
        ["directiveValidity"] = Milliseconds(DirectiveValidity),
        ["pollAfter"] = Milliseconds(PollAfter),
        ["activePollAfter"] = Milliseconds(ActivePollAfter),
        ["silenceLimit"] = Milliseconds(SilenceLimit),
        ["refreshInterval"] = Milliseconds(RefreshInterval),
        ["replyTimeout"] = Milliseconds(ReplyTimeout),
        ["attempts"] = Attempts,
    };

    /// <summary>What the implementation really uses.</summary>
    public TrackerSettings As(JsonObject result) => new()
    {
        DirectiveValidity = Span(result, "directiveValidity", DirectiveValidity),
        PollAfter = Span(result, "pollAfter", PollAfter),
        ActivePollAfter = Span(result, "activePollAfter", ActivePollAfter),
        SilenceLimit = Span(result, "silenceLimit", SilenceLimit),
        RefreshInterval = Span(result, "refreshInterval", RefreshInterval),
        ReplyTimeout = Span(result, "replyTimeout", ReplyTimeout),
        Attempts = Fields.OptionalNumber(result, "attempts") ?? Attempts,
        Key = KeyFiles.VerifierFromSpki(Fields.Binary(result, "publicKey").Span)
            ?? throw new AttachmentException(AttachmentFault.WrongAnswer, "Expected an Ed25519 or P-256 key as publicKey in the answer to provision."),
    };

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static TimeSpan Span(JsonObject result, string name, TimeSpan asked) => Fields.OptionalNumber(result, name) is { } used ? TimeSpan.FromMilliseconds(used) : asked;
}
