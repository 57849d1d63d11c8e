using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>What others know of a device and a loss of power must not make untrue.</summary>
/// <param name="Stored">The last record whose storage was acknowledged; null before the factory was done.</param>
/// <param name="Storing">The record that is being stored, if one is.</param>
/// <param name="Counter">The highest report counter that was seen.</param>
/// <param name="Confirmed">The highest image that was known as confirmed.</param>
/// <param name="Serial">The serial of the last outcome that was seen.</param>
/// <param name="Progress">The update whose bytes were acknowledged last, and how many.</param>
/// <param name="Tried">The image that was given control unconfirmed since its package was accepted.</param>
/// <param name="Began">The serial when the errand began.</param>
internal sealed record Facts(
    DeviceRecord? Stored, DeviceRecord? Storing, ulong Counter, ImageName? Confirmed, ulong Serial, CandidateFact? Progress, ImageName? Tried, ulong Began)
{
    public static Facts None { get; } = new(null, null, 0, null, 0, null, null, 0);
}

/// <summary>So many bytes of an image were acknowledged as stored.</summary>
internal sealed record CandidateFact(ImageName Image, ulong Received);
