using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>One test for each way in which bytes can deviate (R-GEN-04), over spec/vectors/messages-malformed.json.</summary>
public sealed class DecodeFaultTests
{
    private static readonly JsonArray Stored = StoredVectors.Of("messages-malformed.json");

    [Fact]
    public void Truncated_when_the_input_ends_inside_an_element() => AllAre(DecodeFault.Truncated);

    [Fact]
    public void TrailingBytes_when_bytes_follow_the_message() => AllAre(DecodeFault.TrailingBytes);

    [Fact]
    public void UnknownMessage_when_the_tag_names_none() => AllAre(DecodeFault.UnknownMessage);

    [Fact]
    public void WrongFieldCount_when_an_array_has_fewer_or_more_elements() => AllAre(DecodeFault.WrongFieldCount);

    [Fact]
    public void WrongType_when_an_element_has_another_type() => AllAre(DecodeFault.WrongType);

    [Fact]
    public void NotShortest_when_a_number_or_length_has_a_longer_form() => AllAre(DecodeFault.NotShortest);

    [Fact]
    public void OutOfRange_when_a_number_exceeds_its_field() => AllAre(DecodeFault.OutOfRange);

    [Fact]
    public void WrongLength_when_a_fixed_byte_string_has_another_length() => AllAre(DecodeFault.WrongLength);

    [Fact]
    public void TooLong_when_bytes_text_or_list_exceed_their_limit() => AllAre(DecodeFault.TooLong);

    [Fact]
    public void UndefinedValue_when_a_number_is_not_in_the_enumeration() => AllAre(DecodeFault.UndefinedValue);

    [Fact]
    public void NotText_when_a_text_is_not_printable_utf_8() => AllAre(DecodeFault.NotText);

    [Fact]
    public void Oversize_when_the_input_is_larger_than_any_message() => AllAre(DecodeFault.Oversize);

    [Fact]
    public void Every_fault_has_a_vector() => Assert.Equal(
        Enum.GetNames<DecodeFault>().Order(StringComparer.Ordinal),
        Stored.Select(vector => vector!["fault"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal));

    private static void AllAre(DecodeFault fault)
    {
        var vectors = Stored.Where(vector => vector!["fault"]!.GetValue<string>() == fault.ToString()).ToList();
        Assert.NotEmpty(vectors);
        foreach (var vector in vectors)
        {
            var decoded = MessageCodec.Decode(Json.ReadHex(vector!["hex"]!));
            Assert.Null(decoded.Value);
            Assert.True(decoded.Error!.Fault == fault, $"{vector["name"]}: {decoded.Error}");
            Assert.NotEmpty(decoded.Error.Field);
            Assert.NotEmpty(decoded.Error.Detail);
        }
    }
}
