using System.Globalization;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>A refusal, by whom and why.</summary>
/// <param name="At">When, since the beginning of the world.</param>
/// <param name="Who">The entity that refused.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">The same for people.</param>
public sealed record NotedRefusal(TimeSpan At, string Who, ResultCode Code, string Detail);

/// <summary>A change of phase.</summary>
/// <param name="At">When, since the beginning of the world.</param>
/// <param name="Who">The entity, or the record that it keeps.</param>
/// <param name="From">The phase before.</param>
/// <param name="To">The phase after.</param>
public sealed record NotedChange(TimeSpan At, string Who, string From, string To);

/// <summary>What happened in a world, as lines of text and as values.</summary>
public sealed class Transcript
{
    private readonly List<string> _lines = [];
    private readonly List<NotedRefusal> _refusals = [];
    private readonly List<NotedChange> _changes = [];
    private readonly List<(TimeSpan At, Packet Packet)> _sent = [];

    /// <summary>Every line: time, from and to, message with its key fields, or a change of phase.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Every refusal.</summary>
    public IReadOnlyList<NotedRefusal> Refusals => _refusals;

    /// <summary>Every change of phase.</summary>
    public IReadOnlyList<NotedChange> Changes => _changes;

    /// <summary>Every packet that an entity sent, before attackers and faults.</summary>
    public IReadOnlyList<(TimeSpan At, Packet Packet)> Sent => _sent;

    /// <summary>The last <paramref name="count"/> lines as one text.</summary>
    public string Tail(int count = 80) => string.Join('\n', _lines.Skip(Math.Max(0, _lines.Count - count)));

    /// <summary>All lines as one text.</summary>
    public override string ToString() => string.Join('\n', _lines);

    internal void Note(TimeSpan at, string line) => _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,10:F3}  {line}"));

    internal void NoteSent(TimeSpan at, Packet packet)
    {
        _sent.Add((at, packet));
        Note(at, $"{packet.From} -> {packet.To}  {Describe(packet.Message)}");
    }

    internal void NoteRefusal(TimeSpan at, string who, ResultCode code, string detail)
    {
        _refusals.Add(new(at, who, code, detail));
        Note(at, $"{who}  refuses: {code}, {detail}");
    }

    internal void NoteChange(TimeSpan at, string who, string from, string to)
    {
        if (from == to) return;
        _changes.Add(new(at, who, from, to));
        Note(at, $"{who}  {from} -> {to}");
    }

    /// <summary>A message in one line: its number, its name and the fields that tell it apart.</summary>
    public static string Describe(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var fields = message switch
        {
            DirectiveDelivery delivery => $"directive {delivery.Directive.Length} B, envelope {delivery.Envelope.Length} B",
            DirectiveAnswer answer => $"{answer.Phase}, wants {Want(answer.Want)}",
            ImageBlock block => $"{block.Payload} from {block.Offset}, {block.Data.Length} B",
            BlockAnswer answer => $"{answer.Phase}, wants {Want(answer.Want)}",
            InstallRequest request => $"{request.Manifest}",
            InstallAnswer answer => $"{answer.Phase}",
            Refusal refusal => $"{refusal.Code}",
            CheckIn { RefusedManifest: { } refused } checkIn => $"device refused {refused}: {checkIn.RefusedCode}",
            CheckInAnswer answer => $"{answer.Kind} {answer.Manifest}, directive {answer.Directive.Length} B, envelope {answer.Envelope.Length} B, again after {answer.PollAfter} s",
            CheckInBatch batch => $"{batch.CheckIns.Count} check-ins",
            CheckInBatchAnswer batch => $"{batch.Answers.Count} answers",
            BlockRequest request => $"{request.Payload} from {request.Offset}, {request.Length} B",
            Block block => $"{block.Payload} from {block.Offset}, {block.Data.Length} B",
            CatalogueAnswer answer => string.Join(", ", answer.Entries.Select(entry => $"{entry.Number} ({entry.Manifest})")),
            EnvelopeRequest request => $"{request.Manifest}",
            EnvelopeAnswer answer => $"{answer.Envelope.Length} B",
            _ => "",
        };
        return $"M-{message.Tag:00} {message.GetType().Name}{(fields.Length == 0 ? "" : ": ")}{fields}";
    }

    private static string Want(BlockWant? want) => want is null ? "nothing" : $"{want.Payload} from {want.Offset}, {want.Length} B";
}
