using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-12, A report counts once. The record of a device follows only reports that this device signed, each at most once, and each made after all that were counted before.</summary>
internal sealed class I12CountsOnce : SafetyMonitor
{
    protected override string Id => "I-12";

    private readonly HashSet<DeviceReport> _signed = [];
    private readonly Dictionary<int, ulong> _lastSigned = [];
    private readonly HashSet<(int Device, ulong Counter)> _counted = [];
    private readonly Dictionary<int, ulong> _lastStored = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.ReportSigned { Report: var report } signed:
                var before = _lastSigned.GetValueOrDefault(signed.Device);
                Demand(report.Counter > before, () => $"device {signed.Device} signs counter {report.Counter}, has signed {before} before");
                _lastSigned[signed.Device] = report.Counter;
                _signed.Add(report);
                break;
            case Observation.ReportCounted { Report: var report } counted:
                Demand(
                    _signed.Contains(report) && report.Device == Cast.Configurations[counted.Device].Device,
                    () => $"the record of device {counted.Device} follows a report that this device did not sign");
                var last = _lastStored.GetValueOrDefault(counted.Device);
                Demand(
                    report.Counter > last && counted.Reaction.State.Record!.LastCounter == report.Counter,
                    () => $"the record of device {counted.Device} follows report {report.Counter} after {last}");
                _counted.Add((counted.Device, report.Counter));
                break;
            // Only now: a report whose record a crash took away before it was stored was never counted.
            case Observation.RecordStored { Record.LastCounter: var counter } stored:
                var former = _lastStored.GetValueOrDefault(stored.Device);
                Demand(
                    counter == former || (counter > former && _counted.Contains((stored.Device, counter))),
                    () => $"the record of device {stored.Device} has counter {counter} after {former}");
                _lastStored[stored.Device] = counter;
                break;
        }
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportSigned), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportCounted), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    private sealed class Watching : State;
}
