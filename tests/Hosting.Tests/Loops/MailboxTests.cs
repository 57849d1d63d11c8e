using SecUpIoT.Hosting.Loops;

namespace SecUpIoT.Hosting.Tests.Loops;

public sealed class MailboxTests
{
    [Fact]
    public async Task Items_come_out_in_the_order_they_went_in()
    {
        var mailbox = new Mailbox<int>(4);
        for (var i = 0; i < 4; i++) Assert.True(await mailbox.PostAsync(i, default));

        for (var i = 0; i < 4; i++) Assert.Equal((true, i), await mailbox.TakeAsync(default).Soon());
    }

    [Fact]
    public async Task A_writer_waits_while_the_mailbox_is_full()
    {
        var mailbox = new Mailbox<int>(1);
        await mailbox.PostAsync(1, default);

        var second = mailbox.PostAsync(2, default);

        Assert.False(second.IsCompleted);
        await mailbox.TakeAsync(default).Soon();
        Assert.True(await second.Soon());
    }

    [Fact]
    public async Task A_completed_mailbox_is_drained_and_takes_nothing_more()
    {
        var mailbox = new Mailbox<int>(2);
        await mailbox.PostAsync(1, default);
        mailbox.Complete();

        Assert.False(await mailbox.PostAsync(2, default).Soon());
        Assert.Equal((true, 1), await mailbox.TakeAsync(default).Soon());
        Assert.False((await mailbox.TakeAsync(default).Soon()).Any);
        Assert.False((await mailbox.TakeAsync(default).Soon()).Any);
    }

    [Fact]
    public async Task All_waiting_writers_are_released_when_the_mailbox_is_completed()
    {
        var mailbox = new Mailbox<int>(1);
        await mailbox.PostAsync(0, default);
        var writers = Enumerable.Range(1, 5).Select(i => mailbox.PostAsync(i, default)).ToArray();

        mailbox.Complete();

        Assert.All(await Task.WhenAll(writers).Soon(), Assert.False);
    }
}
