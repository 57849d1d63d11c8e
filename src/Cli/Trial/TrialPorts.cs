using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Cli.Trial;

/// <summary>The ports of a trial, counted from a base: server, tracker, their health listeners, then one port per device.</summary>
internal sealed record TrialPorts(int First)
{
    /// <summary>Where a trial's ports begin when nothing else is said.</summary>
    public const int Default = 47100;

    public int Server => First + 1;

    public int Tracker => First + 2;

    public int Device(int number) => First + 20 + number;

    public Uri AddressOf(LinkRole role) => new($"https://127.0.0.1:{(role == LinkRole.Tracker ? Tracker : Server)}");

    public static TrialPorts Read(TrialFolder trial)
    {
        var path = Path.Combine(trial.Root, "ports");
        try
        {
            return int.TryParse(File.ReadAllText(path), out var first)
                ? new TrialPorts(first)
                : throw CommandFailure.File(path, "expected the number of the first port.");
        }
        catch (IOException exception)
        {
            throw CommandFailure.File(trial.Root, "expected a trial folder made by 'secup init'.", exception);
        }
    }

    public void Write(TrialFolder trial) => File.WriteAllText(Path.Combine(trial.Root, "ports"), $"{First}\n");
}
