using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>The messages that attackers make (spec/model/world.md): which there are, who makes them, and what they are in a given world.</summary>
internal static class Forged
{
    private static readonly string[] Down = ["M-01", "M-03-install-4-void", "M-05-garbage", "M-07", "M-03-envelope-4"];
    private static readonly string[] Up = ["M-02-void", "M-04-verified", "M-04-want-0", "M-06-nothing", "M-08", "M-09-lasting"];
    private static readonly string[] Ask = ["M-10-void", "M-10-refusal"];
    private static readonly string[] Answer =
        ["M-11-uptodate-void", "M-11-install-4-void", "M-13-garbage", "M-11-uptodate", "M-11-cancel", "M-11-install-1", "M-11-install-2", "M-11-install-4", "M-11-install-6"];

    private static readonly string[] Server = ["M-15-4", "M-17-4", "M-17-1", "M-13-spoil", "M-15-empty"];

    /// <summary>The names of the messages that can be forged in a direction.</summary>
    public static IReadOnlyList<string> NamesOf(Direction direction) => direction switch
    {
        Direction.Down => Down,
        Direction.Up => Up,
        Direction.Ask => Ask,
        Direction.Answer => Answer,
        Direction.ServerAnswer => Server,
        _ => [],
    };

    /// <summary>The name of a forged message.</summary>
    public static string NameOf(Direction direction, int choice) => NamesOf(direction)[choice];

    /// <summary>The directions in which this attacker captures, replays and loses.</summary>
    public static IReadOnlyList<Direction> ReachOf(AttackerKind attacker) => attacker switch
    {
        AttackerKind.None => Enum.GetValues<Direction>(),
        AttackerKind.OnPathDevice or AttackerKind.AuthorKey => [Direction.Down, Direction.Up],
        AttackerKind.OnPathTracker => [Direction.Ask, Direction.Answer],
        AttackerKind.OnPathServer => [Direction.ServerAsk, Direction.ServerAnswer],
        AttackerKind.Communicator => [Direction.Down, Direction.Ask],
        AttackerKind.Tracker => [Direction.Answer],
        _ => [Direction.ServerAnswer],
    };

    /// <summary>What this attacker makes.</summary>
    public static IReadOnlyList<(Direction Direction, int Choice)> By(AttackerKind attacker) => attacker switch
    {
        AttackerKind.OnPathDevice => [.. All(Direction.Down, 4), .. All(Direction.Up, 6)],
        AttackerKind.OnPathTracker => [.. All(Direction.Ask, 2), .. All(Direction.Answer, 3)],
        AttackerKind.OnPathServer => [.. All(Direction.ServerAnswer, 4)],
        AttackerKind.Communicator => [.. All(Direction.Down, 4), .. All(Direction.Ask, 2)],
        AttackerKind.Tracker => [.. All(Direction.Answer, 9).Skip(3)],
        AttackerKind.Server => [.. All(Direction.ServerAnswer, 5)],
        AttackerKind.AuthorKey => [.. All(Direction.Down, 5), .. All(Direction.Up, 6)],
        _ => [],
    };

    /// <summary>True for the garbled block, which takes the place of the next block that is relayed.</summary>
    public static bool IsRelayed(Direction direction, int choice) => direction == Direction.ServerAnswer && choice == 3;

    /// <summary>Is there anything to make the message of, and would it change anything?</summary>
    public static bool IsPossible(Cast cast, CheckedWorld world, Direction direction, int subject, int choice) =>
        IsRelayed(direction, choice) ? !world.IsRelayPoisoned : Make(cast, world, direction, subject, choice) is not null;

    /// <summary>The message, or null when there is nothing to make it of.</summary>
    public static Letter? Make(Cast cast, CheckedWorld world, Direction direction, int subject, int choice) => direction switch
    {
        Direction.Down => MakeDown(cast, world, subject, choice),
        Direction.Up => MakeUp(cast, world, subject, choice),
        Direction.Ask => MakeAsk(cast, world, subject, choice),
        Direction.Answer => MakeAnswer(cast, world, subject, choice),
        _ => MakeServer(cast, choice),
    };

    private static IEnumerable<(Direction, int)> All(Direction direction, int count) => Enumerable.Range(0, count).Select(choice => (direction, choice));

    private static Letter? MakeDown(Cast cast, CheckedWorld world, int device, int choice)
    {
        var state = world.Devices[device].State;
        switch (choice)
        {
            case 0:
                return Letter.Plain(new StatusRequest());
            case 1:
                var directive = Say(cast, device, DirectiveKind.Install, Cast.Evil, state.Nonce ?? default);
                return new Letter(new DirectiveDelivery(Forgery.Sign(cast.AttackerKey, directive), cast.Package(Cast.Evil).Envelope), null, false, directive, false);
            case 2:
                return state.Phase == DevicePhase.Receiving && state.NextWant(Cast.BlockSize) is { } want
                    ? Letter.Plain(new ImageBlock(state.Candidate!.Image.Name.Manifest, want.Payload, want.Offset, cast.GarbageData))
                    : null;
            case 3:
                return world.Devices[device].Journal.Candidate is { } candidate ? Letter.Plain(new InstallRequest(candidate.Image.Name.Manifest)) : null;
            default:
                return world.At(Direction.Down, device, Place.Now) is { Message: DirectiveDelivery { Directive.IsEmpty: false } delivery } now
                    ? new Letter(delivery with { Envelope = cast.Package(Cast.Evil).Envelope }, null, false, now.Directive, now.DirectiveIsTrue)
                    : null;
        }
    }

    private static Letter? MakeUp(Cast cast, CheckedWorld world, int device, int choice) => choice switch
    {
        0 => VoidReport(cast, device, signed => new StatusReport(signed)),
        1 => Letter.Plain(new DirectiveAnswer(DevicePhase.Verified, null)),
        2 => world.Communicators[device].State is { Phase: Phase.Delivering, Manifest: { } manifest }
            ? Letter.Plain(new DirectiveAnswer(DevicePhase.Receiving, FirstBlock(cast, cast.ImageOf(manifest))))
            : null,
        3 => Letter.Plain(new BlockAnswer(DevicePhase.VerifyingImage, null)),
        4 => Letter.Plain(new InstallAnswer(DevicePhase.AwaitingBoot)),
        _ => Letter.Plain(new Refusal(ResultCode.NotAuthentic, "forged")),
    };

    private static Letter? MakeAsk(Cast cast, CheckedWorld world, int device, int choice)
    {
        if (choice == 0) return VoidReport(cast, device, signed => new CheckIn(signed, null, ResultCode.None));
        var target = world.Tracks[device].State.Record?.Target;
        return target is not null && world.At(Direction.Ask, device, Place.Now) is { Message: CheckIn checkIn } now
            ? new Letter(checkIn with { RefusedManifest = target.Manifest, RefusedCode = ResultCode.NotAuthentic }, now.Report, now.ReportIsTrue, null, false)
            : null;
    }

    private static Letter? MakeAnswer(Cast cast, CheckedWorld world, int device, int choice)
    {
        var nonce = world.Devices[device].State.Nonce;
        switch (choice)
        {
            case 0:
                return Answering(cast, Say(cast, device, DirectiveKind.UpToDate, 0, nonce ?? default), cast.AttackerKey);
            case 1:
                return Answering(cast, Say(cast, device, DirectiveKind.Install, Cast.Evil, nonce ?? default), cast.AttackerKey);
            case 2:
                return world.Communicators[device].State is { Phase: Phase.Fetching, Want: { } want }
                    ? Letter.Plain(new Block(want.Payload, want.Offset, (ulong)(cast.Settings.Blocks * Cast.BlockSize), cast.GarbageData))
                    : null;
        }

        if (nonce is not { } outstanding) return null;
        var candidate = cast.ImageOf(world.Devices[device].State.Candidate?.Image.Name);
        var (kind, image) = choice switch
        {
            3 => (DirectiveKind.UpToDate, 0),
            4 => (DirectiveKind.Cancel, candidate),
            5 => (DirectiveKind.Install, 1),
            6 => (DirectiveKind.Install, 2),
            7 => (DirectiveKind.Install, Cast.Evil),
            _ => (DirectiveKind.Install, Cast.OtherClass),
        };
        return kind == DirectiveKind.Cancel && image == 0 ? null : Answering(cast, Say(cast, device, kind, image, outstanding), cast.TrackerKey);
    }

    private static Letter MakeServer(Cast cast, int choice) => choice switch
    {
        0 => Letter.Plain(new CatalogueAnswer(new(Entry(cast, Cast.Evil)))),
        1 => Letter.Plain(new EnvelopeAnswer(cast.Package(Cast.Evil).Envelope)),
        2 => Letter.Plain(new EnvelopeAnswer(cast.Package(1).Envelope)),
        4 => Letter.Plain(new CatalogueAnswer(Sequence<CatalogueEntry>.Empty)),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "A garbled block is relayed, it is not sent."),
    };

    private static CatalogueEntry Entry(Cast cast, int image)
    {
        var package = cast.Package(image);
        var payload = new PayloadName(Digest.Of(package.Payload.Span), (ulong)package.Payload.Length);
        return new(package.Name.Manifest, package.Name.Number, package.Vendor, package.Class, (uint)package.Envelope.Length, new(payload));
    }

    private static BlockWant FirstBlock(Cast cast, int image) => new(Digest.Of(cast.Package(image).Payload.Span), 0, Cast.BlockSize);

    private static Letter VoidReport(Cast cast, int device, Func<Bytes, Message> wrap)
    {
        var configuration = cast.Configurations[device];
        var evil = cast.Name(Cast.Evil);
        var report = new DeviceReport(
            configuration.Device, configuration.Vendor, configuration.Class, DevicePhase.Idle, evil, evil, null, null, 0, default, false, configuration.SlotCapacity, configuration.BlockSize);
        return new Letter(wrap(Forgery.Sign(cast.AttackerKey, report)), report, false, null, false);
    }

    private static Directive Say(Cast cast, int device, DirectiveKind kind, int image, Nonce nonce) => new(
        kind,
        cast.Configurations[device].Device,
        image == 0 ? default : cast.Name(image).Manifest,
        image == 0 ? default : cast.Name(image).Number,
        nonce,
        Cast.At,
        Cast.At.Plus(cast.TrackerPolicy.DirectiveValidity));

    private static Letter Answering(Cast cast, Directive directive, SymbolicKey key)
    {
        Digest? manifest = directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest;
        var envelope = directive.Kind == DirectiveKind.Install ? cast.Package(cast.ImageOf(directive.Manifest)).Envelope : Bytes.Empty;
        return new Letter(new CheckInAnswer(directive.Kind, manifest, Forgery.Sign(key, directive), envelope, 1), null, false, directive, key == cast.TrackerKey);
    }
}
