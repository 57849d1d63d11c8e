namespace SecUpIoT.Fuzz.Engine;

/// <summary>How far a target has come.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Group">Its group.</param>
/// <param name="Seed">The seed of libFuzzer's random numbers.</param>
/// <param name="Seconds">Time so far.</param>
/// <param name="Executions">Inputs tried.</param>
/// <param name="Branches">Different instrumented branches that were taken, as far as the counters tell them apart.</param>
/// <param name="Corpus">Inputs that were kept because they took a new way.</param>
/// <param name="Findings">Different ways in which a promise was broken.</param>
internal sealed record RunResult(string Target, string Group, int Seed, double Seconds, long Executions, long Branches, int Corpus, int Findings)
{
    /// <summary>Inputs tried in a second.</summary>
    public double PerSecond => Seconds > 0 ? Math.Round(Executions / Seconds, 1) : 0;
}
