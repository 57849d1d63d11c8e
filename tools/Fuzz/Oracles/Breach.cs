namespace SecUpIoT.Fuzz.Oracles;

/// <summary>What every decoder promises for every input.</summary>
public enum Oracle
{
    /// <summary>No exception but the documented ones.</summary>
    NoOtherException,
    /// <summary>No more memory than the input deserves.</summary>
    BoundedMemory,
    /// <summary>Either a value or a refusal that says why.</summary>
    OneAnswer,
    /// <summary>The input is only read.</summary>
    InputUntouched,
    /// <summary>What is accepted is the one encoding of its value.</summary>
    OneEncoding,
    /// <summary>The encoding of a value decodes to that value.</summary>
    RoundTrip,
    /// <summary>A second reader of the same format does not contradict.</summary>
    SecondReader,
    /// <summary>The process lives and answers in time; only a run sees this one broken.</summary>
    Survival,
}

/// <summary>A promise that an input broke.</summary>
/// <param name="Oracle">Which.</param>
/// <param name="Signature">The same for inputs that break it in the same way: an exception's type and place, never a part of the input.</param>
/// <param name="Detail">What was expected and what came.</param>
public sealed record Breach(Oracle Oracle, string Signature, string Detail)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Oracle}: {Signature}: {Detail}";
}
