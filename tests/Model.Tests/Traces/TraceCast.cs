using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>Who is who of the model in a trace: devices, Communicators and servers by the order of their names, images by the order of their publication.</summary>
internal sealed class TraceCast
{
    private readonly List<string> _devices;
    private readonly List<string> _communicators;
    private readonly List<string> _links;
    private readonly List<string> _servers;
    private readonly List<string> _images;
    private readonly string _numbers;

    public TraceCast(IReadOnlyList<TraceEvent> events)
    {
        _devices = Names(events, TraceMachine.DeviceCore, TraceMachine.StatusTracker);
        _communicators = Names(events, TraceMachine.Communicator);
        _links = Names(events, TraceMachine.ServerLink);
        _servers = [.. Names(events, TraceMachine.FirmwareServer).Select(ServerOf).Distinct()];
        _images = [.. events.Where(happened => happened is { Machine: TraceMachine.FirmwareServer, Step: { Trigger: "PackageCompleted", Refused: null } })
            .Select(happened => ManifestOf(happened.Subject)).Distinct()];
        Demand(_devices.Count <= 2, "more than two devices");
        Demand(Math.Max(_links.Count, _servers.Count) <= 2, "more than two servers");
        Demand(_images.Count <= 2, "more than two packages");
        var off = events.FirstOrDefault(happened => happened.Machine == TraceMachine.DeviceCore) is { Step: null, Next: "Off" } ? " off" : "";
        var secure = events.Any(happened => happened.Device?.Profile?.Value == Profile.Core) ? " SECURE=0" : "";
        _numbers = $"devices {_devices.Count} servers {Math.Max(1, Math.Max(_links.Count, _servers.Count))} blocks {Blocks(events)} attempts 3{off}{secure}";
    }

    /// <summary>Sizes and profile, as the first line of the file has them.</summary>
    public override string ToString() => _numbers;

    /// <summary>The number of the event's subject, as a row of the model has it.</summary>
    public string NumberOf(TraceEvent happened) => happened.Machine switch
    {
        TraceMachine.Communicator => Number(_communicators, happened.Subject),
        TraceMachine.ServerLink => Number(_links, happened.Subject),
        TraceMachine.FirmwareServer => $"{Number(_servers, ServerOf(happened.Subject))}/{_images.IndexOf(ManifestOf(happened.Subject)) + 2}",
        _ => Number(_devices, happened.Subject),
    };

    private static string Number(List<string> names, string name) => $"{names.IndexOf(name) + 1}";

    private static string ServerOf(string subject) => subject[..subject.LastIndexOf('/')];

    private static string ManifestOf(string subject) => subject[(subject.LastIndexOf('/') + 1)..];

    private static List<string> Names(IReadOnlyList<TraceEvent> events, params TraceMachine[] machines) =>
        [.. events.Where(happened => machines.Contains(happened.Machine)).Select(happened => happened.Subject).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Blocks of an image: its bytes by those of its first block.</summary>
    private static int Blocks(IReadOnlyList<TraceEvent> events)
    {
        var counts = events.Where(happened => happened.Step is { Phase: "Receiving", Trigger: "BlockStored" or "LastBlockStored", Refused: null })
            .Select(happened => happened.Device?.Candidate?.Value).OfType<TraceCandidate>().GroupBy(candidate => candidate.Image)
            .Select(image => (int)((image.First().Total + image.Min(candidate => candidate.Received) - 1) / image.Min(candidate => candidate.Received))).Distinct().ToList();
        Demand(counts.Count <= 1, "images of different numbers of blocks");
        return counts.Count == 0 ? 2 : counts[0];
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new FormatException($"The model's world has no {otherwise}.");
    }
}
