using SecUpIoT.Hosting.Loops;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Hosts;

internal static class MailboxScenarios
{
    public static Scenario Completing { get; } = new(
        "mailbox-completed-while-posted-to", Subject.Hosts, "Three writers fill a mailbox of two places while it is completed and drained.", ["R-GEN-03"], 500,
        async _ =>
        {
            var mailbox = new Mailbox<int>(2);
            var writers = Enumerable.Range(0, 3).Select(n => Task.Run(() => mailbox.PostAsync(n, CancellationToken.None))).ToArray();
            var completing = Task.Run(mailbox.Complete);
            var taken = new List<int>();
            while (true)
            {
                var (any, item) = await mailbox.TakeAsync(CancellationToken.None);
                if (!any) break;
                taken.Add(item);
            }
            await completing;
            var posted = await Task.WhenAll(writers);
            Microsoft.Coyote.Specifications.Specification.Assert(
                taken.Order().SequenceEqual(Enumerable.Range(0, 3).Where(n => posted[n])), "what was taken is not what was accepted");
        });
}
