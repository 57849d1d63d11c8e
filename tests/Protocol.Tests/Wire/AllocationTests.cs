using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool.Malformed;
using SecUpIoT.VectorTool.Messages;
using Xunit.Abstractions;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>What decoding may allocate is bounded by the bytes that are there, not by those that are announced (R-GEN-05).</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    [Fact]
    public void No_malformed_message_costs_more_than_the_stated_bound()
    {
        foreach (var vector in MalformedFile.Vectors) AssertBounded(vector.Encoded, vector.Name);
    }

    [Fact]
    public void No_golden_message_costs_more_than_the_stated_bound()
    {
        foreach (var vector in MessageFile.Vectors) AssertBounded(RecordShape.Encode(vector.Message), $"{vector.Id} {vector.Name}");
    }

    [Fact]
    public void The_densest_lists_cost_no_more_than_the_stated_bound()
    {
        var payloads = new Sequence<PayloadName>(Enumerable.Repeat(new PayloadName(default, 0), Limits.Components));
        var entry = new CatalogueEntry(default, default, default, default, 0, payloads);
        AssertBounded(MessageCodec.Encode(new CatalogueAnswer(new Sequence<CatalogueEntry>(Enumerable.Repeat(entry, Limits.CatalogueEntries)))), "a full catalogue");
        AssertBounded(MessageCodec.Encode(new CatalogueAnswer(new Sequence<CatalogueEntry>(Enumerable.Repeat(entry with { Payloads = Sequence<PayloadName>.Empty }, Limits.CatalogueEntries)))), "empty packages");
        var device = new TrackEntry(default, default, default, default, default, null, null, default, false, 0, 0, false, default, default);
        AssertBounded(MessageCodec.Encode(new TrackAnswer(new Sequence<TrackEntry>(Enumerable.Repeat(device, Limits.TrackEntries)))), "a full fleet");
        AssertBounded(MessageCodec.Encode(new CheckInBatch(new Sequence<CheckIn>(Enumerable.Repeat(new CheckIn(default, null, default), Limits.CheckIns)))), "a full batch");
        AssertBounded(MessageCodec.Encode(new CheckInBatchAnswer(new Sequence<BatchedAnswer>(Enumerable.Repeat(new BatchedAnswer(null, null), Limits.CheckIns)))), "a full answer");
    }

    [Fact]
    public void Byte_fields_are_not_copied()
    {
        var encoded = MessageCodec.Encode(new PublishRequest(new byte[Limits.PublishedEnvelope]));
        Assert.InRange(Measure(encoded), 0, MessageCodec.AllocationBase);
    }

    [Theory]
    [InlineData("9dc6ffffffff")]
    [InlineData("9dc4ff")]
    [InlineData("ddffffffff")]
    [InlineData("97c67fffffff")]
    public void A_statement_that_announces_much_costs_little(string hex)
    {
        var input = Convert.FromHexString(hex);
        DeviceReport.Decode(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DeviceReport.Decode(input);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MessageCodec.AllocationBase);
    }

    private void AssertBounded(byte[] input, string name)
    {
        var allocated = Measure(input);
        var bound = MessageCodec.AllocationBase + ((long)MessageCodec.AllocationPerByte * input.Length);
        if (allocated > bound / 2) output.WriteLine($"{name}: {allocated} bytes for {input.Length}, bound {bound}");
        Assert.True(allocated <= bound, $"{name}: {allocated} bytes for an input of {input.Length}, the bound is {bound}");
    }

    private static long Measure(byte[] input)
    {
        MessageCodec.Decode(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        MessageCodec.Decode(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
