using CsCheck;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Tests.Cbor;

/// <summary>Only Core Deterministic Encoding (RFC 8949, 4.2.1) is accepted.</summary>
public sealed class CborDecoderTests
{
    [Theory]
    [InlineData("", CborFault.Malformed)]
    [InlineData("18", CborFault.Malformed)]
    [InlineData("0000", CborFault.Malformed)]
    [InlineData("8201", CborFault.Malformed)]
    [InlineData("5affffffff00", CborFault.Malformed)]
    [InlineData("9b7fffffffffffffff", CborFault.Malformed)]
    [InlineData("1c", CborFault.Malformed)]
    [InlineData("61ff", CborFault.Malformed)]
    [InlineData("ff", CborFault.Malformed)]
    [InlineData("1817", CborFault.NotDeterministic)]
    [InlineData("190017", CborFault.NotDeterministic)]
    [InlineData("3817", CborFault.NotDeterministic)]
    [InlineData("580100", CborFault.NotDeterministic)]
    [InlineData("780161", CborFault.NotDeterministic)]
    [InlineData("980100", CborFault.NotDeterministic)]
    [InlineData("b8010000", CborFault.NotDeterministic)]
    [InlineData("9fff", CborFault.NotDeterministic)]
    [InlineData("bfff", CborFault.NotDeterministic)]
    [InlineData("5fff", CborFault.NotDeterministic)]
    [InlineData("7fff", CborFault.NotDeterministic)]
    [InlineData("a202000100", CborFault.NotDeterministic)]
    [InlineData("a220001818f6", CborFault.NotDeterministic)]
    [InlineData("f97e00", CborFault.NotAllowed)]
    [InlineData("fb3ff0000000000000", CborFault.NotAllowed)]
    [InlineData("f7", CborFault.NotAllowed)]
    [InlineData("e0", CborFault.NotAllowed)]
    [InlineData("c100", CborFault.NotAllowed)]
    [InlineData("d86b00", CborFault.NotAllowed)]
    public void What_is_not_deterministic_is_refused(string hex, CborFault fault) =>
        Assert.Equal(fault, CborDecoder.Decode(Convert.FromHexString(hex), CborRules.Strict).Error!.Fault);

    [Fact]
    public void Duplicate_keys_are_refused_in_both_modes()
    {
        var twice = Convert.FromHexString("a201000100");
        Assert.NotNull(CborDecoder.Decode(twice, CborRules.Strict).Error);
        Assert.NotNull(CborDecoder.Decode(twice, CborRules.AnyKeyOrder).Error);
    }

    [Fact]
    public void Another_key_order_is_accepted_only_where_asked_for() => Assert.True(CborDecoder.Decode(Convert.FromHexString("a202000100"), CborRules.AnyKeyOrder).IsOk);

    // The order of the encoded bytes, not "shorter first": 24 (18 18) comes before -1 (20).
    [Fact]
    public void Keys_are_ordered_by_their_encoded_bytes() => Assert.True(CborDecoder.Decode(Convert.FromHexString("a218180020f6"), CborRules.Strict).IsOk);

    [Fact]
    public void Tags_are_accepted_by_number_and_never_in_a_chain()
    {
        var rules = CborRules.Strict.WithTags(107);
        Assert.True(CborDecoder.Decode(Convert.FromHexString("d86ba0"), rules).IsOk);
        Assert.Equal(CborFault.NotAllowed, CborDecoder.Decode(Convert.FromHexString("d86bd86ba0"), rules).Error!.Fault);
        Assert.Equal(CborFault.NotDeterministic, CborDecoder.Decode(Convert.FromHexString("d9006ba0"), rules).Error!.Fault);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_tags_costs_nothing()
    {
        var chain = new byte[100_001];
        System.Array.Fill(chain, (byte)0xc1);
        chain[^1] = 0;
        Assert.Equal(CborFault.NotAllowed, CborDecoder.Decode(chain, CborRules.Strict.WithTags(1)).Error!.Fault);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(100_000, false)]
    public void Nesting_is_bounded(int depth, bool accepted)
    {
        var nested = new byte[depth + 1];
        System.Array.Fill(nested, (byte)0x81);
        nested[^1] = 0;
        var result = CborDecoder.Decode(nested, CborRules.Strict);
        Assert.Equal(accepted, result.IsOk);
        if (!accepted) Assert.Equal(CborFault.LimitExceeded, result.Error!.Fault);
    }

    [Fact]
    public void Items_and_entries_are_bounded()
    {
        var items = CborEncoder.Encode(new CborArray([.. Enumerable.Repeat(CborValue.Null, 513)]));
        var entries = CborEncoder.Encode(new CborMap([.. Enumerable.Range(0, 65).Select(i => new CborEntry(i, CborValue.Null))]));
        Assert.Equal(CborFault.LimitExceeded, CborDecoder.Decode(items, CborRules.Strict).Error!.Fault);
        Assert.Equal(CborFault.LimitExceeded, CborDecoder.Decode(entries, CborRules.Strict).Error!.Fault);
    }

    [Theory]
    [InlineData("1bffffffffffffffff", "18446744073709551615")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("3b7fffffffffffffff", "-9223372036854775808")]
    public void Integers_keep_their_whole_range(string hex, string value)
    {
        var integer = Assert.IsType<CborInteger>(CborDecoder.Decode(Convert.FromHexString(hex), CborRules.Strict).Value);
        Assert.Equal(Int128.Parse(value), integer.Value);
        Assert.Null(integer.AsInt32);
        Assert.Equal(hex, Convert.ToHexStringLower(CborEncoder.Encode(integer)));
    }

    [Fact]
    public void Arbitrary_bytes_never_throw_and_what_is_accepted_is_the_one_encoding() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        var result = CborDecoder.Decode(bytes, CborRules.Strict.WithTags(1));
        if (result.IsOk) Assert.Equal(bytes, CborEncoder.Encode(result.Value));
    });

    [Fact]
    public void Two_equal_keys_cannot_be_encoded() =>
        Assert.Throws<InvalidOperationException>(() => CborEncoder.Encode(CborValue.MapOf(new CborEntry(1, CborValue.Null), new CborEntry(1, CborValue.Null))));
}
