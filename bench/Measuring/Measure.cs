using System.Text.Json.Serialization;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>In what something is measured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Unit>))]
public enum Unit
{
    /// <summary>Nanoseconds for one operation: less is better.</summary>
    Nanoseconds,
    /// <summary>Seconds: less is better.</summary>
    Seconds,
    /// <summary>Requests a second: more is better.</summary>
    PerSecond,
}

/// <summary>One figure.</summary>
/// <param name="Group">What is done: measures of one group do the same work, in the same run, on the same machine.</param>
/// <param name="Name">Who does it.</param>
/// <param name="Role">Whether it is our own, the floor, or a peer.</param>
/// <param name="Unit">In what it is measured.</param>
/// <param name="Value">The median of the samples.</param>
/// <param name="Least">The smallest sample.</param>
/// <param name="Most">The largest sample.</param>
/// <param name="Samples">How many there were.</param>
public sealed record Measure(string Group, string Name, [property: JsonConverter(typeof(JsonStringEnumConverter<Role>))] Role Role, Unit Unit, double Value, double Least, double Most, int Samples)
{
    /// <summary>Bytes allocated on the managed heap by one operation; null when it is not known, as of other programs.</summary>
    public double? Allocated { get; init; }

    /// <summary>Processor time, user and system, of all processes taking part, in seconds; null when it is not known.</summary>
    public double? Processor { get; init; }

    /// <summary>What is to be known about the figure; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>What tells the measure from all others of a run.</summary>
    [JsonIgnore]
    public string Id => $"{Group}: {Name}";

    /// <summary>A measure of these samples.</summary>
    public static Measure Of(string group, string name, Role role, Unit unit, IReadOnlyCollection<double> samples)
    {
        if (samples.Count == 0) throw new ArgumentException($"{group}: {name} has no samples.", nameof(samples));
        var sorted = samples.Order().ToArray();
        return new(group, name, role, unit, Median(sorted), sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>How many times as slow as <paramref name="floor"/>: below 1 it is faster, whatever the unit.</summary>
    public double SlownessAgainst(Measure floor)
    {
        ArgumentNullException.ThrowIfNull(floor);
        return Unit == Unit.PerSecond ? floor.Value / Value : Value / floor.Value;
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
