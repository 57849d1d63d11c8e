using SecUpIoT.VectorTool.Messages;
using Xunit.Abstractions;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>Every golden message, damaged in every small way (R-GEN-04).</summary>
public sealed class HostileMessageTests(ITestOutputHelper output)
{
    /// <summary>One vector in many is enough where they differ in one number only.</summary>
    private static readonly IReadOnlyList<MessageVector> Vectors =
        [.. MessageFile.Vectors.Where(vector => !vector.Name.StartsWith("code-", StringComparison.Ordinal) || vector.Name.EndsWith("-Busy", StringComparison.Ordinal))];

    public static TheoryData<int> Tags() => [.. Vectors.Select(vector => (int)vector.Message.Tag).Distinct()];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Any_changed_byte_gives_another_message_in_its_one_encoding_or_a_named_error(int tag) => Damage(tag, static (hostile, golden, name) => hostile.MutateEveryByte(golden, name));

    [Theory]
    [MemberData(nameof(Tags))]
    public void Any_truncation_gives_a_named_error(int tag) => Damage(tag, static (hostile, golden, name) => hostile.TruncateEverywhere(golden, name));

    [Theory]
    [MemberData(nameof(Tags))]
    public void Any_extension_gives_a_named_error(int tag) => Damage(tag, static (hostile, golden, name) => hostile.Extend(golden, name));

    [Fact]
    public void Random_bytes_give_a_named_error_or_a_message_in_its_one_encoding()
    {
        var hostile = Hostile.ForMessages();
        var random = new Random(Hostile.Seed);
        for (var i = 0; i < 100_000; i++)
        {
            var input = new byte[random.Next(0, 80)];
            random.NextBytes(input);
            if (input.Length > 1 && i % 2 == 0) (input[0], input[1]) = (0x92, (byte)random.Next(0, 40));
            hostile.Check(input, $"random input {i}, seed {Hostile.Seed}");
        }

        output.WriteLine($"seed {Hostile.Seed}: {hostile.Accepted} accepted, {hostile.Refused} refused");
    }

    private void Damage(int tag, Action<Hostile, byte[], string> damage)
    {
        var hostile = Hostile.ForMessages();
        foreach (var vector in Vectors.Where(vector => vector.Message.Tag == tag)) damage(hostile, RecordShape.Encode(vector.Message), $"{vector.Id} {vector.Name}");
        output.WriteLine($"seed {Hostile.Seed}: {hostile.Accepted} accepted, {hostile.Refused} refused");
    }
}
