using CsCheck;
using SecUpIoT.Protocol.Tests.Wire;

namespace SecUpIoT.Protocol.Tests.Values;

/// <summary>Values are equal by content, also when they are default, and numbers order as numbers do.</summary>
public sealed class ValueTests
{
    private const string Seed = "0000SecUpIoT";

    [Fact]
    public void Bytes_are_equal_by_content_wherever_they_lie()
    {
        byte[] array = [9, 1, 2, 3, 9];
        Bytes left = new byte[] { 1, 2, 3 };
        Bytes right = new(array.AsMemory(1, 3));
        Assert.Equal(left, right);
        Assert.True(left == right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(left != Bytes.Empty);
        Assert.Equal(default, Bytes.Empty);
        Assert.Equal(Bytes.Empty, new Bytes(Array.Empty<byte>()));
        Assert.Equal(Bytes.Empty.GetHashCode(), new Bytes(Array.Empty<byte>()).GetHashCode());
        Assert.False(left.Equals((object)"010203"));
        Assert.Equal("010203", left.ToString());
        Assert.Equal(left, Bytes.FromHex("010203"));
    }

    [Fact]
    public void A_copy_of_bytes_does_not_follow_its_origin()
    {
        byte[] array = [1];
        var copy = Bytes.CopyOf(array);
        array[0] = 2;
        Assert.Equal(Bytes.FromHex("01"), copy);
    }

    [Fact]
    public void Long_bytes_are_shown_cut_with_their_length() => Assert.EndsWith("... (33 bytes)", new Bytes(new byte[33]).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_digest_has_32_bytes_and_the_default_is_all_zero()
    {
        Assert.Equal(new Digest(new byte[32]), default);
        Assert.Equal(new Digest(new byte[32]).GetHashCode(), default(Digest).GetHashCode());
        Assert.Throws<ArgumentException>(() => new Digest(new byte[31]));
        Assert.Throws<ArgumentException>(() => new Digest(new byte[33]));
        Assert.Throws<ArgumentException>(() => new Digest(Bytes.Empty));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digest.Of([]).ToHex());
        Assert.Equal("e3b0c44298fc", Digest.Of([]).ToString());
        Assert.Equal(Digest.Of([]), Digest.FromHex("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"));
    }

    [Fact]
    public void A_nonce_has_16_bytes_and_the_default_is_all_zero()
    {
        Assert.Equal(new Nonce(new byte[16]), default);
        Assert.Equal(new Nonce(new byte[16]).GetHashCode(), default(Nonce).GetHashCode());
        Assert.Throws<ArgumentException>(() => new Nonce(new byte[15]));
        Assert.Throws<ArgumentException>(() => new Nonce(new byte[17]));
        Assert.NotEqual(default, new Nonce(Bytes.FromHex("00000000000000000000000000000001")));
    }

    [Fact]
    public void Digests_are_equal_exactly_when_their_bytes_are() => Gen.Select(Generators.Digest, Generators.Digest).Sample(
        (left, right) =>
        {
            Assert.Equal(left.ToHex() == right.ToHex(), left == right);
            Assert.Equal(left, new Digest(left.Value.ToArray()));
        },
        seed: Seed,
        iter: 1000,
        threads: 1);

    [Fact]
    public void Sequences_are_equal_by_items_and_order()
    {
        var one = new Sequence<Digest>(Digest.Of([1]), Digest.Of([2]));
        Assert.Equal(one, new Sequence<Digest>(Digest.Of([1]), Digest.Of([2])));
        Assert.Equal(one.GetHashCode(), new Sequence<Digest>(Digest.Of([1]), Digest.Of([2])).GetHashCode());
        Assert.False(one.Equals(new Sequence<Digest>(Digest.Of([2]), Digest.Of([1]))));
        Assert.False(one.Equals(new Sequence<Digest>(Digest.Of([1]))));
        Assert.False(one.Equals(null));
        Assert.True(Sequence<Digest>.Empty.Equals(new Sequence<Digest>()));
        Assert.Equal(2, one.Count);
        Assert.Equal(Digest.Of([2]), one[1]);
    }

    [Fact]
    public void A_sequence_does_not_follow_its_origin()
    {
        var list = new List<int> { 1 };
        var sequence = new Sequence<int>(list);
        list.Add(2);
        Assert.Equal("[1]", sequence.ToString());
    }

    [Fact]
    public void Sequence_numbers_order_as_unsigned_numbers() => Gen.Select(Gen.ULong, Gen.ULong).Sample(
        (left, right) =>
        {
            var (a, b) = (new SequenceNumber(left), new SequenceNumber(right));
            Assert.Equal(left.CompareTo(right), a.CompareTo(b));
            Assert.Equal(left < right, a < b);
            Assert.Equal(left > right, a > b);
            Assert.Equal(left <= right, a <= b);
            Assert.Equal(left >= right, a >= b);
            Assert.True(a.CompareTo(a) == 0 && a <= new SequenceNumber(left) && a >= new SequenceNumber(left));
        },
        seed: Seed,
        iter: 1000,
        threads: 1);

    [Fact]
    public void The_largest_sequence_number_is_above_all_others()
    {
        Assert.True(new SequenceNumber(ulong.MaxValue) > new SequenceNumber(long.MaxValue));
        Assert.True(SequenceNumber.None < new SequenceNumber(1));
        Assert.Equal("18446744073709551615", new SequenceNumber(ulong.MaxValue).ToString());
    }
}
