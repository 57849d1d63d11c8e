using System.Collections.Immutable;
using System.Globalization;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>How a sound package is made, by the words of the features.</summary>
internal sealed record Shape
{
    /// <summary>One small payload beside the envelope, one signature.</summary>
    public static Shape Plain { get; } = new();

    /// <summary>Bytes of each payload.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [150];

    /// <summary>How many of the payloads stand inside the envelope, from the first on.</summary>
    public int Inside { get; init; }

    /// <summary>Characters of the text for people; none without.</summary>
    public int Text { get; init; }

    /// <summary>Bytes of the whole envelope, by the length of its text; null for as many as come.</summary>
    public int? EnvelopeSize { get; init; }

    /// <summary>The elements that stand outside the manifest.</summary>
    public ImmutableHashSet<SuitElement> Severable { get; init; } = [SuitElement.Text];

    /// <summary>True for a package for one device.</summary>
    public bool ForOneDevice { get; init; }

    /// <summary>True when the payloads are fetched before the installation.</summary>
    public bool FetchAhead { get; init; }

    /// <summary>Where the envelope can be had; null for nowhere.</summary>
    public string? Address { get; init; }

    /// <summary>Who signs, in this order.</summary>
    public IReadOnlyList<ISigner> Signers { get; init; } = [TestKeys.Author];

    /// <summary>True for the class beside the scenario's own.</summary>
    public bool OtherClass { get; init; }

    /// <summary>True for the vendor beside the scenario's own.</summary>
    public bool OtherVendor { get; init; }

    /// <summary>How many bytes more the manifest states than the payload has.</summary>
    public int Misstated { get; init; }

    /// <summary>The shape that the words describe.</summary>
    public static Shape Of(string words) => words switch
    {
        "" or "with one payload" => Plain,
        "with two payloads" => Plain with { Sizes = [150, 151] },
        "with three payloads" => Plain with { Sizes = [150, 151, 152] },
        "with sixteen payloads" => Plain with { Sizes = [.. Enumerable.Range(40, 16)] },
        "with its payload inside" => Plain with { Inside = 1 },
        "with one payload inside and one beside" => Plain with { Sizes = [150, 151], Inside = 1 },
        "with text beside the manifest" => Plain with { Text = 60 },
        "with text inside the manifest" => Plain with { Text = 60, Severable = [] },
        "with an installation beside the manifest" => Plain with { Severable = [SuitElement.Install] },
        "for one device" => Plain with { ForOneDevice = true },
        "that is fetched ahead of its installation" => Plain with { FetchAhead = true },
        "that names an address" => Plain with { Address = "https://firmware.example/full" },
        "that two authors signed" => Plain with { Signers = [TestKeys.Author, OtherAuthors.Second] },
        "that the second author signed" => Plain with { Signers = [OtherAuthors.Second] },
        "that the author signed with ESP256" => Plain with { Signers = [OtherAuthors.WithEsp256] },
        "that a stranger signed beside the author" => Plain with { Signers = [TestKeys.Stranger, TestKeys.Author] },
        "for another class" => Plain with { OtherClass = true },
        "for another vendor" => Plain with { OtherVendor = true },
        "that states one byte more than its payload has" => Plain with { Misstated = 1 },
        "that states one byte less than its payload has" => Plain with { Misstated = -1 },
        _ => Measured(words),
    };

    private static Shape Measured(string words) => words.Split(' ') switch
    {
        ["of", var size, "bytes" or "byte"] => Plain with { Sizes = [Number(size)] },
        ["whose", "envelope", "has", var size, "bytes"] => Plain with { EnvelopeSize = Number(size), Severable = [] },
        _ => throw new SuiteErrorException($"no such shape of a package: {words}"),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
