using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>A Firmware server: packages that are stored before the author is answered.</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class FirmwareServerPlayer : Player
{
    private readonly PackageState[] _packages = [.. Enumerable.Repeat(PackageState.Initial, Cast.OtherClass + 1)];

    /// <summary>The author publishes an image, envelope and payload together.</summary>
    internal sealed record PublishOrder(int Image);

    /// <summary>The author withdraws it.</summary>
    internal sealed record WithdrawOrder(int Image);

    /// <summary>What its catalogue lists, the lowest number first.</summary>
    public Sequence<CatalogueEntry> Listed => new(_packages
        .Where(static state => state.Phase == PackagePhase.Published)
        .Select(static state => state.Record!.ToEntry())
        .OrderBy(static entry => entry.Number).ThenBy(static entry => entry.Manifest.ToHex(), StringComparer.Ordinal));

    protected override void Begin() => Play.Servers[Index] = this;

    protected override IEnumerator<Pause> Take(object cue)
    {
        switch (cue)
        {
            case PublishOrder order:
                return Handle(order.Image, Publishing(order.Image), null);
            case WithdrawOrder order:
                return Handle(order.Image, new Input.Received(Link.Author, new WithdrawRequest(Play.Cast.Name(order.Image).Manifest), Cast.At, default), null);
            case Relayed relayed:
                return Handle(relayed.Image, new Input.Received(Link.Server, relayed.Request, Cast.At, default), relayed);
            case Arrival { Letter.Message: EnvelopeRequest request }:
                return Handle(Play.Cast.ImageOf(request.Manifest), new Input.Received(Link.Server, request, Cast.At, default), null);
            case Arrival { Letter.Message: CatalogueRequest }:
                Answer(new CatalogueAnswer(Listed));
                break;
        }

        return Nothing();
    }

    /// <summary>It starts again with what is stored; nobody is answered any more.</summary>
    protected override void Die()
    {
        Drop();
        for (var image = 1; image < _packages.Length; image++) Play.Tell(new Observation.Found(Name(image), _packages[image].Record));
    }

    private static IEnumerator<Pause> Nothing()
    {
        yield break;
    }

    private string Name(int image) => $"F{Index + 1}/{image}";

    private Input.PublishAsked Publishing(int image)
    {
        var package = Play.Cast.Package(image);
        var highest = _packages
            .Where((state, index) => index != image && state.Phase is PackagePhase.Published or PackagePhase.Withdrawn)
            .Select(static state => state.Record!.Image)
            .MaxBy(static name => name.Number);
        return new(package.Envelope, highest, new Sequence<Digest>(Digest.Of(package.Payload.Span)));
    }

    private IEnumerator<Pause> Handle(int image, Input input, Relayed? relayed)
    {
        var before = _packages[image];
        var reaction = Play.Machines.Server.Handle(before, input);
        Play.Tell(Observation.Handled.By(Name(image), before, reaction));
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.StoreEnvelope or Output.StorePayload:
                    yield return Pause.Step;
                    break;
                case Output.Persist { Record: PackageRecord package }:
                    yield return Pause.Step;
                    _packages[image] = new PackageState(package);
                    Play.Tell(new Observation.Kept(Name(image), package));
                    Play.Tell(new Observation.PublicationChanged(Index, package.Image, package.Phase == PackagePhase.Published));
                    break;
                case Output.Send { Link: Link.Author } send:
                    Play.Tell(new Observation.Acknowledged(Name(image), send.Message.GetType().Name, reaction.State.Record));
                    break;
                case Output.ServeEnvelope serve:
                    Answer(new EnvelopeAnswer(Play.Cast.Package(Play.Cast.ImageOf(serve.Manifest)).Envelope));
                    break;
                case Output.ServeBlock serve when relayed is not null:
                    var size = (ulong)(Play.Cast.Settings.Blocks * Cast.BlockSize);
                    var data = Play.Cast.BlockData(image, (int)(serve.Offset / Cast.BlockSize));
                    relayed.Answer(Play, new Block(serve.Payload, serve.Offset, size, data));
                    break;
                case Output.Refuse refuse when relayed is not null:
                    relayed.Answer(Play, new Refusal(refuse.Code, ""));
                    break;
                case Output.Refuse refuse when input is Input.Received { Link: Link.Server }:
                    Answer(new Refusal(refuse.Code, ""));
                    break;
            }
        }
    }

    private void Answer(Message message) => Play.Post(Play.ServerLinks[Index].Address, new Arrival(Direction.ServerAnswer, Index, Letter.Plain(message)));

    /// <summary>A block that the tracker asks for on behalf of a Communicator.</summary>
    internal sealed record Relayed(int Image, BlockRequest Request, int Communicator)
    {
        public override string ToString() => $"BlockRequest for image {Image} from link {Communicator + 1}";

        public void Answer(Play play, Message message) =>
            play.Post(play.Communicators[Communicator].Address, new Arrival(Direction.Answer, Communicator, Letter.Plain(message)));
    }
}
