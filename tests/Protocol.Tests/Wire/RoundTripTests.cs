using CsCheck;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>Arbitrary messages, statements and records survive encoding and decoding. The seed is fixed; CsCheck prints it when a sample fails.</summary>
public sealed class RoundTripTests
{
    private const string Seed = "0000SecUpIoT";
    private const long Samples = 300;

    public static TheoryData<string> Kinds() => [.. Generators.Messages.Keys.Select(type => type.Name)];

    [Fact]
    public void Every_kind_of_message_has_a_generator() => Assert.Equal(
        typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message))).Select(type => type.Name).Order(StringComparer.Ordinal),
        Generators.Messages.Keys.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_survives_and_two_encoders_agree(string kind) =>
        Generators.Messages.Single(pair => pair.Key.Name == kind).Value.Sample(
            message =>
            {
                var encoded = MessageCodec.Encode(message);
                var decoded = MessageCodec.Decode(encoded);
                Assert.Equal(message, decoded.Value);
                Assert.True(encoded.AsSpan().SequenceEqual(RecordShape.Encode(message)), "the two encoders differ");
                Assert.Equal(message.GetHashCode(), decoded.Value!.GetHashCode());
            },
            seed: Seed,
            iter: Samples,
            threads: 1);

    [Fact]
    public void A_report_survives() => Survives(Generators.Report, report => report.Encode(), bytes => DeviceReport.Decode(bytes));

    [Fact]
    public void A_directive_survives() => Survives(Generators.Directive, directive => directive.Encode(), bytes => Directive.Decode(bytes));

    [Fact]
    public void A_device_record_survives() => Survives(Generators.DeviceRecord, record => record.Encode(), bytes => DeviceRecord.Decode(bytes));

    [Fact]
    public void A_package_record_survives() => Survives(Generators.PackageRecord, record => record.Encode(), bytes => PackageRecord.Decode(bytes));

    [Fact]
    public void A_track_record_survives() => Survives(Generators.TrackRecord, record => record.Encode(), bytes => TrackRecord.Decode(bytes));

    [Fact]
    public void A_campaign_record_survives() => Survives(Generators.CampaignRecord, record => record.Encode(), bytes => CampaignRecord.Decode(bytes));

    [Fact]
    public void An_audit_entry_survives() => Survives(Generators.AuditEntry, entry => entry.Encode(), bytes => AuditEntry.Decode(bytes));

    private static void Survives<T>(Gen<T> generator, Func<T, byte[]> encode, Func<byte[], Decoded<T>> decode)
        where T : class => generator.Sample(
            value =>
            {
                var encoded = encode(value);
                var decoded = decode(encoded);
                Assert.Equal(value, decoded.Value);
                Assert.Equal(encoded, encode(decoded.Value!));
            },
            seed: Seed,
            iter: Samples,
            threads: 1);

    /// <summary>A batch that may be asked can be answered: the largest answers of the most check-ins are no more than one message (R-ST-60).</summary>
    [Fact]
    public void The_largest_answer_to_the_largest_batch_is_a_message()
    {
        var largest = BatchedAnswer.Of(new CheckInAnswer(DirectiveKind.Install, default(Digest), new byte[Limits.SignedStatement], new byte[Limits.Envelope], Limits.PollAfterSeconds));
        var message = new CheckInBatchAnswer(new Sequence<BatchedAnswer>(Enumerable.Repeat(largest, Limits.CheckIns)));

        Assert.Equal(message, MessageCodec.Decode(MessageCodec.Encode(message)).Value);
    }
}
