using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>
/// The abstract machine (SUIT manifest S6.4): sequences, component selection, parameters, try-each, run-sequence. Always in order, which
/// strict-order false allows. Every loop is bounded: by the length of a sequence, by the nesting, and by the count of executed commands.
/// </summary>
internal sealed class Machine
{
    private readonly InterpreterOptions _options;
    private readonly Operations _operations;
    private readonly Dictionary<ComponentId, SuitParameters> _parameters = [];
    private int _steps;

    public Machine(ISuitActions actions, InterpreterOptions options)
    {
        _options = options;
        _operations = new Operations(this, actions, options);
    }

    public ImmutableList<SuitStep> Trace { get; private set; } = [];

    public SuitStep? FailedStep { get; private set; }

    /// <summary>Runs the shared sequence and then the section. A section that is absent is skipped.</summary>
    public Halt? RunSection(ManifestContext context, SuitElement section)
    {
        if (!context.Manifest.Sections.TryGetValue(section, out var sequence)) return null;
        if (context.Manifest.Common.Shared is { } shared && RunSequence(shared, new Frame(context, section, shared: true, nested: false)) is { } halt)
        {
            return halt;
        }

        return RunSequence(sequence, new Frame(context, section, shared: false, nested: false));
    }

    /// <summary>The parameters of a component. They belong to its identifier, so a dependency sees those that its dependent set.</summary>
    public SuitParameters ParametersOf(ManifestComponent component) => _parameters.GetValueOrDefault(component.Id, SuitParameters.Empty);

    /// <summary>Notes a step before it is executed.</summary>
    public void Note(SuitStep step)
    {
        FailedStep = step;
        if (_options.Trace) Trace = Trace.Add(step);
    }

    private Halt? RunSequence(CommandSequence sequence, Frame frame)
    {
        foreach (var command in sequence.Commands)
        {
            if (RunCommand(command, frame) is { } halt) return halt.IsCondition ? halt with { Soft = frame.SoftFailure } : halt;
        }

        return null;
    }

    private Halt? RunCommand(SuitCommand command, Frame frame)
    {
        switch (command)
        {
            case SuitCommand.SetIndex { Indexes: var indexes }:
                frame.Selected = indexes ?? [.. frame.Context.Manifest.Common.Components.Select(component => component.Index)];
                return CountStep();
            case SuitCommand.AssignMany { Assignments: var assignments }:
                foreach (var (index, parameters) in assignments)
                {
                    frame.Selected = [index];
                    if ((CountStep() ?? Assign(SuitCommandCode.OverrideParameters, parameters, Component(frame, index), frame)) is { } failed)
                    {
                        return failed;
                    }
                }

                return null;
            default:
                // The selection is fixed here: what a nested sequence selects stays inside it.
                foreach (var index in frame.Selected)
                {
                    if ((CountStep() ?? RunFor(command, Component(frame, index), frame)) is { } failed) return failed;
                }

                return null;
        }
    }

    private Halt? RunFor(SuitCommand command, ManifestComponent component, Frame frame) => command switch
    {
        SuitCommand.Assign assign => Assign(assign.Code, assign.Parameters, component, frame),
        SuitCommand.CopyFrom copy => CopyParameters(copy, component, frame),
        SuitCommand.TryEach each => TryEach(each, component, frame),
        SuitCommand.Run run => RunNested(run.Sequence, component, frame, softFailure: false) is { } halt && !(halt.IsCondition && halt.Soft) ? halt : null,
        SuitCommand.Condition condition => _operations.Check(condition, component, frame),
        SuitCommand.Directive directive => _operations.Execute(directive, component, frame),
        _ => Halt.Abort(ResultCode.UnsupportedCommand, $"command {command.Code}"),
    };

    // soft-failure starts true in a branch: a failed condition leads to the next branch. None left is a failed condition of the enclosing sequence.
    private Halt? TryEach(SuitCommand.TryEach each, ManifestComponent component, Frame frame)
    {
        Halt? last = null;
        foreach (var branch in each.Branches)
        {
            last = RunNested(branch, component, frame, softFailure: true);
            if (last is null) return null;
            if (!last.IsCondition) return last;
            if (!last.Soft) return Halt.Abort(last.Error);
        }

        return each.MayFail ? null : last;
    }

    private Halt? RunNested(CommandSequence sequence, ManifestComponent component, Frame frame, bool softFailure) =>
        RunSequence(sequence, new Frame(frame.Context, frame.Section, frame.Shared, nested: true) { Selected = [component.Index], SoftFailure = softFailure });

    private Halt? Assign(SuitCommandCode code, SuitParameters parameters, ManifestComponent component, Frame frame)
    {
        if (parameters.Find(SuitParameter.SoftFailure) is ParameterValue.Flag { Value: var soft })
        {
            if (!frame.Nested) return Halt.Abort(ResultCode.NotAllowed, "soft-failure outside try-each and run-sequence");
            frame.SoftFailure = soft;
        }

        // These two belong to the machine and not to a component; order is always kept, so strict-order has no effect.
        var own = new SuitParameters(parameters.Values.Remove(SuitParameter.SoftFailure).Remove(SuitParameter.StrictOrder));
        var present = ParametersOf(component);
        _parameters[component.Id] = code == SuitCommandCode.SetParameters ? present.CompletedBy(own) : present.OverriddenBy(own);
        return null;
    }

    private Halt? CopyParameters(SuitCommand.CopyFrom copy, ManifestComponent component, Frame frame)
    {
        foreach (var (index, keys) in copy.Sources)
        {
            var taken = ParametersOf(Component(frame, index)).Only(keys);
            _parameters[component.Id] = ParametersOf(component).OverriddenBy(taken);
        }

        return null;
    }

    private Halt? CountStep() =>
        ++_steps > _options.Profile.Limits.Steps ? Halt.Abort(ResultCode.LimitExceeded, "the procedure executes too many commands") : null;

    // The index was checked when the sequence was read.
    private static ManifestComponent Component(Frame frame, int index) =>
        frame.Context.Manifest.Common.At(index) ?? throw new InvalidOperationException($"Component index {index} was not checked.");
}
