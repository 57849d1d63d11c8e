using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Demo;

/// <summary>An attack on a device of profile Secure that the demonstration mounts over a real device link.</summary>
/// <param name="Name">What to type.</param>
/// <param name="Assumes">What the attacker has.</param>
/// <param name="Requirement">The requirement that defeats it.</param>
/// <param name="Expected">The code that the device answers with, or reports as the outcome.</param>
/// <param name="MountAsync">Mounts it; the code that was observed.</param>
internal sealed record Attack(string Name, string Assumes, string Requirement, ResultCode Expected, Func<AttackScene, CancellationToken, Task<ResultCode>> MountAsync);

/// <summary>The attacks, all from the place of a lying Communicator: whatever happens on the other links arrives here.</summary>
internal static class Attacks
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("rollback", "a properly signed older package and a tracker that directs it", "R-DC-04", ResultCode.RolledBack,
            (scene, cancel) => OfferAsync(scene, scene.Package(1, scene.Author), scene.Tracker, cancel)),
        new("forged-package", "the tracker's key, not the author's", "R-DC-07", ResultCode.NotAuthentic,
            (scene, cancel) => OfferAsync(scene, scene.Package(9, Ed25519KeyPair.Generate()), scene.Tracker, cancel)),
        new("stolen-author-key", "the author's key, not the tracker's", "R-DC-15", ResultCode.DirectiveNotAuthentic,
            (scene, cancel) => OfferAsync(scene, scene.Package(9, scene.Author), Ed25519KeyPair.Generate(), cancel)),
        new("no-directive", "the author's key, and no directive at all", "R-DC-15", ResultCode.DirectiveMissing,
            async (scene, cancel) =>
            {
                await scene.ReportAsync(cancel).ConfigureAwait(false);
                return CodeOf(await scene.DeliverAsync([], scene.Package(9, scene.Author), cancel).ConfigureAwait(false));
            }),
        new("altered-manifest", "a directed package, changed in one byte on the way", "R-DC-08", ResultCode.ManifestDigestMismatch, AlterAsync),
        new("wrong-class", "a properly signed package for another class of devices", "R-DC-10", ResultCode.WrongClass,
            (scene, cancel) => OfferAsync(scene, scene.Package(9, scene.Author, new ClassId(Guid.Empty)), scene.Tracker, cancel)),
        new("wrong-device", "a directive that the tracker issued to another device", "R-DC-11", ResultCode.WrongDevice, RedirectAsync),
        new("replayed-directive", "a directive that the device believed once already", "R-DC-16", ResultCode.StaleNonce, ReplayAsync),
        new("mix-and-match", "a directive for one package beside the envelope of another", "R-DC-18", ResultCode.DirectiveNamesOtherManifest, MixAsync),
        new("unwanted-block", "a block that the device did not ask for", "R-DC-19", ResultCode.UnexpectedBlock, UnwantedAsync),
        new("altered-image", "a directed package with other image bytes of the right length", "R-DC-22", ResultCode.PayloadDigestMismatch, AlteredImageAsync),
    ];

    private static async Task<ResultCode> OfferAsync(AttackScene scene, byte[] envelope, ISigner tracker, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        return CodeOf(await scene.DeliverAsync(scene.Directive(envelope, report.Nonce, tracker), envelope, cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> AlterAsync(AttackScene scene, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        var envelope = scene.Package(9, scene.Author);
        var directive = scene.Directive(envelope, report.Nonce, scene.Tracker);
        var read = EnvelopeReader.Read(envelope, SuitLimits.Default).Value;
        var manifest = read.Manifest.ToArray();
        // The sequence number stands at the front of the manifest: {1: 1, 2: 9, ...}.
        manifest[4]++;
        return CodeOf(await scene.DeliverAsync(directive, EnvelopeWriter.Encode(read with { Manifest = manifest }), cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> RedirectAsync(AttackScene scene, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        var envelope = scene.Package(9, scene.Author);
        return CodeOf(await scene.DeliverAsync(scene.Directive(envelope, report.Nonce, scene.Tracker, new DeviceId(Guid.Empty)), envelope, cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> ReplayAsync(AttackScene scene, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        var envelope = scene.Package(9, scene.Author);
        var directive = scene.Directive(envelope, report.Nonce, scene.Tracker);
        await scene.DeliverAsync(directive, envelope, cancel).ConfigureAwait(false);
        await scene.ReportAsync(cancel).ConfigureAwait(false);
        return CodeOf(await scene.DeliverAsync(directive, envelope, cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> MixAsync(AttackScene scene, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        var directive = scene.Directive(scene.Package(9, scene.Author), report.Nonce, scene.Tracker);
        return CodeOf(await scene.DeliverAsync(directive, scene.Package(10, scene.Author), cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> UnwantedAsync(AttackScene scene, CancellationToken cancel)
    {
        var (manifest, want) = await BeginAsync(scene, cancel).ConfigureAwait(false);
        return CodeOf(await scene.AskAsync(new ImageBlock(manifest, want.Payload, want.Offset + 1, new byte[want.Length]), cancel).ConfigureAwait(false));
    }

    private static async Task<ResultCode> AlteredImageAsync(AttackScene scene, CancellationToken cancel)
    {
        var (manifest, next) = await BeginAsync(scene, cancel).ConfigureAwait(false);
        for (BlockWant? want = next; want is not null;)
        {
            var answer = await scene.AskAsync(new ImageBlock(manifest, want.Payload, want.Offset, new byte[want.Length]), cancel).ConfigureAwait(false);
            if (answer is not BlockAnswer taken) return CodeOf(answer);
            want = taken.Want;
        }

        while (true)
        {
            var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
            if (report.Phase == DevicePhase.Idle) return report.LastOutcome?.Result ?? ResultCode.None;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel).ConfigureAwait(false);
        }
    }

    private static async Task<(Digest Manifest, BlockWant Want)> BeginAsync(AttackScene scene, CancellationToken cancel)
    {
        var report = await scene.ReportAsync(cancel).ConfigureAwait(false);
        var envelope = scene.Package(9, scene.Author);
        var answer = await scene.DeliverAsync(scene.Directive(envelope, report.Nonce, scene.Tracker), envelope, cancel).ConfigureAwait(false);
        return answer is DirectiveAnswer { Want: { } want }
            ? (EnvelopeReader.Read(envelope, SuitLimits.Default).Value.ManifestDigest, want)
            : throw CommandFailure.Refused(CodeOf(answer), "the device should have accepted the genuine package");
    }

    private static ResultCode CodeOf(Message answer) => answer is Refusal refusal ? refusal.Code : ResultCode.None;
}
