using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers that break what every functional entity is required to.</summary>
internal static class StatusTrackerGeneralMutants
{
    private static readonly string[] AllRefusals =
    [
        "R-ST-01", "R-ST-02", "R-ST-03", "R-ST-04", "R-ST-06", "R-ST-07", "R-ST-10", "R-ST-11", "R-ST-12", "R-ST-13", "R-ST-14", "R-ST-19", "R-ST-25", "R-ST-27", "R-ST-33",
        "R-GEN-01", "R-GEN-02", "R-GEN-04", "R-GEN-05", "R-GEN-06", "R-GEN-07", "R-GEN-08", "R-GEN-16",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Built("operator-on-every-link", "takes the operator's orders from Communicators", ["R-GEN-01"], Design.Right with
        {
            Door = static (link, message) => message is EnrolRequest or TrackQuery or CancelRequest ? Protocol.Link.Operator : link,
        }),
        Built("refuses-twice", "refuses a request twice", ["R-GEN-02"], Design.Right with
        {
            Say = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Value is Refusal ? [bytes, bytes] : [bytes],
        }) with { Allows = AllRefusals },
        Track("takes-any-cancellation", "takes a cancellation in every phase", ["R-GEN-02"], static machine => machine.Reacting(
            static (state, _, reaction) => state.Record is { } record ? reaction with { Outputs = [new Output.Send(Protocol.Link.Operator, new CancelAnswer(record.Device))] } : reaction,
            nameof(Trigger.CancelRequested))) with { Allows = ["R-GEN-06", "R-GEN-03", "R-GEN-07", "R-GEN-08", "R-ST-19"] },
        Track("refused-cancellation-recorded", "records a cancellation that it refuses", ["R-GEN-02"], static machine => machine.Reacting(
            static (state, _, reaction) => state.Record is { } record && reaction.Outputs.Any(static output => output is Output.Refuse)
                ? Store(record with { Phase = TrackPhase.Cancelled }, reaction, reaction.Outputs)
                : reaction,
            nameof(Trigger.CancelRequested))),
        Track("speaks-first", "answers before it has stored", ["R-GEN-03", "R-ST-05"], static machine => machine.SpeakingFirst()),
        Built("memory-only", "holds everything in memory", ["R-GEN-08", "R-ST-05", "R-GEN-03"], Design.Right with { ForgetsDurableState = true }) with { Allows = ["R-ST-16", "R-GEN-18"] },
        Track("counter-in-memory", "holds the last counter in memory only", ["R-GEN-08"], static machine => machine.Storing(static record => record with { LastCounter = 0 })),
        Track("cancel-in-memory", "holds the wish to cancel in memory only", ["R-GEN-08"], static machine => machine.Storing(static record => record with { CancelWanted = false }, nameof(Trigger.CancelRequested)))
            with { Allows = ["R-GEN-03"] },
        Built("trailing-bytes-accepted", "passes over bytes behind a message", ["R-GEN-04"], Design.Right with { Hear = static (_, bytes) => Shortest(bytes) }) with { Allows = ["R-GEN-05"] },
        Built("malformed-unanswered", "says nothing to bytes that are no message", ["R-GEN-04"], Design.Right with
        {
            Say = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Value is Refusal { Code: ResultCode.MalformedMessage } ? [] : [bytes],
        }) with { Allows = ["R-GEN-05", "R-ST-03", "R-GEN-16"] },
        Built("unknown-values-accepted", "takes an undefined value for a defined one", ["R-GEN-04"], Design.Right with
        {
            Hear = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Error is { Fault: DecodeFault.UndefinedValue } ? MessageCodec.Encode(new TrackQuery(new DeviceId(Guid.Empty), null)) : bytes,
        }),
        Built("too-large-accepted", "takes what is too large for a question about everything", ["R-GEN-05", "R-GEN-04"], Design.Right with
        {
            Hear = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Error is { Fault: DecodeFault.TooLong or DecodeFault.Oversize } ? MessageCodec.Encode(new TrackQuery(null, null)) : bytes,
        }),
        Built("no-reason", "refuses without a reason", ["R-GEN-06"], Design.Right with { Say = Saying(static message => message is Refusal ? new Refusal(ResultCode.None, "no") : null) }) with { Allows = AllRefusals },
        Built("reason-of-its-own", "refuses with a code that nobody else knows", ["R-GEN-06"], Design.Right with
        {
            Say = static (_, bytes) => [MessageCodec.Decode(bytes.Memory).Value is Refusal ? (Bytes)new byte[] { 0x92, 0x09, 0x92, 0xcd, 0x26, 0xf6, 0xa0 } : bytes],
        }) with { Allows = AllRefusals },
        Built("one-reason-for-all", "refuses everything as a fault of its own", ["R-GEN-06"], Design.Right with { Say = Saying(static message => message is Refusal refusal ? refusal with { Code = ResultCode.InternalFault } : null) })
            with { Allows = AllRefusals },
        Whimsical(),
        Track("number-not-manifest", "goes on with a package that has the number of the one under way", ["R-GEN-13"], static machine => machine.Misreading(static (record, report) =>
            record.Target is { } target && report.Confirmed is { } confirmed && confirmed.Number == target.Number && report.Running == confirmed ? report with { Confirmed = target, Running = target } : report))
            with { Allows = ["R-ST-06"] },
        Built("another-envelope-is-another-update", "takes one manifest in two envelopes for two packages", ["R-GEN-13"], Twofold()) with { Allows = ["R-ST-23"] },
    ];

    // The shortest beginning that is a message.
    private static Bytes Shortest(Bytes bytes)
    {
        if (bytes.Length > 4096 || MessageCodec.Decode(bytes.Memory).Error is not { Fault: DecodeFault.TrailingBytes }) return bytes;
        for (var length = 1; length < bytes.Length; length++)
        {
            if (MessageCodec.Decode(bytes.Memory[..length]).Value is not null) return new Bytes(bytes.Memory[..length]);
        }

        return bytes;
    }

    // What it says of the number of no package depends on how many trackers there were before it.
    private static Mutant Whimsical()
    {
        var born = 0;
        return Built("whimsical", "answers the same report in the same state sometimes so and sometimes otherwise", ["R-GEN-07"], Design.Right with
        {
            StatusTracker = configuration =>
            {
                var number = new SequenceNumber((ulong)born++);
                return Design.Right.StatusTracker(configuration).Directing((_, _, order) =>
                    order.Directive.Kind == DirectiveKind.UpToDate ? order with { Directive = order.Directive with { Number = number } } : order);
            },
        });
    }

    // Two sizes of envelope for one manifest: it offers neither.
    private static Design Twofold()
    {
        var sizes = new Dictionary<Digest, HashSet<uint>>();
        return Design.Right with
        {
            ServerLink = configuration =>
            {
                sizes.Clear();
                return Design.Right.ServerLink(configuration).Publishing(entries =>
                {
                    var listed = entries.ToList();
                    foreach (var entry in listed)
                    {
                        if (!sizes.TryGetValue(entry.Manifest, out var known)) sizes[entry.Manifest] = known = [];
                        known.Add(entry.EnvelopeSize);
                    }

                    return listed;
                });
            },
            StatusTracker = configuration => Design.Right.StatusTracker(configuration).Hearing((_, checkedIn) =>
                checkedIn.Newest is { } newest && sizes.TryGetValue(newest.Image.Manifest, out var known) && known.Count > 1 ? checkedIn with { Newest = null } : checkedIn),
        };
    }
}
