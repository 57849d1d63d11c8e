using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Model.Tests.Traces;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;
using SecUpIoT.Simulation.Exploration;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Model.Tests.Names;

/// <summary>The model speaks the language of the specification: codes, messages, phases, triggers and invariants exist there.</summary>
public sealed class CodeNameTests
{
    private static readonly SpecFiles Spec = SpecFiles.Load(SpinTools.Root);

    [Fact]
    public void Every_result_code_of_the_model_is_one_of_the_specification_and_is_printed_by_its_name()
    {
        var codes = ModelText.Numbers("codes.pml", "RC_");
        Assert.Empty(codes.Keys.Except(Spec.ResultCodes.Codes.Select(code => code.Name)));
        Assert.Equal(codes.Count, codes.Values.Distinct().Count());
        Assert.Equal(codes.Keys.ToDictionary(name => name), ModelText.Printed("codes.pml", "RC_"));
        foreach (var (file, text) in ModelText.Written)
            Assert.True(Uses(text, "RC").Except(codes.Keys).ToList() is { Count: 0 }, $"{file} uses a code that codes.pml does not have");
    }

    [Fact]
    public void The_model_counts_the_same_codes_as_transient_as_the_specification()
    {
        var mask = ulong.Parse(Regex.Match(ModelText.Read("codes.pml"), @"#define TRANSIENT\(code\) \(\((\d+) >> \(code\)\) & 1\)").Groups[1].Value, CultureInfo.InvariantCulture);
        var spec = Spec.ResultCodes.Codes.Where(code => code.Transient).Select(code => code.Name).ToHashSet();
        Assert.All(ModelText.Numbers("codes.pml", "RC_"), code => Assert.True(spec.Contains(code.Key) == (((mask >> code.Value) & 1) == 1), $"{code.Key} is transient in one and lasting in the other"));
        Assert.Contains("#define LASTING(code) ((code) > RC_Success && !TRANSIENT(code))", ModelText.Read("codes.pml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_message_number_of_the_model_is_that_of_a_message_of_its_links()
    {
        var tags = Spec.Messages.Messages.Where(IsModelled).Select(message => message.Tag).ToHashSet();
        var used = ModelText.Written.SelectMany(file => Regex.Matches(file.Text, @"\btype (?:==|!=|=) (\d+)").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))
            .Where(tag => tag != 0).Distinct().ToList();
        Assert.True(used.Count > 10, $"only {used.Count} message numbers found");
        Assert.Empty(used.Except(tags));
        Assert.Empty(Regex.Matches(ModelText.World, @"\bM-\d\d\b").Select(match => match.Value).Except(Spec.Messages.Messages.Select(message => message.Id)));
    }

    [Fact]
    public void Every_forged_message_is_one_of_the_link_on_which_it_is_forged()
    {
        var links = new Dictionary<Direction, string>
        {
            [Direction.Down] = "device", [Direction.Up] = "device", [Direction.Ask] = "tracker", [Direction.Answer] = "tracker", [Direction.ServerAsk] = "server", [Direction.ServerAnswer] = "server",
        };
        Assert.All(links, link => Assert.All(Forged.NamesOf(link.Key), name =>
            Assert.Contains(Spec.Messages.Messages.Single(message => message.Id == name[..4]).Link.Split(", "), words => words == link.Value || words == "any")));
    }

    [Fact]
    public void Every_phase_and_trigger_that_the_model_names_is_one_of_its_machine()
    {
        foreach (var machine in Tables.All)
        {
            var known = machine.Phases.Concat(machine.Triggers).Concat(["table", "print_phase", "print_trigger"]).ToHashSet();
            var used = ModelText.Written.SelectMany(file => Uses(file.Text, machine.Prefix).Select(name => (file.Name, Used: name))).ToList();
            Assert.NotEmpty(used);
            Assert.All(used, use => Assert.True(known.Contains(use.Used), $"{use.Name}: {machine.Name} has no {use.Used}"));
        }
    }

    [Fact]
    public void Phases_triggers_and_next_phases_of_the_generated_tables_are_those_of_the_specification()
    {
        var text = ModelText.Read("tables.pml");
        foreach (var machine in Tables.All)
        {
            var numbers = Regex.Matches(text, $@"^#define {machine.Prefix}_(\w+) (\d+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToList();
            Assert.Equal(machine.Phases.Concat(machine.Triggers), numbers);
        }
    }

    [Fact]
    public void Every_row_that_is_explained_as_left_out_has_names_of_its_machine()
    {
        var rows = File.ReadLines(Path.Combine(SpinTools.Model, "left-out.md")).Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var machine = Assert.Single(Tables.All, machine => machine.Name == row[0]);
            Assert.Empty(row[1].Split(", ").Except([.. machine.Phases, "*"]));
            Assert.Empty(row[2].Split(", ").Except([.. machine.Triggers, "*"]));
        }
    }

    [Fact]
    public void Stages_and_kinds_of_directives_have_the_names_of_the_code()
    {
        Assert.Equal(TraceReader.Stages, ModelText.Numbers("state.pml", "SG_").OrderBy(stage => stage.Value).Select(stage => stage.Key).Where(name => name != "None"));
        Assert.Equal(TraceReader.Stages, Enum.GetNames<CandidateStage>());
        Assert.Equal(TraceReader.Stages.ToDictionary(name => name), ModelText.Printed("show.pml", "SG_"));
        Assert.Empty(ModelText.Numbers("state.pml", "KIND_").Keys.Except(Enum.GetNames<DirectiveKind>()));
    }

    [Fact]
    public void Every_invariant_that_the_model_or_a_mutant_names_is_one_of_the_specification()
    {
        var ids = Regex.Matches(File.ReadAllText(Path.Combine(SpinTools.Root, "spec", "invariants.yaml")), @"id: (I-\d\d)").Select(match => match.Groups[1].Value).ToHashSet();
        var used = ModelText.Written.SelectMany(file => Regex.Matches(file.Text, @"\bI_(\d\d)").Select(match => "I-" + match.Groups[1].Value))
            .Concat(Regex.Matches(File.ReadAllText(Path.Combine(SpinTools.Model, "mutants.txt")), @"\bI-\d\d\b").Select(match => match.Value)).Distinct().ToList();
        Assert.True(used.Count > 15, $"only {used.Count} invariants found");
        Assert.Empty(used.Except(ids));
    }

    // The world has the device, tracker and server links; authors and operators act without messages.
    private static bool IsModelled(MessageSpec message) => message.Link.Split(", ").Any(link => link is "device" or "tracker" or "server" or "any");

    private static IEnumerable<string> Uses(string text, string prefix) => Regex.Matches(text, $@"\b{prefix}_([A-Za-z]\w*)").Select(match => match.Groups[1].Value).Distinct();
}
