using System.Globalization;

namespace SecUpIoT.Power.Tests.Cuts;

/// <summary>One cut of a way: the operation, counted from the last start of the device, and the point within it.</summary>
internal sealed record CutStep(int Operation, string Point)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Operation}:{Point}");
}

/// <summary>The cuts that led to a state, in their order; its text is what reproduces it.</summary>
internal sealed record CutPath(CutPath? Before, CutStep? Last)
{
    public static CutPath Undisturbed { get; } = new(null, null);

    public CutPath Then(int operation, string point) => new(this, new(operation, point));

    public IReadOnlyList<CutStep> Steps => Last is null ? [] : [.. Before!.Steps, Last];

    public static CutPath Parse(string text)
    {
        var path = Undisturbed;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (operation, point) = word.IndexOf(':') is var colon and > 0 ? (word[..colon], word[(colon + 1)..]) : throw new FormatException($"expected OPERATION:POINT, but got '{word}'.");
            path = path.Then(int.Parse(operation, CultureInfo.InvariantCulture), point);
        }

        return path;
    }

    public override string ToString() => string.Join(' ', Steps);
}
