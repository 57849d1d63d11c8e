using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Tracing;

/// <summary>A field that a trace tells of. A field of this type that is null was not told, which is not the same as being told that there is nothing.</summary>
public sealed record Told<T>(T Value)
{
    /// <summary>The value, or "none".</summary>
    public override string ToString() => Value?.ToString() ?? "none";
}

/// <summary>What a trace tells of a Device core after a step. Nothing in it is secret.</summary>
public sealed record DeviceData
{
    /// <summary>The profile that it is operated under.</summary>
    public Told<Profile>? Profile { get; init; }

    /// <summary>The confirmed image (durable).</summary>
    public Told<ImageName?>? Confirmed { get; init; }

    /// <summary>The update under way (durable).</summary>
    public Told<TraceCandidate?>? Candidate { get; init; }

    /// <summary>How the last update ended (durable).</summary>
    public Told<Outcome?>? Outcome { get; init; }

    /// <summary>The image that runs.</summary>
    public Told<ImageName?>? Running { get; init; }

    /// <summary>The outstanding nonce, as a short digest.</summary>
    public Told<ShortDigest?>? Nonce { get; init; }

    /// <summary>A freeze is suspected.</summary>
    public Told<bool>? Suspected { get; init; }

    /// <summary>The counter of the report that this step made.</summary>
    public ulong? Report { get; init; }

    /// <summary>The directive that this step believed; told as nothing when the step believed without one.</summary>
    public Told<TraceDirective?>? Directive { get; init; }
}

/// <summary>The candidate of a Device core.</summary>
/// <param name="Image">Which image.</param>
/// <param name="Stage">How far it has come: one of <see cref="TraceReader.Stages"/>.</param>
/// <param name="Received">Bytes stored.</param>
/// <param name="Total">Bytes of the image.</param>
public sealed record TraceCandidate(ImageName Image, string Stage, ulong Received, ulong Total);

/// <summary>What a trace tells of a Status tracker's record after a step.</summary>
public sealed record TrackData
{
    /// <summary>The profile that the device is operated under.</summary>
    public Told<Profile>? Profile { get; init; }

    /// <summary>The image of the update that is under way or ended last.</summary>
    public Told<ImageName?>? Target { get; init; }

    /// <summary>The image that the device last said to have confirmed.</summary>
    public Told<ImageName?>? Confirmed { get; init; }

    /// <summary>How the update to the target ended.</summary>
    public Told<ResultCode>? Result { get; init; }

    /// <summary>The result comes from a signed report.</summary>
    public Told<bool>? Verified { get; init; }

    /// <summary>Counter of the last report that was counted.</summary>
    public Told<ulong>? Counter { get; init; }

    /// <summary>The device is in the list of those that have completed.</summary>
    public Told<bool>? Completed { get; init; }

    /// <summary>The operator asked to cancel.</summary>
    public Told<bool>? CancelWanted { get; init; }

    /// <summary>The directive that this step issued.</summary>
    public TraceDirective? Directive { get; init; }
}

/// <summary>A directive, as issued or as believed.</summary>
/// <param name="Digest">Short digest of the statement that is signed.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Device">The device that it addresses.</param>
/// <param name="Manifest">The manifest to install or cancel; null for "up to date".</param>
/// <param name="Nonce">Short digest of the nonce that it answers.</param>
public sealed record TraceDirective(ShortDigest Digest, DirectiveKind Kind, DeviceId Device, Digest? Manifest, ShortDigest Nonce);

/// <summary>What a trace tells of a package at a Firmware server.</summary>
public sealed record PackageData
{
    /// <summary>Its sequence number.</summary>
    public Told<SequenceNumber>? Number { get; init; }

    /// <summary>How many of its payloads are missing.</summary>
    public Told<ulong>? Missing { get; init; }
}
