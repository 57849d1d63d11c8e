using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>The frames of the device link (R-GEN-05).</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65536)]
    [InlineData(Limits.Frame)]
    public void A_wrapped_message_is_one_complete_frame(int length)
    {
        var message = new byte[length];
        message.AsSpan().Fill(0x7e);
        var frame = Framing.Wrap(message);
        Assert.Equal(Framing.PrefixSize + length, frame.Length);
        Assert.Equal(FrameStatus.Complete, Framing.Peek(frame, out var announced));
        Assert.Equal(length, announced);
        Assert.Equal(message, frame[Framing.PrefixSize..]);
    }

    [Fact]
    public void The_length_is_big_endian() => Assert.Equal([0, 0, 1, 2], Framing.Wrap(new byte[0x102])[..4]);

    [Theory]
    [InlineData(0)]
    [InlineData(Limits.Frame + 1)]
    public void Wrap_refuses_what_no_frame_carries(int length) => Assert.Throws<ArgumentException>(() => Framing.Wrap(new byte[length]));

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("ffff")]
    [InlineData("000000")]
    public void A_part_of_the_prefix_is_incomplete_and_announces_nothing(string hex)
    {
        Assert.Equal(FrameStatus.Incomplete, Framing.Peek(Convert.FromHexString(hex), out var length));
        Assert.Equal(0, length);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00080001")]
    [InlineData("7fffffff")]
    [InlineData("80000000")]
    [InlineData("ffffffff")]
    [InlineData("00000000ffff")]
    public void A_length_of_zero_or_above_the_limit_is_bad_whatever_follows(string hex)
    {
        Assert.Equal(FrameStatus.BadLength, Framing.Peek(Convert.FromHexString(hex), out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Every_beginning_of_a_frame_is_incomplete_and_more_than_a_frame_is_complete()
    {
        var frame = Framing.Wrap([1, 2, 3, 4, 5]);
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.Equal(FrameStatus.Incomplete, Framing.Peek(frame.AsSpan(0, length), out var announced));
            Assert.Equal(length < Framing.PrefixSize ? 0 : 5, announced);
        }

        Assert.Equal(FrameStatus.Complete, Framing.Peek([.. frame, .. frame], out var whole));
        Assert.Equal(5, whole);
    }

    [Fact]
    public void The_limit_itself_is_announced_and_incomplete()
    {
        Assert.Equal(FrameStatus.Incomplete, Framing.Peek([0x00, 0x08, 0x00, 0x00], out var length));
        Assert.Equal(Limits.Frame, length);
    }
}
