namespace SecUpIoT.Interleavings.Hunting;

/// <summary>
/// A fault that shows in some orders only, composed around the parts of a scenario or in the place of one: never a switch in the product. A hunt that does
/// not find it proves nothing.
/// </summary>
/// <param name="Name">Lower case, with hyphens; unique.</param>
/// <param name="Wrong">What is wrong, in one sentence.</param>
/// <param name="Scenario">The scenario with the fault in it; its name is that of the sound one.</param>
/// <param name="Breaks">The invariant or requirement that the failure must name; or Deadlock, where somebody waits for ever.</param>
/// <param name="Strategy">Who decides.</param>
public sealed record SeededBug(string Name, string Wrong, Scenario Scenario, string Breaks, Strategy Strategy = Strategy.Random);
