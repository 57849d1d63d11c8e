using System.Text;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>A command in one text, as its words: blanks divide, quotes hold together.</summary>
internal static class CommandWords
{
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var begun = false;
        foreach (var character in text)
        {
            if (quote == character)
            {
                quote = null;
            }
            else if (quote is null && character is '"' or '\'' && quote is null)
            {
                (quote, begun) = (character, true);
            }
            else if (quote is null && char.IsWhiteSpace(character))
            {
                End();
            }
            else
            {
                word.Append(character);
                begun = true;
            }
        }

        if (quote is { } open) throw new CommandFailure(RunExit.Usage, $"Expected the end of what is quoted by {open}, got the end of the command: {text}");
        End();
        return words;

        void End()
        {
            if (begun) words.Add(word.ToString());
            word.Clear();
            begun = false;
        }
    }
}
