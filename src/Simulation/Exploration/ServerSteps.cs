using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Takes inputs through the Firmware servers and through the tracker's side of the server links.</summary>
internal sealed class ServerSteps(Cast cast, Machines machines)
{
    /// <summary>The server handles a message of the tracker; when it is down the message is lost.</summary>
    public void Hear(CheckedWorld world, int server, Letter letter, StepRecord record)
    {
        var part = world.Servers[server];
        if (!part.IsUp)
        {
            record.Add($"F{server + 1} is down, {letter.Message.GetType().Name} is lost");
            return;
        }

        switch (letter.Message)
        {
            case CatalogueRequest:
                Answer(world, server, new CatalogueAnswer(part.Listed), record);
                break;
            case EnvelopeRequest request:
                Handle(world, server, cast.ImageOf(request.Manifest), new Input.Received(Link.Server, request, Cast.At, default), record);
                break;
        }
    }

    /// <summary>The author publishes an image there, envelope and payload together.</summary>
    public void Publish(CheckedWorld world, int server, int image, StepRecord record)
    {
        var package = cast.Package(image);
        var highest = world.Servers[server].Packages
            .Where((state, index) => index != image && state.Phase is PackagePhase.Published or PackagePhase.Withdrawn)
            .Select(state => state.Record!.Image)
            .MaxBy(name => name.Number);
        record.Add($"the author publishes image {image} at F{server + 1}");
        Handle(world, server, image, new Input.PublishAsked(package.Envelope, highest, new Sequence<Digest>(Digest.Of(package.Payload.Span))), record);
    }

    /// <summary>The author withdraws an image there.</summary>
    public void Withdraw(CheckedWorld world, int server, int image, StepRecord record)
    {
        record.Add($"the author withdraws image {image} at F{server + 1}");
        Handle(world, server, image, new Input.Received(Link.Author, new WithdrawRequest(cast.Name(image).Manifest), Cast.At, default), record);
    }

    /// <summary>May the author publish this image there: it is unknown, and newer than all that ever was?</summary>
    public bool MayPublish(CheckedWorld world, int server, int image)
    {
        var packages = world.Servers[server].Packages;
        if (packages[image].Phase != PackagePhase.Absent) return false;
        for (var other = 0; other < packages.Count; other++)
        {
            if (packages[other].Phase != PackagePhase.Absent && packages[other].Record!.Image.Number >= cast.Name(image).Number) return false;
        }

        return true;
    }

    /// <summary>The tracker's side of the link handles an input.</summary>
    public void HandleLink(CheckedWorld world, int server, Input input, StepRecord record)
    {
        var before = world.Links[server];
        var reaction = machines.ServerLink.Handle(before.State, input);
        record.Handled("ServerLink", $"T/F{server + 1}", before.State, reaction, static state => state.Phase.ToString());
        var published = before.Published;
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Send send:
                    world.Send(Direction.ServerAsk, server, Letter.Plain(send.Message));
                    record.Add(new SentMessage("T", $"F{server + 1}", send.Message));
                    break;
                case Output.PublishCatalogue publish:
                    published = publish.Entries;
                    break;
            }
        }

        world.Links[server] = new(reaction.State with { Failures = 0 }, published);
        Merge(world);
    }

    /// <summary>The tracker crashes and starts again: it holds what it published last.</summary>
    public static void RestartTracker(CheckedWorld world)
    {
        for (var server = 0; server < world.Links.Length; server++)
        {
            var published = world.Links[server].Published;
            world.Links[server] = new(ServerLinkState.Holding(published), published);
        }

        Merge(world);
    }

    /// <summary>Does the server list other packages than the tracker holds of it?</summary>
    public static bool HasNews(CheckedWorld world, int server)
    {
        var listed = world.Servers[server].Listed;
        var held = world.Links[server].Published;
        return listed.Count != held.Count || listed.Any(entry => !held.Contains(entry));
    }

    /// <summary>
    /// The tracker passes a block on from a server that is up and serves it (R-ST-22, R-ST-25); null when there is none.
    /// </summary>
    public Message Relay(CheckedWorld world, BlockRequest request, StepRecord record)
    {
        for (var server = 0; server < world.Servers.Length; server++)
        {
            if (!world.Servers[server].IsUp) continue;
            var holder = world.Links[server].Published.FirstOrDefault(entry => entry.Payloads.Any(payload => payload.Digest == request.Payload));
            if (holder is null) continue;
            var image = cast.ImageOf(holder.Manifest);
            var reaction = machines.Server.Handle(world.Servers[server].Packages[image], new Input.Received(Link.Server, request, Cast.At, default));
            Note(server, image, world.Servers[server].Packages[image], reaction, record);
            if (reaction.Outputs is not [Output.ServeBlock serve]) continue;
            var data = world.IsRelayPoisoned ? cast.GarbageData : cast.BlockData(image, (int)(serve.Offset / Cast.BlockSize));
            world.IsRelayPoisoned = false;
            return new Block(serve.Payload, serve.Offset, (ulong)(cast.Settings.Blocks * Cast.BlockSize), data);
        }

        return new Refusal(ResultCode.NotAvailable, "");
    }

    private static void Merge(CheckedWorld world) => world.Catalogue = new Catalogue(world.Links.Select(link => link.Published));

    private static void Note(int server, int image, PackageState before, Reaction<PackageState> reaction, StepRecord record) =>
        record.Handled("FirmwareServer", $"F{server + 1}/{image}", before, reaction, static state => state.Phase.ToString());

    private static void Answer(CheckedWorld world, int server, Message message, StepRecord record)
    {
        world.Send(Direction.ServerAnswer, server, Letter.Plain(message));
        record.Add(new SentMessage($"F{server + 1}", "T", message));
    }

    private void Handle(CheckedWorld world, int server, int image, Input input, StepRecord record)
    {
        var before = image == 0 ? PackageState.Initial : world.Servers[server].Packages[image];
        var reaction = machines.Server.Handle(before, input);
        Note(server, image, before, reaction, record);
        var stored = before;
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Persist { Record: PackageRecord package }:
                    stored = new PackageState(package);
                    break;
                case Output.Send { Link: Link.Author }:
                    record.Demand(stored.Equals(reaction.State), "I-13", $"F{server + 1} answers the author before its record is stored");
                    break;
                case Output.ServeEnvelope serve:
                    Answer(world, server, new EnvelopeAnswer(cast.Package(cast.ImageOf(serve.Manifest)).Envelope), record);
                    break;
                case Output.Refuse refuse when input is Input.Received { Link: Link.Server }:
                    Answer(world, server, new Refusal(refuse.Code, ""), record);
                    break;
            }
        }

        if (image != 0) world.Servers[server] = world.Servers[server].With(image, reaction.State);
    }
}
