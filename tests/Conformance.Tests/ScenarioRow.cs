using SecUpIoT.Conformance.Runner;
using Xunit.Abstractions;

namespace SecUpIoT.Conformance.Tests;

/// <summary>A scenario as a row of a theory, by its whole name.</summary>
public sealed class ScenarioRow : IXunitSerializable
{
    public string Id { get; set; } = "";

    public Pickle Pickle => Suite.Pickles.Single(pickle => pickle.Id == Id);

    public static TheoryData<ScenarioRow> All() => [.. Suite.Pickles.Select(pickle => new ScenarioRow { Id = pickle.Id })];

    public void Deserialize(IXunitSerializationInfo info) => Id = info.GetValue<string>(nameof(Id));

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Id), Id);

    public override string ToString() => Id;
}
