namespace SecUpIoT.Protocol.Tracing;

/// <summary>The machines that a trace speaks of; their tables stand in spec/machines under these names.</summary>
public enum TraceMachine
{
    /// <summary>A Device core. Subject: the device's UUID.</summary>
    DeviceCore,
    /// <summary>A Communicator. Subject: the name of the Device core that it serves.</summary>
    Communicator,
    /// <summary>A Status tracker's record of one device. Subject: the device's UUID.</summary>
    StatusTracker,
    /// <summary>A Status tracker's link to one Firmware server. Subject: the server's name.</summary>
    ServerLink,
    /// <summary>A package at a Firmware server. Subject: the server's name, '/', the manifest digest in hexadecimal.</summary>
    FirmwareServer,
}

/// <summary>What a machine made of one input.</summary>
/// <param name="Phase">The phase before.</param>
/// <param name="Trigger">What the judge said that happened.</param>
/// <param name="Refused">Why the input was refused; null when it was not.</param>
public sealed record TraceStep(string Phase, string Trigger, ResultCode? Refused);

/// <summary>One line of a trace: a step of a machine, or its beginning with what its storage holds (spec/trace-format.md).</summary>
/// <param name="Machine">Which machine.</param>
/// <param name="Subject">Which of that kind; a stable name of at most <see cref="TraceReader.MostSubject"/> characters.</param>
/// <param name="Next">The phase after the step, or the one in which the machine begins.</param>
public sealed record TraceEvent(TraceMachine Machine, string Subject, string Next)
{
    /// <summary>The step; null when the machine begins, or begins anew: what is not durable is gone.</summary>
    public TraceStep? Step { get; init; }

    /// <summary>Counts the lines of one run of the writer, from 1; null when the writer does not count.</summary>
    public ulong? Seq { get; init; }

    /// <summary>When, in milliseconds since 1970-01-01T00:00:00Z by the writer's clock; for people only.</summary>
    public long? At { get; init; }

    /// <summary>A Device core's data after the step.</summary>
    public DeviceData? Device { get; init; }

    /// <summary>A Status tracker's record after the step.</summary>
    public TrackData? Record { get; init; }

    /// <summary>A package's data after the step.</summary>
    public PackageData? Package { get; init; }
}

/// <summary>The first line of a trace.</summary>
/// <param name="Source">Who wrote it, for people.</param>
/// <param name="Stolen">Keys that somebody else is known to hold; what rests on them is not judged.</param>
public sealed record TraceHeader(string Source, Sequence<StolenKey> Stolen)
{
    /// <summary>Format and version, the value of the field <c>trace</c>.</summary>
    public const string Format = "secup-iot/1";
}

/// <summary>Keys that an invariant can rest on.</summary>
public enum StolenKey
{
    /// <summary>The author's: signs packages.</summary>
    Author,
    /// <summary>The Status tracker's: signs directives.</summary>
    Tracker,
    /// <summary>A device's: signs reports.</summary>
    Device,
}
