using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Hosting.Tests.Storage.Packages;

public sealed class RecentReadsTests
{
    [Fact]
    public void What_is_known_is_not_read_again_until_something_is_written()
    {
        var (recent, reads) = (new RecentReads<int, string>(8), 0);
        string Read(int key) => $"{key} read {++reads}";

        Assert.Equal(["1 read 1", "1 read 1", "2 read 2"], [recent.Get(1, Read), recent.Get(1, Read), recent.Get(2, Read)]);
        recent.Forget();
        Assert.Equal("1 read 3", recent.Get(1, Read));
    }

    [Fact]
    public void An_answer_that_a_write_overtook_is_not_kept()
    {
        var recent = new RecentReads<int, string>(8);

        var old = recent.Get(1, _ =>
        {
            recent.Forget();
            return "before the write";
        });

        Assert.Equal("before the write", old);
        Assert.Equal("after the write", recent.Get(1, _ => "after the write"));
    }

    [Fact]
    public void No_more_are_kept_than_was_said()
    {
        var (recent, reads) = (new RecentReads<int, int>(4), 0);
        for (var key = 0; key < 100; key++) recent.Get(key, _ => ++reads);

        for (var key = 0; key < 100; key++) recent.Get(key, _ => ++reads);

        Assert.InRange(reads, 196, 200);
    }
}
