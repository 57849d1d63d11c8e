using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>What was seen while something was tried, and how Device core and Status tracker stood afterwards.</summary>
/// <param name="Id">Which of several tries; empty when there is one.</param>
/// <param name="Talks">Every request of the Communicator since it was provisioned.</param>
/// <param name="From">The first request of this try.</param>
/// <param name="Begun">When the try began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Target">The package that was offered; null for none.</param>
/// <param name="Device">What the Device core said of itself when it was asked by the suite; null when it did not answer.</param>
/// <param name="Track">What the Status tracker has on record.</param>
internal sealed record Run(
    string Id, IReadOnlyList<Talk> Talks, int From, Moment Begun, Moment Ended, SimulatedPackage? Target, DeviceReport? Device, TrackEntry Track)
{
    /// <summary>The requests of this try.</summary>
    public IEnumerable<Talk> Own => Talks.Skip(From);

    /// <summary>The last request of this kind before another request; null for none.</summary>
    public Talk? LastBefore<T>(Talk talk)
        where T : Message => LastBefore(talk, static request => request is T);

    /// <summary>The last request before another that is like this; null for none.</summary>
    public Talk? LastBefore(Talk talk, Func<Message?, bool> like) => Talks.TakeWhile(other => other != talk).LastOrDefault(other => like(other.Request));

    /// <summary>The request after another; null for none.</summary>
    public Talk? Next(Talk talk) => Talks.SkipWhile(other => other != talk).Skip(1).FirstOrDefault();

    /// <summary>The requests of this kind in this try.</summary>
    public IEnumerable<(Talk Talk, T Request)> Of<T>()
        where T : Message => Own.Where(static talk => talk.Request is T).Select(static talk => (talk, (T)talk.Request!));
}
