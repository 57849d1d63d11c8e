namespace SecUpIoT.Crash.Site;

/// <summary>Which processes a site with this many devices has, and who serves whom. Devices are numbered from 1.</summary>
internal sealed record SiteShape(int Devices)
{
    public const string Server = "server";
    public const string Tracker = "tracker";

    private int GatewayCount => Math.Clamp(Devices / 15, 2, 5);

    private int NodeCount => Math.Clamp((Devices + 9) / 10, 3, 10);

    public IReadOnlyList<string> Gateways => [.. Enumerable.Range(1, GatewayCount).Select(static number => $"gateway-{number}")];

    public IReadOnlyList<string> Nodes => [.. Enumerable.Range(1, NodeCount).Select(static number => $"node-{number}")];

    /// <summary>All processes, in the order in which they are started.</summary>
    public IReadOnlyList<string> Processes => [Server, Tracker, .. Nodes, .. Gateways];

    public string NodeOf(int device) => Nodes[(device - 1) % NodeCount];

    public string GatewayOf(int device) => Gateways[(device - 1) / NodeCount % GatewayCount];

    public IReadOnlyList<int> DevicesOf(string process) =>
        [.. Enumerable.Range(1, Devices).Where(device => NodeOf(device) == process || GatewayOf(device) == process)];
}

/// <summary>A link between two kinds of entity.</summary>
internal enum LinkKind
{
    Device,
    Tracker,
    Server,
}
