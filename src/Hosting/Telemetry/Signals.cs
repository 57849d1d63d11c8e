using System.Diagnostics;
using System.Diagnostics.Metrics;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Telemetry;

/// <summary>What the hosts measure (R-GEN-15): one meter and one activity source, both named "SecUpIoT". No value or tag holds a secret.</summary>
public static class Signals
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "SecUpIoT";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("secup.refusals", "{refusal}", "Refusals by entity and result code.");
    private static readonly Counter<long> PhaseChanges = Meter.CreateCounter<long>("secup.phase_changes", "{change}", "Phase changes by entity and new phase.");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("secup.http.requests", "{request}", "Answered HTTP requests by route and status.");
    private static readonly Counter<long> PayloadBytes = Meter.CreateCounter<long>("secup.payload.bytes", "By", "Payload bytes by direction.");

    /// <summary>One activity for each HTTP request that is answered.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    internal static void Refused(string entity, ResultCode code) =>
        Refusals.Add(1, new KeyValuePair<string, object?>("entity", entity), new KeyValuePair<string, object?>("code", code.ToString()));

    internal static void PhaseChanged(string entity, string phase) =>
        PhaseChanges.Add(1, new KeyValuePair<string, object?>("entity", entity), new KeyValuePair<string, object?>("phase", phase));

    internal static void Answered(string route, int status) =>
        Requests.Add(1, new KeyValuePair<string, object?>("route", route), new KeyValuePair<string, object?>("status", status));

    internal static void Carried(string direction, long bytes) =>
        PayloadBytes.Add(bytes, new KeyValuePair<string, object?>("direction", direction));
}
