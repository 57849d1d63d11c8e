using System.Runtime.InteropServices;
using CsCheck;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Targets;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>Every oracle can fail: a wrong decoder around the right one is caught, and by the oracle that is meant for it.</summary>
public sealed class OracleTests
{
    private const long MostSamples = 5000;

    private static readonly Allowance Codec = new(MessageCodec.AllocationBase, MessageCodec.AllocationPerByte);
    private static readonly byte[] Golden = MessageCodec.Encode(new WithdrawRequest(Protocol.Digest.Of([1])));

    [Fact]
    public void The_right_decoder_is_not_accused() => Assert.Null(Examination(Right).Of(Golden));

    [Fact]
    public void A_decoder_that_throws_is_caught_and_named_by_the_exception()
    {
        var breach = Examination(static input => input.Span[^1] == Golden[^1] ? throw new InvalidTimeZoneException("once") : Right(input)).Of(Golden);

        Assert.Equal(Oracle.NoOtherException, breach?.Oracle);
        Assert.StartsWith(nameof(InvalidTimeZoneException), breach!.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoder_that_believes_an_announced_length_is_caught() => Assert.Equal(Oracle.BoundedMemory, Examination(Greedy).Of(Golden)?.Oracle);

    [Fact]
    public void Memory_that_is_taken_once_is_not_the_inputs()
    {
        byte[]? once = null;

        Assert.Null(Examination(input =>
        {
            once ??= new byte[1 << 20];
            return Right(input);
        }).Of(Golden));
    }

    [Fact]
    public void Running_out_of_memory_is_caught() => Assert.Equal(Oracle.BoundedMemory, Examination(static _ => throw new InsufficientMemoryException()).Of(Golden)?.Oracle);

    [Theory]
    [InlineData(true, "but why")]
    [InlineData(false, null)]
    [InlineData(false, " ")]
    public void A_decoder_without_one_answer_is_caught(bool value, string? refusal) =>
        Assert.Equal(Oracle.OneAnswer, Examination(input => new Answer<Message>(value ? Right(input).Value : null, refusal)).Of(Golden)?.Oracle);

    [Fact]
    public void A_decoder_that_writes_into_its_input_is_caught() => Assert.Equal(Oracle.InputUntouched, Examination(static input =>
    {
        MemoryMarshal.AsMemory(input).Span[0] ^= 1;
        return Answer.Refused<Message>("no");
    }).Of(Golden)?.Oracle);

    [Fact]
    public void A_decoder_that_accepts_another_encoding_is_caught() => Assert.Equal(Oracle.OneEncoding, Examination(Lax).Of([.. Golden, 0])?.Oracle);

    [Fact]
    public void An_encoding_that_the_decoder_refuses_is_caught()
    {
        var examination = new Examination<Message>(Right, Codec, static message => MessageCodec.Encode(message)[..^1]) { OneEncoding = false };

        Assert.Equal(Oracle.RoundTrip, examination.Of(Golden)?.Oracle);
    }

    [Fact]
    public void An_encoder_that_changes_a_value_is_caught()
    {
        var counter = 0;
        var examination = new Examination<Message>(Right, Codec, _ => MessageCodec.Encode(new WithdrawRequest(Protocol.Digest.Of([(byte)counter++])))) { OneEncoding = false };

        Assert.Equal(Oracle.RoundTrip, examination.Of(Golden)?.Oracle);
    }

    [Fact]
    public void A_decoder_that_a_second_reader_contradicts_is_caught() =>
        Assert.Equal(Oracle.SecondReader, new Examination<Message>(static _ => Right(Golden), Codec, contradiction: WireTargets.Contradiction).Of(Golden[..^1])?.Oracle);

    [Theory]
    [InlineData("throws when cut off", Oracle.NoOtherException)]
    [InlineData("takes what is announced", Oracle.BoundedMemory)]
    [InlineData("ignores what follows", Oracle.OneEncoding)]
    public void The_property_based_pass_finds_a_flaw(string flaw, Oracle oracle)
    {
        var examination = Examination(flaw switch
        {
            "throws when cut off" => static input => Right(input) is { Refusal: { } why } && why.StartsWith(nameof(DecodeFault.Truncated), StringComparison.Ordinal) ? throw new EndOfStreamException() : Right(input),
            "takes what is announced" => Greedy,
            _ => Lax,
        });
        var found = new List<Oracle>();

        HostileInputs.Of(AllTargets.Find("message").Single()).Sample(
            input =>
            {
                if (examination.Of(input) is { } breach) found.Add(breach.Oracle);
            },
            seed: HostileInputs.Seed,
            iter: MostSamples,
            threads: 1);

        Assert.Contains(oracle, found);
    }

    private static Examination<Message> Examination(Func<ReadOnlyMemory<byte>, Answer<Message>> decode) => new(decode, Codec, MessageCodec.Encode);

    private static Answer<Message> Right(ReadOnlyMemory<byte> input) => Answer.Of(MessageCodec.Decode(input));

    // Takes as much as a byte string in the input says that it has.
    private static Answer<Message> Greedy(ReadOnlyMemory<byte> input)
    {
        var at = input.Span.IndexOf((byte)0xc4);
        if (at >= 0 && at + 1 < input.Length) GC.KeepAlive(new byte[1024 * input.Span[at + 1]]);
        return Right(input);
    }

    private static Answer<Message> Lax(ReadOnlyMemory<byte> input)
    {
        for (var length = input.Length; length > 0; length--)
        {
            if (Right(input[..length]) is { Value: not null } answer) return answer;
        }

        return Right(input);
    }
}
