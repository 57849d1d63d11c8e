using System.Globalization;

namespace SecUpIoT.Crash;

/// <summary>How long the crash run is, and what it begins with; from the environment, so that one command makes it another run.</summary>
internal sealed record CrashSettings(int Seed, int Devices, TimeSpan? Length)
{
    public const string SeedName = "SECUP_CRASH_SEED";
    public const string DevicesName = "SECUP_CRASH_DEVICES";
    public const string MinutesName = "SECUP_CRASH_MINUTES";

    /// <summary>Set to 1 where it is a failure that no disk can be filled, and no reason to leave the full disks out.</summary>
    public const string RequireFullDiskName = "SECUP_REQUIRE_FULL_DISK";

    /// <summary>Set to 1 to keep the folder of a run: configurations, flash copies and traces.</summary>
    public const string KeepName = "SECUP_CRASH_KEEP";

    private const int FixedSeed = 20260701;
    private const int FixedDevices = 50;

    public static bool FullDiskRequired => Environment.GetEnvironmentVariable(RequireFullDiskName) == "1";

    public static bool Keep => Environment.GetEnvironmentVariable(KeepName) == "1";

    /// <summary>Without a length: the actions of one deck, about a minute.</summary>
    public static CrashSettings Read() => new(
        (int)Number(SeedName, 0, int.MaxValue, FixedSeed),
        (int)Number(DevicesName, 5, 100, FixedDevices),
        Environment.GetEnvironmentVariable(MinutesName) is null ? null : TimeSpan.FromMinutes(Number(MinutesName, 0.1, 24 * 60, 0)));

    /// <summary>What to type to get this run again.</summary>
    public string Command()
    {
        var minutes = Length is { } length ? string.Create(CultureInfo.InvariantCulture, $"{MinutesName}={length.TotalMinutes} ") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{SeedName}={Seed} {DevicesName}={Devices} {minutes}dotnet test tests/Crash --filter FullyQualifiedName~CrashTests");
    }

    private static double Number(string name, double least, double most, double otherwise)
    {
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text) return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from {least} to {most}, got '{text}'."));
    }
}
