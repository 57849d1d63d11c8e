using System.Text.Json.Nodes;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>An upper tester that stays between scenarios. A scenario's farewell does not reach it; when it is lost, the next scenario gets a new one.</summary>
internal sealed class KeptUpperTester(Func<IUpperTester> make) : IDisposable
{
    private IUpperTester? _kept;

    /// <summary>For one scenario.</summary>
    public IUpperTester Lend() => new Lent(this, _kept ??= make());

    public void Dispose()
    {
        if (_kept is not { } kept) return;
        _kept = null;
        try
        {
            kept.Perform("bye", [], Nobody.Instance);
        }
        catch (Exception exception) when (exception is AttachmentException or UpperTesterException)
        {
            // It is gone already.
        }

        kept.Dispose();
    }

    private void Lose(IUpperTester lost)
    {
        if (_kept != lost) return;
        _kept = null;
        lost.Dispose();
    }

    private sealed class Lent(KeptUpperTester owner, IUpperTester kept) : IUpperTester
    {
        public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
        {
            if (verb == "bye") return [];
            try
            {
                return kept.Perform(verb, arguments, outside);
            }
            catch (AttachmentException)
            {
                owner.Lose(kept);
                throw;
            }
        }

        public void Dispose()
        {
            // It stays.
        }
    }
}
