using SecUpIoT.Benchmarks.Micro;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>Fills the folder of a Firmware server with published packages, without the way over the network.</summary>
internal static class PackageFolder
{
    /// <summary>Publishes an image; what it is named by is its digest.</summary>
    public static async Task<Digest> PublishAsync(FilePackageStore store, Sample sample, ulong number, Stream image)
    {
        var digest = new Digest(await System.Security.Cryptography.SHA256.HashDataAsync(image).ConfigureAwait(false));
        image.Position = 0;
        var size = (ulong)image.Length;
        var envelope = sample.Package(number, digest, size);
        var manifest = EnvelopeReader.Read(envelope.Memory, SuitLimits.Default).Value.ManifestDigest;
        await store.SaveEnvelope(manifest, envelope).ConfigureAwait(false);
        await store.SavePayload(digest, image, size).ConfigureAwait(false);
        await store.Save(new PackageRecord(
            new ImageName(new SequenceNumber(number), manifest), Sample.Vendor, Sample.Class, PackagePhase.Published, (uint)envelope.Length,
            new Sequence<PayloadName>(new PayloadName(digest, size)), Sequence<PayloadName>.Empty)).ConfigureAwait(false);
        return digest;
    }
}
