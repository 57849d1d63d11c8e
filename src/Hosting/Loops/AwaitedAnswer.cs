using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// Tells the answer to the request under way from answers to requests that were given up. Those may have come in time to be queued, and a machine that
/// has asked anew meanwhile would take them for what it awaits.
/// </summary>
internal sealed class AwaitedAnswer
{
    private readonly object _gate = new();
    private object? _request;
    private Input? _answer;

    /// <summary>A request goes out; from here on only its answer counts.</summary>
    public object Ask()
    {
        lock (_gate)
        {
            _answer = null;
            return _request = new object();
        }
    }

    /// <summary>The answer to a request has come; false when another request has gone out meanwhile.</summary>
    public bool Take(object request, Input answer)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(request, _request)) return false;
            _answer = answer;
            return true;
        }
    }

    /// <summary>True for what is no answer, and for the answer to the last request.</summary>
    public bool IsMeant(Input input)
    {
        if (input is not (Input.Received or Input.LinkFailed)) return true;
        lock (_gate) return ReferenceEquals(input, _answer);
    }
}
