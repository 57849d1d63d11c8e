using System.Globalization;
using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>
/// The configurations of spec/model/configurations.txt, which the model reads too. Those of the set <c>machines</c> are searched over the shipped
/// machines in every test run; the others are larger and are searched by command.
/// </summary>
public static class Configurations
{
    /// <summary>All of them; a name of a larger set is SET/NAME.</summary>
    public static IReadOnlyList<ExplorationSettings> All { get; } = [.. Read()];

    /// <summary>Small enough for every test run.</summary>
    public static IReadOnlyList<ExplorationSettings> Standard { get; } = [.. All.Where(settings => !settings.Name.Contains('/', StringComparison.Ordinal))];

    /// <summary>The configuration of this name, or null.</summary>
    public static ExplorationSettings? Find(string name) => All.FirstOrDefault(settings => settings.Name == name);

    /// <summary>Reads one line of the file; null for a comment.</summary>
    /// <exception cref="FormatException">The line is none.</exception>
    internal static ExplorationSettings? ReadLine(string line)
    {
        var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return null;
        if (words.Length < 4) throw new FormatException($"Expected 'NAME DEVICES SERVERS SET KEY=NUMBER...', got '{line}'.");
        var numbers = words[4..].Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        int Take(string key, int otherwise) => numbers.Remove(key, out var value) ? value : otherwise;
        var settings = new ExplorationSettings(words[3] == "machines" ? words[0] : $"{words[3]}/{words[0]}", Budgets.None)
        {
            Devices = int.Parse(words[1], CultureInfo.InvariantCulture),
            Servers = int.Parse(words[2], CultureInfo.InvariantCulture),
            Profile = Take("SECURE", 1) == 1 ? Profile.Secure : Profile.Core,
            Attacker = (AttackerKind)Take("ATTACKER", 0),
            Blocks = Take("BLOCKS", 2),
            Factory = Take("FACTORY", 1),
            Publishable = [.. Take("IMAGES", Take("CONFLICT", 0) == 1 ? 235 : 23).ToString(CultureInfo.InvariantCulture).Select(digit => digit - '0')],
        };
        var budgets = Budgets.None.With(Budget.Publish, Take("PUBLISH", 1));
        foreach (var (key, amount) in numbers)
        {
            if (!Enum.TryParse<Budget>(key, ignoreCase: true, out var budget)) throw new FormatException($"Expected a budget, got '{key}' in '{line}'.");
            budgets = budgets.With(budget, amount);
        }

        return settings with { Budgets = budgets };
    }

    private static IEnumerable<ExplorationSettings> Read()
    {
        using var stream = typeof(Configurations).Assembly.GetManifestResourceStream("configurations.txt")
            ?? throw new InvalidOperationException("The configurations are not part of the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (ReadLine(line) is { } settings) yield return settings;
        }
    }
}
