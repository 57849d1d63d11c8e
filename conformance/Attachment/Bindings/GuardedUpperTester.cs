using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>
/// An upper tester in this process that is not the suite's own: it has deadlines, and what it throws is a fault of the attachment, not of the suite.
/// </summary>
public sealed class GuardedUpperTester(IUpperTester inner, Deadlines deadlines) : IUpperTester
{
    private AttachmentException? _lost;

    /// <inheritdoc/>
    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (_lost is { } lost) throw new AttachmentException(lost.Fault, lost.Message);
        var gate = new Gate(outside);
        var deadline = deadlines.For(verb, arguments["patience"] is JsonValue value && value.TryGetValue<long>(out var patience) ? patience : 0);
        var performing = Task.Run(() => inner.Perform(verb, arguments, gate));
        try
        {
            if (!performing.Wait(deadline)) throw new AttachmentException(AttachmentFault.Hung, $"Expected an answer to '{verb}' within {deadline.TotalSeconds:0.###} s, the type is still at it.");
            gate.Fault?.Throw();
            return performing.Result ?? throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected an object as the answer to '{verb}', got null.");
        }
        catch (AggregateException exception)
        {
            gate.Fault?.Throw();
            if (exception.InnerException is UpperTesterException refused) throw new UpperTesterException(refused.Error, refused.Message);
            throw Lose(exception.InnerException as AttachmentException
                ?? new AttachmentException(AttachmentFault.Died, $"Expected an answer to '{verb}', the type threw {exception.InnerException!.GetType().Name}: {exception.InnerException.Message}"));
        }
        catch (AttachmentException exception)
        {
            throw Lose(exception);
        }
        finally
        {
            gate.Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // One that hangs would hang here as well.
        if (_lost?.Fault != AttachmentFault.Hung) inner.Dispose();
    }

    private AttachmentException Lose(AttachmentException exception) => _lost = exception;

    /// <summary>Open while an order is; keeps what the suite's own peers throw.</summary>
    private sealed class Gate(IOutside outside) : IOutside
    {
        private volatile bool _closed;

        public ExceptionDispatchInfo? Fault { get; private set; }

        public void Close() => _closed = true;

        public Reply Ask(long ask, Link link, string to, Bytes message) => Through(() => outside.Ask(ask, link, to, message));

        public void Say(Link link, Bytes message) => Through(() =>
        {
            outside.Say(link, message);
            return Reply.None;
        });

        private Reply Through(Func<Reply> action)
        {
            if (_closed || Fault is not null) return Reply.BrokenOff;
            try
            {
                return action();
            }
            catch (Exception exception)
            {
                Fault = ExceptionDispatchInfo.Capture(exception);
                return Reply.BrokenOff;
            }
        }
    }
}
