using SecUpIoT.Power.Tests.Mutants;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>The devices that are explored, by the names that a finding has for them.</summary>
internal static class Rigs
{
    private static readonly World Small = new(new Dimensions());

    // Records of three pages: entries of the journal that a cut can leave with some of their pages.
    private static readonly World LongRecords = new(new Dimensions(Pages: 1) { Components = 4 });

    /// <summary>Images of three pages, on NOR flash.</summary>
    public static Rig Nor { get; } = new(Small, true);

    /// <summary>Images of three pages, in a file.</summary>
    public static Rig Disk { get; } = new(Small, false);

    /// <summary>The device that a finding names: nor, disk, nor-records, disk-records, nor-PAGES, disk-PAGES, or a mutant.</summary>
    public static Rig Of(string name) => name switch
    {
        "nor" => Nor,
        "disk" => Disk,
        "nor-records" => new Rig(LongRecords, true),
        "disk-records" => new Rig(LongRecords, false),
        _ when Mutant.All.FirstOrDefault(mutant => mutant.Name == name) is { } mutant => mutant.Rig,
        _ when name.StartsWith("nor-", StringComparison.Ordinal) => Large(name[4..], true),
        _ when name.StartsWith("disk-", StringComparison.Ordinal) => Large(name[5..], false),
        _ => throw new ArgumentException($"expected nor, disk, nor-records, disk-records, nor-PAGES, disk-PAGES or a mutant, but got '{name}'.", nameof(name)),
    };

    // A flash as it is sold: sectors of several units, blocks of several sectors.
    private static Rig Large(string pages, bool isNor) =>
        new(new World(new Dimensions(int.Parse(pages, System.Globalization.CultureInfo.InvariantCulture), BlockPages: 8, PageSize: 1024, SectorSize: 1024)), isNor);
}
