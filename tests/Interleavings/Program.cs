using SecUpIoT.Interleavings.Commands;
using SecUpIoT.Interleavings.Hunting;

var (order, error) = Order.Read(args);
var telling = new Telling(order?.Json == true);
if (order is null || error.Length > 0)
{
    telling.Fail(error);
    return ExitCodes.Usage;
}

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The run under way is ended first, and what was found is told.
    pressed.Cancel = true;
    cancel.Cancel();
};
if (order.UntilInputEnds)
{
    _ = Task.Run(() =>
    {
        Console.In.ReadToEnd();
        cancel.Cancel();
    });
}

return order.Do switch
{
    Deed.List => Listing.Run(telling),
    Deed.Replay => Replaying.Run(new FileInfo(order.File!), telling),
    _ => LongHunt.Of(order, telling).Run(cancel.Token),
};
