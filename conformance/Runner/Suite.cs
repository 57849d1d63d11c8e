using SecUpIoT.Conformance.Lab;

namespace SecUpIoT.Conformance.Runner;

/// <summary>Runs the scenarios of the suite against an implementation.</summary>
public static class Suite
{
    /// <summary>Every scenario of the suite.</summary>
    public static IReadOnlyList<Pickle> Pickles { get; } = PickleReader.ReadAll();

    /// <summary>Runs one scenario against an implementation that is made for it.</summary>
    public static PickleResult RunOne(Pickle pickle, Func<ITestee> testee) => Run([pickle], testee)[0];

    /// <summary>Runs the scenarios; none at all is an error, and so is one that was planned and not executed.</summary>
    public static IReadOnlyList<PickleResult> Run(IReadOnlyCollection<Pickle> planned, Func<ITestee> testee)
    {
        ArgumentNullException.ThrowIfNull(planned);
        if (planned.Count == 0) throw new SuiteErrorException("no scenario is selected");
        using var runner = new PickleRunner(typeof(Suite).Assembly, () => new DeviceCoreLab(testee()));
        var results = planned.Select(runner.Run).ToList();
        var missing = planned.Select(pickle => pickle.Id).Except(results.Select(result => result.Pickle.Id)).ToList();
        return missing.Count == 0 && results.Count == planned.Count
            ? results
            : throw new SuiteErrorException($"planned and not executed: {string.Join(", ", missing)}");
    }
}
