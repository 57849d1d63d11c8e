using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>One image that an update writes.</summary>
/// <param name="ComponentIndex">The component's index in the manifest.</param>
/// <param name="Component">The component's identifier.</param>
/// <param name="Uri">Where its bytes come from, or null when the manifest itself holds them or they are copied.</param>
/// <param name="CopyFrom">The installed component that it is a copy of, or null.</param>
/// <param name="Integrated">The bytes, when envelope or manifest hold them; they match digest and size. Otherwise null.</param>
/// <param name="Digest">The digest that the bytes have to have.</param>
/// <param name="Size">How many bytes there are; not one more is to be accepted.</param>
/// <param name="Offset">Where it begins within the slot.</param>
public sealed record PlannedImage(int ComponentIndex, ComponentId Component, string? Uri, ComponentId? CopyFrom, Bytes? Integrated, Digest Digest, ulong Size, ulong Offset);

/// <summary>What a device has to do to carry out an update: all decisions of the manifest are taken, only bytes are missing.</summary>
/// <param name="ManifestDigest">The identity of the update.</param>
/// <param name="SequenceNumber">Its sequence number.</param>
/// <param name="Images">The images in the order of the manifest's component list; empty when nothing has to be written.</param>
/// <param name="TotalSize">How many bytes of the slot they take, gaps included.</param>
public sealed record UpdatePlan(Digest ManifestDigest, SequenceNumber SequenceNumber, ImmutableArray<PlannedImage> Images, ulong TotalSize);

/// <summary>An installed image that has to have a certain digest.</summary>
/// <param name="Component">The component.</param>
/// <param name="Digest">The digest.</param>
/// <param name="Size">The size, or null when the manifest does not name one.</param>
public sealed record ImageDemand(ComponentId Component, Digest Digest, ulong? Size);

/// <summary>What a boot loader has to check and then start.</summary>
/// <param name="ManifestDigest">The identity of the manifest.</param>
/// <param name="Invoked">The component to start, or null when the manifest invokes nothing.</param>
/// <param name="Image">The installed component whose image that is: <paramref name="Invoked"/> itself, or what load copies into it.</param>
/// <param name="Arguments">Arguments for it, or null.</param>
/// <param name="Demands">What has to hold before; the image to be started is among it.</param>
public sealed record InvocationPlan(Digest ManifestDigest, ComponentId? Invoked, ComponentId? Image, Bytes? Arguments, ImmutableArray<ImageDemand> Demands);
