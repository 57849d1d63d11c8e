using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>
/// Brings what an implementation asks on native links to the one thread that plays the scenario: peers and laboratories need no locks, and nothing happens behind a
/// step's back. Who asks waits until the scenario waits.
/// </summary>
internal sealed class Mailroom(IOutside inside) : IOutside, IDisposable
{
    private readonly BlockingCollection<Letter> _letters = [];

    /// <summary>Answers what is asked, for so long.</summary>
    public void Work(TimeSpan span)
    {
        if (!_letters.TryTake(out var letter, span)) return;
        Open(letter)?.Throw();
        while (_letters.TryTake(out letter)) Open(letter)?.Throw();
    }

    /// <summary>Answers what is asked until something has ended.</summary>
    public T WorkUntil<T>(Task<T> something)
    {
        using var ended = new CancellationTokenSource();
        _ = something.ContinueWith(_ => ended.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        ExceptionDispatchInfo? fault = null;
        while (!something.IsCompleted)
        {
            try
            {
                if (_letters.TryTake(out var letter, Timeout.Infinite, ended.Token)) fault ??= Open(letter);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        fault?.Throw();
        return something.GetAwaiter().GetResult();
    }

    public Reply Ask(long ask, Link link, string to, Bytes message) => Deliver(() => inside.Ask(ask, link, to, message));

    public void Say(Link link, Bytes message) => Deliver(() =>
    {
        inside.Say(link, message);
        return Reply.None;
    });

    /// <summary>Whoever still waits is told that the peer broke off.</summary>
    public void Dispose()
    {
        _letters.CompleteAdding();
        while (_letters.TryTake(out var letter)) letter.Reply.TrySetResult(Reply.BrokenOff);
    }

    private Reply Deliver(Func<Reply> question)
    {
        var letter = new Letter(question, new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            _letters.Add(letter);
        }
        catch (InvalidOperationException)
        {
            return Reply.BrokenOff;
        }

        return letter.Reply.Task.GetAwaiter().GetResult();
    }

    private static ExceptionDispatchInfo? Open(Letter letter)
    {
        try
        {
            letter.Reply.SetResult(letter.Question());
            return null;
        }
        catch (Exception exception)
        {
            letter.Reply.TrySetResult(Reply.BrokenOff);
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private sealed record Letter(Func<Reply> Question, TaskCompletionSource<Reply> Reply);
}
