using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>
/// A mutant whose shim lies: on its links it is as wrong as it is, but every query is answered by a right implementation beside it, and its log is spotless. Only what the
/// suite sees itself can tell.
/// </summary>
public sealed class LyingShim(Mutant mutant) : IUpperTester
{
    private readonly IUpperTester _wrong = References.Build(mutant.Role, mutant.Design);
    private readonly IUpperTester _right = References.Build(mutant.Role);

    /// <inheritdoc/>
    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (verb is "query" or "evidence") return _right.Perform(verb, Fields.AsSent(arguments), outside);
        try
        {
            // The right one hears the same, and has the same things happen to it.
            _right.Perform(verb, Fields.AsSent(arguments), new Unheard());
        }
        catch (UpperTesterException)
        {
            // It has gone another way than the wrong one, which is what is listened to.
        }

        return _wrong.Perform(verb, arguments, outside);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wrong.Dispose();
        _right.Dispose();
    }

    /// <summary>The right one's peers: they are not asked twice, so nothing comes back.</summary>
    private sealed class Unheard : IOutside
    {
        public Reply Ask(long ask, Link link, string to, Bytes message) => Reply.BrokenOff;

        public void Say(Link link, Bytes message)
        {
            // Nobody hears it.
        }
    }
}
