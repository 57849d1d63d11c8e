using System.Text;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Entities.Tests;

/// <summary>
/// A scripted run of one machine as text: each input, the phases before and after it, each output on a line. It is compared with
/// Transcripts/NAME.txt; with UPDATE_TRANSCRIPTS=1 in the environment that file is written instead.
/// </summary>
internal sealed class Transcript(string name)
{
    private readonly StringBuilder _text = new();

    public void Step(string input, object before, object after, IEnumerable<Output> outputs)
    {
        _text.Append("> ").Append(input).Append('\n').Append(before).Append(" -> ").Append(after).Append('\n');
        foreach (var output in outputs) _text.Append("    ").Append(Show.Line(output)).Append('\n');
        _text.Append('\n');
    }

    /// <summary>Handles one input and writes it down; gives the new state.</summary>
    public TState Step<TState>(IMachine<TState> machine, TState state, Func<TState, object> phase, string label, Input input)
    {
        var reaction = machine.Handle(state, input);
        Step(label, phase(state), phase(reaction.State), reaction.Outputs);
        return reaction.State;
    }

    public void Verify()
    {
        var file = Path.Combine(Path.Combine(RepositoryRoot.Folder, "tests", "Entities.Tests", "Transcripts"), name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_TRANSCRIPTS") == "1") File.WriteAllText(file, _text.ToString());
        Assert.True(File.Exists(file), $"{file} is missing; UPDATE_TRANSCRIPTS=1 writes it");
        Assert.Equal(File.ReadAllText(file), _text.ToString());
    }
}
