using System.Text.Json;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Trial;

/// <summary>What a trial consists of; kept as <c>trial.json</c> in its folder so that later commands need no options.</summary>
internal sealed record TrialDescription(string Vendor, string Model, Profile Profile, ulong SlotCapacity, int FirstPort, IReadOnlyList<Guid> Devices)
{
    /// <summary>Where a trial's ports begin when nothing else is said.</summary>
    public const int DefaultFirstPort = 47100;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public int ServerPort => FirstPort + 1;

    public int TrackerPort => FirstPort + 2;

    /// <summary>Port of the device link of a device, counted from 1.</summary>
    public int DevicePort(int number) => FirstPort + 20 + number;

    public Uri AddressOf(LinkRole role) => new($"https://127.0.0.1:{(role == LinkRole.Tracker ? TrackerPort : ServerPort)}");

    public static TrialDescription Read(TrialFolder trial)
    {
        var path = PathIn(trial);
        try
        {
            return JsonSerializer.Deserialize<TrialDescription>(File.ReadAllText(path)) ?? throw new JsonException("it is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(trial.Root, "expected a trial folder made by 'secup init', but it has no readable trial.json.", exception);
        }
        catch (JsonException exception)
        {
            throw CommandFailure.File(path, $"expected the description that 'secup init' wrote: {exception.Message}", exception);
        }
    }

    public void Write(TrialFolder trial) => File.WriteAllText(PathIn(trial), JsonSerializer.Serialize(this, Readable) + "\n");

    private static string PathIn(TrialFolder trial) => Path.Combine(trial.Root, "trial.json");
}
