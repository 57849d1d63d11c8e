using System.Runtime.CompilerServices;
using System.Text;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>Something happened that must never happen.</summary>
/// <param name="id">The invariant of spec/invariants.md or the requirement of spec/requirements.md that is broken.</param>
/// <param name="what">What was expected and what came.</param>
internal sealed class Finding(string id, string what) : Exception($"{id}: {what}")
{
    public string Id { get; } = id;

    /// <summary>Throws unless it holds. The sentence is made only then.</summary>
    public static void Unless(bool holds, string id, [InterpolatedStringHandlerArgument(nameof(holds))] ref Sentence what)
    {
        if (!holds) throw new Finding(id, what.ToString());
    }

    /// <summary>A sentence that costs nothing when nobody needs it: millions of them are not made in an exploration.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Sentence
    {
        private readonly StringBuilder? _text;

        public Sentence(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = holds ? null : new StringBuilder(literalLength + 16 * formattedCount);
        }

        public void AppendLiteral(string text) => _text!.Append(text);

        public void AppendFormatted<T>(T value) => _text!.Append(value);

        public override string ToString() => _text?.ToString() ?? "";
    }
}
