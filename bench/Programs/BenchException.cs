namespace SecUpIoT.Benchmarks.Programs;

/// <summary>Something that was to be measured cannot be: one sentence on what was expected, what came, and what to do.</summary>
public sealed class BenchException(string message) : Exception(message);
