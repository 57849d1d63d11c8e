using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab;

/// <summary>
/// Where one scenario is played: the implementation under test, the peers that the suite plays towards it, and the notebook of what was compared. A laboratory
/// for each role stands below. It is made anew for every scenario.
/// </summary>
public abstract class Laboratory : IDisposable
{
    private readonly List<Check> _checks = [];
    private readonly List<SubVerdict> _subVerdicts = [];

    /// <summary>A laboratory with this implementation in it, freshly reset.</summary>
    /// <param name="implementation">What is under test; disposed of by its owner.</param>
    /// <param name="seed">Where all chance of this scenario comes from.</param>
    protected Laboratory(Implementation implementation, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        (Implementation, Random) = (implementation, new SplitMix64(seed));
        implementation.Reset(Random.Next() >> 12);
    }

    /// <summary>What was compared, in order.</summary>
    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>The cases of steps that go through many.</summary>
    public IReadOnlyList<SubVerdict> SubVerdicts => _subVerdicts;

    /// <summary>The step that is being executed; set by the runner.</summary>
    public string Step { get; set; } = "";

    /// <summary>What is under test.</summary>
    protected internal Implementation Implementation { get; }

    /// <summary>The chance of this scenario.</summary>
    protected SplitMix64 Random { get; }

    /// <summary>
    /// Looks whether the implementation still works, after an attack that it seems to have survived.
    /// </summary>
    /// <exception cref="ObservationException">It does not.</exception>
    public abstract void Probe();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Compares, and writes it down.</summary>
    /// <param name="holds">Whether what was observed is as demanded.</param>
    /// <param name="evidence">How it was seen.</param>
    /// <param name="expected">What is demanded, as "that ..." would go on.</param>
    /// <param name="observed">What was seen.</param>
    /// <exception cref="ObservationException">It is not as demanded.</exception>
    protected void Demand(bool holds, EvidenceClass evidence, string expected, object? observed)
    {
        var seen = Show(observed);
        _checks.Add(new Check(holds, evidence, expected, seen, Step));
        if (!holds) throw new ObservationException($"expected: {expected}; observed: {seen}");
    }

    /// <summary>Goes through many cases; every one is tried, and the worst one decides.</summary>
    protected void Each<T>(IEnumerable<T> cases, Func<T, string> id, Action<T> attempt)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(attempt);
        var failed = new List<string>();
        var before = _subVerdicts.Count;
        foreach (var one in cases)
        {
            try
            {
                attempt(one);
                _subVerdicts.Add(new SubVerdict(id(one), Verdict.Pass, ""));
            }
            catch (ObservationException exception)
            {
                _subVerdicts.Add(new SubVerdict(id(one), Verdict.Fail, exception.Message));
                failed.Add($"{id(one)}: {exception.Message}");
            }
        }

        if (_subVerdicts.Count == before) throw new SuiteErrorException("there is no case to go through");
        if (failed.Count > 0) throw new ObservationException($"{failed.Count} of {_subVerdicts.Count - before} cases: {string.Join("\n", failed.Take(10))}");
    }

    /// <summary>The message in a reply; null when there is none, or when its bytes are no message.</summary>
    protected static Message? Read(Reply? reply) => reply is Reply.Answered answered ? MessageCodec.Decode(answered.Message.Memory).Value : null;

    /// <summary>What a reply is, for people.</summary>
    protected static string Show(object? observed) => observed switch
    {
        null => "nothing",
        Reply.Answered answered => MessageCodec.Decode(answered.Message.Memory) is { Value: { } message } ? Show(message) : $"bytes that are no message: {Convert.ToHexStringLower(answered.Message.Span[..Math.Min(answered.Message.Length, 32)])}",
        Reply.Failed => "the link was broken off",
        Reply.Silent => "no answer",
        Message message => Transcript.Describe(message),
        _ => observed.ToString() ?? "nothing",
    };

    /// <summary>Demands that a reply is a refusal with one of these codes.</summary>
    protected void DemandRefusal(Reply reply, EvidenceClass evidence, params ResultCode[] codes)
    {
        Demand(Read(reply) is Refusal refusal && codes.Contains(refusal.Code), evidence, $"a refusal because of {string.Join(" or ", codes)}", reply);
    }

    /// <summary>Something that this scenario needs was not set up by an earlier step: the scenario is wrong.</summary>
    protected static T Required<T>(T? value)
        where T : class => value ?? throw new SuiteErrorException($"the scenario has no {typeof(T).Name} at this point");

    /// <summary>Nothing is held.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
