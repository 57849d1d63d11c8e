using System.Text.Json;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Trial;

/// <summary>One device of a trial.</summary>
internal sealed record TrialDevice(Guid Id, int Port);

/// <summary>What a trial consists of; kept as <c>trial.json</c> in its folder so that later commands need no options.</summary>
internal sealed record TrialDescription(string Vendor, string Model, Profile Profile, ulong SlotCapacity, int ServerPort, int TrackerPort, IReadOnlyList<TrialDevice> Devices)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public VendorId VendorId => Authoring.Identities.Vendor(Vendor);

    public ClassId ClassId => Authoring.Identities.Class(VendorId, Model);

    public Uri AddressOf(LinkRole role) => new($"https://127.0.0.1:{(role == LinkRole.Tracker ? TrackerPort : ServerPort)}");

    /// <summary>A trial on these ports, with a new identifier for each device.</summary>
    public static TrialDescription Of(string vendor, string model, Profile profile, ulong slotCapacity, TrialPorts ports) =>
        new(vendor, model, profile, slotCapacity, ports.Server, ports.Tracker, [.. ports.Devices.Select(static port => new TrialDevice(Guid.NewGuid(), port))]);

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
