namespace SecUpIoT.Conformance.Runner;

/// <summary>
/// Marks a Given step as a positive control: what an attack will do with a fault is done here without, and must succeed. An attack without such a step
/// proves nothing, because an implementation that refuses everything would pass it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ControlAttribute : Attribute;
