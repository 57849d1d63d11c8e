using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

public sealed class ServerTranscriptTests
{
    [Fact]
    public void A_package_is_published_and_withdrawn()
    {
        var (machine, state, transcript) = (new FirmwareServerMachine(new([Known.Author])), PackageState.Initial, new Transcript("server-publish-withdraw"));
        var payload = Releases.Mixed.Components[1].Digest;
        void Step(string label, Input input) => state = transcript.Step(machine, state, package => package.Phase, label, input);

        Step("publish by a stranger", new Input.PublishAsked(Releases.ByStranger.Envelope, null, Sequence<Digest>.Empty));
        Step("publish below the highest", new Input.PublishAsked(Releases.Mixed.Envelope, Releases.TooFar.Name, Sequence<Digest>.Empty));
        Step("publish #14", new Input.PublishAsked(Releases.Mixed.Envelope, Releases.Next.Name, Sequence<Digest>.Empty));
        Step("envelope asked too early", From(Link.Server, new EnvelopeRequest(Releases.Mixed.Name.Manifest)));
        Step("publish #14 again", new Input.PublishAsked(Releases.Mixed.Envelope, Releases.Next.Name, Sequence<Digest>.Empty));
        Step("a payload of something else", new Input.PayloadStored(Digest.Of("x"u8)));
        Step("payload stored", new Input.PayloadStored(payload));
        Step("publish #14 again", new Input.PublishAsked(Releases.Mixed.Envelope, Releases.Mixed.Name, Sequence<Digest>.Empty));
        Step("envelope asked", From(Link.Server, new EnvelopeRequest(Releases.Mixed.Name.Manifest)));
        Step("block asked", From(Link.Server, new BlockRequest(payload, 100, 50)));
        Step("block beyond the end asked", From(Link.Server, new BlockRequest(payload, 100, 51)));
        Step("withdraw", From(Link.Author, new WithdrawRequest(Releases.Mixed.Name.Manifest)));
        Step("withdraw again", From(Link.Author, new WithdrawRequest(Releases.Mixed.Name.Manifest)));
        Step("envelope asked", From(Link.Server, new EnvelopeRequest(Releases.Mixed.Name.Manifest)));
        Step("block asked", From(Link.Server, new BlockRequest(payload, 100, 50)));
        Step("publish #14 again", new Input.PublishAsked(Releases.Mixed.Envelope, null, Sequence<Digest>.Empty));
        transcript.Verify();
    }

    [Fact]
    public void A_tracker_keeps_up_with_a_server()
    {
        var (machine, state, transcript) = (new ServerLinkMachine(new([Known.Author])), ServerLinkState.Initial, new Transcript("server-link"));
        void Step(string label, Input input) => state = transcript.Step(machine, state, link => link.Phase, label, input);
        var (both, one) = (new CatalogueAnswer(new(Releases.Next.Entry, Releases.Newer.Entry)), new CatalogueAnswer(new(Releases.Newer.Entry)));

        Step("started", new Input.Started());
        Step("server link failed", new Input.LinkFailed(Link.Server, ResultCode.Unreachable));
        Step("refresh due", new Input.TimerFired(TimerId.Refresh));
        Step("reply overdue", new Input.TimerFired(TimerId.Reply));
        Step("refresh due", new Input.TimerFired(TimerId.Refresh));
        Step("two packages", From(Link.Server, both));
        Step("envelope of #11", From(Link.Server, new EnvelopeAnswer(Releases.Next.Envelope)));
        Step("envelope of another author", From(Link.Server, new EnvelopeAnswer(Releases.ByStranger.Envelope)));
        Step("late time-out", new Input.TimerFired(TimerId.Reply));
        Step("refresh due", new Input.TimerFired(TimerId.Refresh));
        Step("the same two", From(Link.Server, both));
        Step("envelope of #12", From(Link.Server, new EnvelopeAnswer(Releases.Newer.Envelope)));
        Step("refresh due", new Input.TimerFired(TimerId.Refresh));
        Step("#11 withdrawn", From(Link.Server, one));
        transcript.Verify();
    }

    private static Input.Received From(Link link, Message message) => new(link, message, Known.Start, Known.Nonce(1));
}
