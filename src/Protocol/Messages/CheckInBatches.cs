using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>
/// M-18, Communicator to Status tracker: the check-ins of several devices behind one gateway (R-CM-20). Each holds the report that its device signed and is
/// judged by that device's record alone (R-ST-60). Answered by M-19 or M-09.
/// </summary>
public sealed record CheckInBatch(Sequence<CheckIn> CheckIns) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 18;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(CheckIns.Count);
        foreach (var checkIn in CheckIns) checkIn.Write(ref writer);
    }

    internal static CheckInBatch Read(ref StrictReader reader)
    {
        reader.Array("CheckInBatch", 1);
        return new(Sequence<CheckIn>.Read(ref reader, "checkIns", Limits.CheckIns, static (ref StrictReader reader, string _) => CheckIn.Read(ref reader)));
    }
}

/// <summary>M-19, the answer to M-18: one entry for each check-in, in their order.</summary>
public sealed record CheckInBatchAnswer(Sequence<BatchedAnswer> Answers) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 19;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(Answers.Count);
        foreach (var answer in Answers) answer.Write(ref writer);
    }

    internal static CheckInBatchAnswer Read(ref StrictReader reader)
    {
        reader.Array("CheckInBatchAnswer", 1);
        return new(Sequence<BatchedAnswer>.Read(ref reader, "answers", Limits.CheckIns, BatchedAnswer.Read));
    }
}

/// <summary>What M-19 says to one check-in: what M-11 or what M-09 would say to it alone. One of the two is there; the receiver takes anything else for no answer.</summary>
public sealed record BatchedAnswer(CheckInAnswer? Answer, Refusal? Refusal)
{
    /// <summary>The entry that carries an answer to M-10.</summary>
    public static BatchedAnswer Of(Message answer) => answer switch
    {
        CheckInAnswer said => new(said, null),
        Refusal refused => new(null, refused),
        _ => throw new ArgumentException($"M-{answer?.Tag:00} is no answer to a check-in; M-11 or M-09 is.", nameof(answer)),
    };

    /// <summary>The answer to M-10 that it carries; null when it carries none, or two.</summary>
    public Message? Single() => (Answer, Refusal) switch
    {
        ({ } said, null) => said,
        (null, { } refused) => refused,
        _ => null,
    };

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        if (Answer is null) writer.WriteNil();
        else Answer.Write(ref writer);
        if (Refusal is null) writer.WriteNil();
        else Refusal.Write(ref writer);
    }

    internal static BatchedAnswer Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 2);
        return new(
            reader.Nil(field + ".answer") ? null : CheckInAnswer.Read(ref reader),
            reader.Nil(field + ".refusal") ? null : Messages.Refusal.Read(ref reader));
    }
}
