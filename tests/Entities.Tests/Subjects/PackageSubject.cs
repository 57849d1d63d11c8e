using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>The Firmware server machine and all that can happen to one package.</summary>
internal static class PackageSubject
{
    public static Subject<PackageState> Of(FirmwareServerConfiguration configuration) => new()
    {
        Create = () => new FirmwareServerMachine(configuration),
        Table = new FirmwareServerMachine(configuration).Table(),
        Initial = PackageState.Initial,
        Phase = state => state.Phase.ToString(),
        Trigger = (state, input) => PackageJudge.Judge(state, input, configuration).Trigger.ToString(),
        Record = state => state.Record,
        Shape = state => (state.Phase, state.Record?.Image, state.Record?.Missing),
        Inputs = state => [.. Foreign.Inputs, .. Publications(), .. Requests(state)],
        Law = (_, _, reaction) => reaction.State.Record is { Phase: PackagePhase.Published, Missing.Count: > 0 } ? "published with payloads missing" : null,
    };

    private static IEnumerable<(string, Input)> Publications()
    {
        foreach (var package in new[] { Releases.Next, Releases.Whole, Releases.Mixed, TwoParts, Releases.ByStranger, Releases.Unsigned })
        {
            var present = new Sequence<Digest>(package.Payloads.Select(payload => payload.Digest));
            yield return ($"publish {package.Label}", new Input.PublishAsked(package.Envelope, null, Sequence<Digest>.Empty));
            yield return ($"publish {package.Label}, payloads there", new Input.PublishAsked(package.Envelope, null, present));
            yield return ($"publish {package.Label} after a newer", new Input.PublishAsked(package.Envelope, Releases.TooFar.Name, present));
            yield return ($"publish {package.Label} beside an equal", new Input.PublishAsked(package.Envelope, package.Name with { Manifest = Digest.Of("x"u8) }, present));
        }
    }

    private static IEnumerable<(string, Input)> Requests(PackageState state)
    {
        foreach (var payload in state.Record?.Payloads ?? [])
        {
            yield return ("payload stored", new Input.PayloadStored(payload.Digest));
            yield return ("first byte", Ask(new BlockRequest(payload.Digest, 0, 1)));
            yield return ("last byte", Ask(new BlockRequest(payload.Digest, payload.Size - 1, 1)));
            yield return ("one byte too far", Ask(new BlockRequest(payload.Digest, payload.Size, 1)));
            yield return ("beyond all offsets", Ask(new BlockRequest(payload.Digest, ulong.MaxValue, uint.MaxValue)));
        }
    }

    private static TestPackage TwoParts { get; } = new PackageSpec(15) { Images = [new("firmware", 150), new("radio", 30)] }.Make();

    private static Input.Received Ask(Message message) => new(Link.Server, message, Known.Start, Known.Nonce(1));
}
