using System.Text.Json;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>What one run measured, and where. Written anew after every measure, so that a run that is interrupted leaves what it had.</summary>
/// <param name="Commit">The commit of the checkout; with a + when files differed from it.</param>
/// <param name="Date">The day of the last measure.</param>
/// <param name="Machine">Where.</param>
/// <param name="Measures">What.</param>
public sealed record ResultFile(string Commit, string Date, Machine Machine, IReadOnlyList<Measure> Measures)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>What could not be measured there, and why.</summary>
    public IReadOnlyList<Absence> LeftOut { get; init; } = [];

    /// <summary>True when the samples were as short as can be (--quick): that everything runs is to be seen from them, and no more.</summary>
    public bool Quick { get; init; }

    /// <summary>Results of this checkout on this machine, without measures yet.</summary>
    public static ResultFile Begin() => new(Checkout.Commit(), DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Machine.This(), []);

    /// <summary>The results with these measures; what is there already of the same id is replaced.</summary>
    public ResultFile With(IReadOnlyCollection<Measure> measures)
    {
        var ids = measures.Select(static measure => measure.Id).ToHashSet();
        return this with
        {
            Measures = [.. Measures.Where(measure => !ids.Contains(measure.Id)), .. measures],
            LeftOut = [.. LeftOut.Where(absence => !ids.Contains(absence.Id))],
        };
    }

    /// <summary>The results without figures for these.</summary>
    public ResultFile Without(IReadOnlyCollection<Absence> absences)
    {
        var ids = absences.Select(static absence => absence.Id).ToHashSet();
        return this with
        {
            Measures = [.. Measures.Where(measure => !ids.Contains(measure.Id))],
            LeftOut = [.. LeftOut.Where(absence => !ids.Contains(absence.Id)), .. absences],
        };
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BenchException">It is none, or not one of these.</exception>
    public static ResultFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultFile>(File.ReadAllText(path), Readable) ?? throw new JsonException("it is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BenchException($"Expected results that this program wrote in {path}, but: {exception.Message} Measure first, for example with 'micro --out {path}'.");
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write(string path)
    {
        var temporary = path + ".part";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, Readable) + "\n");
        File.Move(temporary, path, overwrite: true);
    }
}
