using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>How the machine of a Firmware server, its keys and its messages are changed in mutants.</summary>
internal static class FirmwareServerAlterations
{
    /// <summary>The machine that goes on where it would refuse with this code because of sequence numbers.</summary>
    public static IMachine<PackageState> Pardoning(this IMachine<PackageState> machine, params ResultCode[] codes) => new Altered<PackageState>(machine)
    {
        After = (state, input, reaction) => Refuses(reaction, codes) ? machine.Handle(state, WithoutOthers(input)) : reaction,
    };

    /// <summary>The machine that answers a package which it refuses with this code as if it were published.</summary>
    public static IMachine<PackageState> Acknowledging(this IMachine<PackageState> machine, params ResultCode[] codes) => new Altered<PackageState>(machine)
    {
        After = (_, input, reaction) => input is Input.PublishAsked asked && Refuses(reaction, codes)
            ? reaction with { Outputs = [new Output.Send(Link.Author, PublishedAs(ManifestOf(asked.Envelope)))] }
            : reaction,
    };

    /// <summary>The machine that takes a package in one phase for one in another, for some inputs.</summary>
    public static IMachine<PackageState> Taking(
        this IMachine<PackageState> machine, PackagePhase phase, PackagePhase other, Func<Input, bool> when) => new Altered<PackageState>(machine)
    {
        Before = (state, input) => (state.Phase == phase && when(input) ? Another(state, other) : state, input),
    };

    /// <summary>The machine that is told something else of an input.</summary>
    public static IMachine<PackageState> Told(this IMachine<PackageState> machine, Func<PackageState, Input, Input> instead) => new Altered<PackageState>(machine)
    {
        Before = (state, input) => (state, instead(state, input)),
    };

    /// <summary>The machine that refuses what it would do, with this code, in some cases.</summary>
    public static IMachine<PackageState> Refusing(
        this IMachine<PackageState> machine, ResultCode code, Func<PackageState, Input, Reaction<PackageState>, bool> when) => new Altered<PackageState>(machine)
    {
        After = (state, input, reaction) => when(state, input, reaction) ? new(state, [new Output.Refuse(code, "not here")], reaction.Trigger) : reaction,
    };

    /// <summary>The input, as if there were no other package.</summary>
    public static Input WithoutOthers(Input input) => input switch
    {
        Input.PublishAsked asked => asked with { Highest = null },
        Input.PayloadStored stored => stored with { Highest = null },
        _ => input,
    };

    /// <summary>The request for bytes in an input, or null.</summary>
    public static BlockRequest? BlockIn(Input input) => input is Input.Received { Message: BlockRequest request } ? request : null;

    /// <summary>The state in another phase.</summary>
    public static PackageState Another(PackageState state, PackagePhase phase) => new(state.Record! with { Phase = phase });

    /// <summary>What is said in place of messages of one kind.</summary>
    public static Func<Link, Bytes, IEnumerable<Bytes>> Saying<T>(Func<T, IEnumerable<Message>> instead)
        where T : Message => (_, bytes) => MessageCodec.Decode(bytes.Memory).Value is T message
            ? instead(message).Select(static other => (Bytes)MessageCodec.Encode(other))
            : [bytes];

    /// <summary>The envelope in an answer, changed.</summary>
    public static EnvelopeAnswer Changed(EnvelopeAnswer answer, Func<Envelope, Envelope> change) =>
        EnvelopeReader.Read(answer.Envelope.Memory, SuitLimits.Default) is { IsOk: true } read
            ? new EnvelopeAnswer(EnvelopeWriter.Encode(change(read.Value)))
            : answer;

    /// <summary>What the package in an input consists of; null when there is none.</summary>
    public static PackageContents? ContentsIn(Input input, FirmwareServerConfiguration configuration) =>
        input is Input.PublishAsked asked ? PackageContents.Read(asked.Envelope, configuration.AuthorAnchors).Value : null;

    private static bool Refuses(Reaction<PackageState> reaction, ResultCode[] codes) => reaction.Outputs is [Output.Refuse refuse] && codes.Contains(refuse.Code);

    private static PublishAnswer PublishedAs(Digest manifest) => new(manifest, PackagePhase.Published, Sequence<PayloadName>.Empty);

    private static Digest ManifestOf(Bytes envelope) => EnvelopeReader.Read(envelope.Memory, SuitLimits.Default) is { IsOk: true } read ? read.Value.ManifestDigest : default;
}

/// <summary>A key that believes more than it should.</summary>
/// <param name="inner">The true one.</param>
/// <param name="verifies">What it takes for its signature.</param>
internal sealed class Gullible(IVerifier inner, Gullible.Verification verifies) : IVerifier
{
    /// <summary>Whether a signature counts.</summary>
    internal delegate bool Verification(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature);

    /// <inheritdoc/>
    public Bytes KeyId => inner.KeyId;

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => true;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) => verifies(toBeSigned, signature);
}
