namespace SecUpIoT.Cli.Nodes;

/// <summary>The configuration files of the entities that share one process (R-GEN-09). Started in this order, stopped in the reverse.</summary>
internal sealed record NodeFiles
{
    public IReadOnlyList<string> FirmwareServers { get; init; } = [];

    public IReadOnlyList<string> StatusTrackers { get; init; } = [];

    public IReadOnlyList<string> DeviceCores { get; init; } = [];

    public IReadOnlyList<string> Communicators { get; init; } = [];

    /// <summary>The names of the files without their endings, such as <c>firmware-server+tracker</c>.</summary>
    public string Name => string.Join('+', FirmwareServers.Concat(StatusTrackers).Concat(DeviceCores).Concat(Communicators).Select(Path.GetFileNameWithoutExtension));

    public bool IsEmpty => FirmwareServers.Count + StatusTrackers.Count + DeviceCores.Count + Communicators.Count == 0;

    /// <summary>The arguments of <c>secup node run</c> that name these files.</summary>
    public IEnumerable<string> ToArguments() =>
    [
        .. FirmwareServers.SelectMany(file => new[] { "--firmware-server", file }),
        .. StatusTrackers.SelectMany(file => new[] { "--tracker", file }),
        .. DeviceCores.SelectMany(file => new[] { "--device", file }),
        .. Communicators.SelectMany(file => new[] { "--communicator", file }),
    ];
}
