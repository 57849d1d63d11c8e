using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>What becomes of a request in place of what should.</summary>
/// <param name="Made">What the peer made of it; silent when it did not see it.</param>
/// <param name="Told">What the Communicator is told at once.</param>
internal sealed record Struck(Reply Made, Reply Told)
{
    /// <summary>What the Communicator is told after <see cref="After"/>; null for nothing.</summary>
    public Bytes? Later { get; init; }

    /// <summary>When it is told.</summary>
    public TimeSpan After { get; init; }

    /// <summary>What the Device core says unasked in the meantime; null for nothing.</summary>
    public Bytes? Meanwhile { get; init; }

    /// <summary>What happens to the Communicator while it waits; null for nothing.</summary>
    public Action? Interrupt { get; init; }
}

/// <summary>Strikes requests of the Communicator under test.</summary>
/// <param name="Hits">Which requests.</param>
/// <param name="Strike">What becomes of one that is hit.</param>
internal sealed record Disturbance(Func<Asked, bool> Hits, Func<Asked, Struck> Strike)
{
    /// <summary>How many hits pass before the first that is struck.</summary>
    public int Skip { get; set; }

    /// <summary>How many are struck.</summary>
    public int Times { get; set; } = 1;

    /// <summary>How many were struck.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it strikes this request.</summary>
    public bool Applies(Asked asked)
    {
        if (Count >= Times || !Hits(asked) || Skip-- > 0) return false;
        Count++;
        return true;
    }
}

/// <summary>The requests of a Communicator by the names that scenarios use.</summary>
internal static class Requests
{
    private static readonly IReadOnlyList<(string Name, Func<Message?, bool> Is, int Skip)> Known =
    [
        ("status request", static message => message is StatusRequest, 0),
        ("check-in", static message => message is CheckIn, 0),
        ("delivery", static message => message is DirectiveDelivery { Envelope.IsEmpty: false }, 0),
        // In the middle of the transfer.
        ("block request", static message => message is BlockRequest, 1),
        ("block", static message => message is ImageBlock, 1),
        ("install request", static message => message is InstallRequest, 0),
    ];

    /// <summary>All names, in the order of an update.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(static known => known.Name)];

    /// <summary>Whether a request is of this name.</summary>
    public static bool Is(string name, Message? request) => Known.Single(known => known.Name == name).Is(request);

    /// <summary>A disturbance of the first request of this name, or of one in the middle of the transfer.</summary>
    public static Disturbance Disturb(string name, Func<Asked, Struck> strike)
    {
        var (_, matches, skip) = Known.Single(known => known.Name == name);
        return new Disturbance(asked => matches(asked.Message), strike) { Skip = skip };
    }

    /// <summary>A disturbance of every request of this name.</summary>
    public static Disturbance DisturbAll(string name, int times, Func<Asked, Struck> strike)
    {
        var (_, matches, _) = Known.Single(known => known.Name == name);
        return new Disturbance(asked => matches(asked.Message), strike) { Times = times };
    }
}
