using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Claims;

/// <summary>What a value is written as.</summary>
public enum ValueKind
{
    /// <summary>A list of signature algorithms.</summary>
    Algorithms,
    /// <summary>A duration.</summary>
    Duration,
    /// <summary>A number of bytes or of attempts.</summary>
    Count,
}

/// <summary>One algorithm, timer or limit that a vendor has to name. Timers have the names of UPPER-TESTER.md.</summary>
/// <param name="Role">Whose it is.</param>
/// <param name="Name">Its key.</param>
/// <param name="Kind">What it is written as.</param>
/// <param name="Requirement">The requirement that it belongs to; a vendor who denies that one has no value.</param>
/// <param name="Question">What is asked.</param>
public sealed record ValueItem(Role Role, string Name, ValueKind Kind, string Requirement, string Question)
{
    /// <summary>The largest count that the specification permits.</summary>
    public long Most { get; init; } = 4L << 30;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ValueItem> All { get; } =
    [
        new(Role.DeviceCore, "algorithms", ValueKind.Algorithms, "R-GEN-12", "signature algorithms that it verifies"),
        new(Role.DeviceCore, "slotCapacity", ValueKind.Count, "R-DC-13", "bytes of a slot"),
        new(Role.DeviceCore, "blockSize", ValueKind.Count, "R-DC-19", "largest block that it takes, in bytes") { Most = 256 << 10 },
        new(Role.DeviceCore, "trialPeriod", ValueKind.Duration, "R-DC-29", "how long an image may be on trial"),
        new(Role.DeviceCore, "rebootDelay", ValueKind.Duration, "R-DC-24", "from the request to install to the restart"),
        new(Role.DeviceCore, "nonceLifetime", ValueKind.Duration, "R-DC-41", "how long a nonce stays outstanding"),
        new(Role.DeviceCore, "freshnessLimit", ValueKind.Duration, "R-DC-37", "after how long without a believed directive it suspects a freeze"),
        new(Role.Communicator, "defaultPoll", ValueKind.Duration, "R-CM-01", "between two status checks when the tracker names no interval"),
        new(Role.Communicator, "leastPoll", ValueKind.Duration, "R-CM-08", "the shortest interval that it follows"),
        new(Role.Communicator, "mostPoll", ValueKind.Duration, "R-CM-08", "the longest interval that it follows"),
        new(Role.Communicator, "activePoll", ValueKind.Duration, "R-CM-01", "between two status checks while an update is under way"),
        new(Role.Communicator, "replyTimeout", ValueKind.Duration, "R-CM-09", "after how long it gives up a request"),
        new(Role.Communicator, "progressInterval", ValueKind.Duration, "R-CM-13", "between two progress reports during a transfer"),
        new(Role.Communicator, "firstBackOff", ValueKind.Duration, "R-CM-07", "the wait after a first failure"),
        new(Role.Communicator, "mostBackOff", ValueKind.Duration, "R-CM-07", "the longest wait after a failure"),
        new(Role.StatusTracker, "algorithms", ValueKind.Algorithms, "R-GEN-12", "signature algorithms that it verifies"),
        new(Role.StatusTracker, "directiveValidity", ValueKind.Duration, "R-ST-10", "how long a directive is valid"),
        new(Role.StatusTracker, "pollAfter", ValueKind.Duration, "R-ST-28", "the interval that it names to Communicators"),
        new(Role.StatusTracker, "activePollAfter", ValueKind.Duration, "R-ST-28", "the same while an update is under way"),
        new(Role.StatusTracker, "silenceLimit", ValueKind.Duration, "R-ST-17", "after how long a silent device is unreachable"),
        new(Role.StatusTracker, "refreshInterval", ValueKind.Duration, "R-ST-32", "between two looks at a Firmware server"),
        new(Role.StatusTracker, "replyTimeout", ValueKind.Duration, "R-ST-22", "after how long it gives up a request to a Firmware server"),
        new(Role.StatusTracker, "attempts", ValueKind.Count, "R-ST-16", "attempts at one package after passing failures") { Most = 1000 },
        new(Role.FirmwareServer, "algorithms", ValueKind.Algorithms, "R-GEN-12", "signature algorithms that it verifies"),
        new(Role.FirmwareServer, "largestUpload", ValueKind.Count, "R-FS-13", "largest payload that it takes, in bytes"),
    ];

    /// <summary>Those of a role that exist in a profile.</summary>
    public static IEnumerable<ValueItem> Of(Role role, ClaimedProfile profile) =>
        All.Where(item => item.Role == role && Catalogue.Requirements.Find(item.Requirement) is { } row && profile.Has(row));
}
