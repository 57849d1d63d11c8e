using System.Collections.Immutable;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Authoring;

/// <summary>One image file for one component.</summary>
internal sealed record ImageFile(ComponentId Component, string Path, Digest Digest, ulong Size)
{
    /// <summary>Reads and digests the file as a stream; its size is bounded by <see cref="Limits.Payload"/>.</summary>
    public static ImageFile Read(ComponentId component, string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length == 0 || (ulong)stream.Length > Limits.Payload)
                throw CommandFailure.File(path, $"expected an image of 1 to {Limits.Payload} bytes, but it has {stream.Length}.");
            return new ImageFile(component, path, new Digest(SHA256.HashData(stream)), (ulong)stream.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(path, $"expected a readable image file, but: {exception.Message}", exception);
        }
    }
}

/// <summary>What an author says about a package.</summary>
internal sealed record PackageDescription(SequenceNumber Number, VendorId Vendor, ClassId Class, DeviceId? Device, string? Text, bool Integrate);

/// <summary>The author's work: digest the images, build the manifest, check its digest, sign (R-GEN-19..23). Runs offline.</summary>
internal static class PackageAuthor
{
    /// <summary>The signed envelope.</summary>
    /// <exception cref="CommandFailure">The description makes no valid manifest.</exception>
    public static byte[] Create(PackageDescription description, IReadOnlyList<ImageFile> images, IReadOnlyList<ISigner> signers)
    {
        var builder = new ManifestBuilder
        {
            SequenceNumber = description.Number,
            Vendor = description.Vendor,
            Class = description.Class,
            Device = description.Device,
            Components = [.. images.Select(image => new ComponentImage(image.Component, image.Digest, image.Size, UriOf(image, description.Integrate)))],
            InvokedComponent = 0,
            Text = description.Text is { } text
                ? ImmutableSortedDictionary<string, LocalText>.Empty.Add("en", new LocalText { UpdateDescription = text })
                : ImmutableSortedDictionary<string, LocalText>.Empty,
        };
        var envelope = Value(builder.Build());
        foreach (var signer in signers) envelope = Value(EnvelopeWriter.Sign(envelope, signer)); // R-GEN-23, R-GEN-26
        if (description.Integrate)
        {
            foreach (var image in images)
                envelope = EnvelopeWriter.WithPayload(envelope, UriOf(image, integrate: true), Shared(image));
        }

        return EnvelopeWriter.Encode(envelope);
    }

    /// <summary>Where the payload of this image is fetched: by its digest, so that it can never change.</summary>
    private static string UriOf(ImageFile image, bool integrate) => integrate ? $"#{image.Component}" : $"payloads/sha256/{image.Digest.ToHex()}";

    private static Bytes Shared(ImageFile image) => Commands.Shared.ReadFile(new FileInfo(image.Path), Limits.PublishedEnvelope);

    private static Envelope Value(Result<Envelope, SuitError> result) =>
        result.Error is { } error ? throw CommandFailure.Refused(error.Code, error.Detail) : result.Value;
}
