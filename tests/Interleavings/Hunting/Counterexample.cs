using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>A failing run, as a file: enough to take its decisions again.</summary>
/// <param name="Format">Which format this is.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Bug">The seeded bug in it; null for the sound scenario.</param>
/// <param name="Strategy">Who decided.</param>
/// <param name="Seed">Of all chance.</param>
/// <param name="Iteration">The run that failed, from 1.</param>
/// <param name="Failure">What broke.</param>
/// <param name="Trace">Every decision, as Coyote writes them.</param>
public sealed record Counterexample(string Format, string Scenario, string? Bug, Strategy Strategy, uint Seed, int Iteration, string Failure, string Trace)
{
    private const string Known = "secupiot-interleaving/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The counterexample of a hunt that failed.</summary>
    public static Counterexample Of(HuntResult result, string? bug)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(Known, result.Scenario, bug, result.Order.Strategy, result.Order.Seed, result.Iterations, result.Failure!, result.Trace!);
    }

    /// <summary>As text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Reads one, or says what is wrong with it.</summary>
    public static (Counterexample? Value, string Error) Read(string text)
    {
        try
        {
            var read = JsonSerializer.Deserialize<Counterexample>(text, Json);
            if (read is null) return (null, "expected an object, got null.");
            if (read.Format != Known) return (null, $"expected the format {Known}, got '{read.Format}'.");
            if (Scenarios.Find(read.Scenario, read.Bug) is null)
                return (null, $"expected a scenario that this version knows, got '{read.Scenario}'{(read.Bug is null ? "" : $" with '{read.Bug}'")}: see list.");
            return read.Trace.Length == 0 ? (null, "expected the decisions of a run, got none.") : (read, "");
        }
        catch (JsonException exception)
        {
            return (null, $"expected a counterexample of {Known}, but {exception.Message}");
        }
    }
}
