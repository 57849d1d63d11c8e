using SecUpIoT.Conformance.Lab;
using SecUpIoT.Entities;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>What they believe: packages, directives, numbers.</content>
internal static partial class DeviceCoreMutants
{
    private static readonly Ed25519KeyPair Own = TestKeys.Derive("mutant");

    private static IEnumerable<Mutant> Judges() =>
    [
        // -- numbers -----------------------------------------------------------------------------------------------------------
        Judging("number-unchecked", "takes packages with any sequence number", ["R-DC-04", "R-DC-05", "R-DC-06"], (_, right) => right with { Number = static (_, _) => ResultCode.None }).Allowing("R-DC-30", "R-DC-31"),
        Judging("number-off-by-one", "takes the package before the confirmed one", ["R-DC-04"], (_, right) => right with
        {
            Number = (offered, confirmed) => offered.Number < confirmed.Number && confirmed.Number.Value - offered.Number.Value == 1 ? ResultCode.None : right.Number(offered, confirmed),
        }).Allowing("R-DC-30", "R-DC-31"),
        Judging("number-zero", "takes the sequence number 0 for none", ["R-DC-04"], (_, right) => right with
        {
            Number = (offered, confirmed) => offered.Number.Value == 0 ? ResultCode.None : right.Number(offered, confirmed),
        }),
        Judging("twin-taken", "takes another package with the confirmed number", ["R-DC-05"], (_, right) => right with { Number = (offered, confirmed) => Without(ResultCode.SameNumberOtherManifest, right.Number(offered, confirmed)) }),
        Judging("leap-unlimited", "takes a number however far it lies ahead", ["R-DC-06"], (_, right) => right with { Number = (offered, confirmed) => Without(ResultCode.NumberTooFarAhead, right.Number(offered, confirmed)) }),
        Judging("leap-off-by-one", "takes a number one too far ahead", ["R-DC-06"], (_, right) => right with
        {
            Number = (offered, confirmed) => offered.Number > confirmed.Number && offered.Number.Value - confirmed.Number.Value == Limits.SequenceLeap + 1 ? ResultCode.None : right.Number(offered, confirmed),
        }),
        Judging("number-code", "refuses a rolled back package as busy", ["R-DC-04"], (_, right) => right with
        {
            Number = (offered, confirmed) => right.Number(offered, confirmed) is ResultCode.RolledBack ? ResultCode.Busy : right.Number(offered, confirmed),
        }).Allowing("R-DC-30", "R-DC-31"),

        // -- authors -----------------------------------------------------------------------------------------------------------
        Packing("author-unchecked", "takes any signature on an envelope", ["R-DC-07", "R-DC-44", "R-GEN-16"], static (configuration, envelope, right) =>
            right.Code is ResultCode.NotAuthentic or ResultCode.UnsupportedAlgorithm ? Resigned(configuration, envelope) ?? right : right).Allowing("R-GEN-06", "R-GEN-07", "R-GEN-12", "R-DC-02", "R-DC-14"),
        Packing("signature-optional", "takes an envelope without a signature", ["R-DC-07"], static (configuration, envelope, right) =>
            right.Code == ResultCode.NotAuthentic && Opened(envelope) is { Blocks.Count: 0 } ? Resigned(configuration, envelope) ?? right : right).Allowing("R-GEN-06", "R-GEN-07"),
        Packing("parses-first", "parses the manifest before it looks at the signature", ["R-DC-07"], static (configuration, envelope, right) =>
            right.Code == ResultCode.NotAuthentic && Unsigned(configuration, envelope) is { Code: ResultCode.MalformedManifest } malformed ? malformed : right),
        Packing("digest-unchecked", "does not compare the manifest with the signed digest", ["R-DC-08"], static (configuration, envelope, right) =>
            right.Code == ResultCode.ManifestDigestMismatch ? Resigned(configuration, envelope) ?? (ResultCode.MalformedManifest, "not readable") : right).Allowing("R-GEN-06", "R-GEN-16"),
        Lenient("tracker-as-author", "trusts its Status tracker as an author", ["R-DC-44"], ResultCode.NotAuthentic, static configuration => configuration with { AuthorAnchors = configuration.TrackerAnchors }),
        Judging("older-names", "takes the older names of algorithms", ["R-DC-44"], static (configuration, right) => right with
        {
            Package = DeviceJudges.For(configuration with { Algorithms = AlgorithmPolicy.WithLegacyNames }).Package,
        }).Allowing("R-GEN-12"),
        Judging("one-anchor", "knows the first of its trust anchors only", ["R-GEN-27"], static (configuration, right) => right with
        {
            Package = DeviceJudges.For(configuration with { AuthorAnchors = [configuration.AuthorAnchors[0]] }).Package,
        }).Allowing("R-GEN-12"),
        Judging("one-algorithm", "knows Ed25519 only", ["R-GEN-12"], static (configuration, right) => right with
        {
            Package = DeviceJudges.For(configuration with { AuthorAnchors = [.. configuration.AuthorAnchors.Where(static anchor => anchor.Accepts(CoseAlgorithm.Ed25519))] }).Package,
        }),
        Packing("first-signature", "looks at the first signature only", ["R-GEN-26"], static (configuration, envelope, right) => Opened(envelope) is { Blocks.Count: > 1 } open
            ? DeviceJudges.For(configuration).Package(EnvelopeWriter.Encode(open with { Blocks = [open.Blocks[0]] })) is { Value: null } refused ? refused : right : right).Allowing("R-GEN-13", "R-GEN-27"),
        Packing("text-refused", "refuses packages with text", ["R-GEN-25"], static (_, envelope, right) =>
            right.Value is not null && Opened(envelope) is { } open && open.Severable.ContainsKey(SuitElement.Text) ? (ResultCode.MalformedManifest, "text") : right).Allowing("R-DC-42", "R-DC-43", "R-GEN-19", "R-GEN-20"),

        // -- what a package is for ---------------------------------------------------------------------------------------------
        Lenient("vendor-unchecked", "takes packages for another vendor", ["R-DC-09"], ResultCode.WrongVendor, static configuration => configuration with { Vendor = Uuid5.Vendor("other.example") }).Allowing("R-DC-14", "R-GEN-06", "R-GEN-07"),
        Lenient("class-unchecked", "takes packages for another class", ["R-DC-10"], ResultCode.WrongClass, static configuration => configuration with { Class = Uuid5.Class(configuration.Vendor, "other") }).Allowing("R-DC-36", "R-GEN-06", "R-GEN-07"),
        Lenient("device-unchecked", "takes packages for another device", ["R-DC-11"], ResultCode.WrongDevice,
            static configuration => configuration with { Device = new DeviceId(new Guid("0d0e0000-0000-4000-8000-00000000000f")) }).Allowing("R-GEN-06", "R-GEN-07"),
        Lenient("component-unchecked", "takes packages for components that it does not have", ["R-DC-12"], ResultCode.UnsupportedComponent,
            static configuration => configuration with { Components = new Sequence<Sequence<Bytes>>([.. configuration.Components, new Sequence<Bytes>((Bytes)"unheard of"u8.ToArray())]) }).Allowing("R-GEN-06", "R-GEN-07"),
        Packing("commands-unnamed", "refuses commands that it does not support as malformed", ["R-DC-12"], static (_, _, right) => right.Code == ResultCode.UnsupportedCommand ? (ResultCode.MalformedManifest, right.Detail) : right),
        Judging("size-off-by-one", "takes an image that is one byte larger than a slot", ["R-DC-13"], static (configuration, right) => right with
        {
            Package = DeviceJudges.For(configuration with { SlotCapacity = configuration.SlotCapacity + 1 }).Package,
        }),
        Packing("envelope-tail", "ignores a byte behind the envelope", ["R-GEN-19"], static (configuration, envelope, right) =>
            right.Code == ResultCode.MalformedManifest && DeviceJudges.For(configuration).Package(envelope.Span[..^1].ToArray()) is { Value: not null } accepted ? accepted : right),
        Packing("conditions-missing", "takes a manifest without a vendor or class condition for one that it may refuse as malformed", ["R-GEN-20"], static (_, _, right) =>
            right.Code == ResultCode.MissingElement && right.Detail.StartsWith("the shared sequence", StringComparison.Ordinal) ? (ResultCode.MalformedManifest, right.Detail) : right),
        Accepting("conditions-unneeded", "accepts a manifest without a vendor or class condition", ["R-GEN-20"], static refusal => refusal.Code == ResultCode.MissingElement && refusal.Detail.StartsWith("the shared sequence", StringComparison.Ordinal)).Allowing("R-DC-12"),
        Accepting("payload-unnamed", "accepts a manifest that says nothing of a payload's size", ["R-GEN-22"], static refusal => refusal.Code == ResultCode.MissingElement && refusal.Detail.Contains("size", StringComparison.Ordinal)).Allowing("R-DC-12"),
        Accepting("envelope-unread", "accepts bytes that are no envelope", ["R-GEN-19"], static refusal => refusal.Code == ResultCode.MalformedManifest).Allowing("R-DC-07", "R-DC-12", "R-GEN-05", "R-GEN-06", "R-GEN-07", "R-GEN-16"),
        Accepting("limits-unknown", "accepts packages beyond the limits", ["R-GEN-05"], static refusal => refusal.Code == ResultCode.LimitExceeded).Allowing("R-GEN-19"),
        On("twin-is-candidate", "takes a package for the candidate because it has the candidate's number", ["R-GEN-13"], static (machine, configuration) => new Altered<DeviceCoreState>(machine)
        {
            After = (state, input, reaction) => reaction.Outputs is [Output.Refuse { Code: ResultCode.Busy }] && state.Phase == DevicePhase.Receiving
                && input is Input.Received { Message: DirectiveDelivery delivery } && DeviceJudges.For(configuration).Package(delivery.Envelope).Value?.Name.Number == state.Candidate?.Image.Name.Number
                ? new(state, [new Output.Send(Link.Device, new DirectiveAnswer(state.Phase, state.NextWant(configuration.BlockSize)))], reaction.Trigger) : reaction,
        }).Allowing("R-DC-34"),

        // -- directives --------------------------------------------------------------------------------------------------------
        Judging("directive-unchecked", "takes any signature on a directive", ["R-DC-15", "R-DC-35", "R-DC-47", "R-GEN-16"], static (_, right) => right with
        {
            Directive = signed => right.Directive(signed) is { Value: not null } believed ? believed : Forgery.PeekDirective(signed) is { } directive ? directive : right.Directive(signed),
        }).Allowing("R-DC-14", "R-DC-16", "R-DC-37", "R-GEN-06", "R-GEN-07"),
        Judging("author-as-tracker", "takes directives that its author signed", ["R-DC-15"], static (configuration, right) => right with
        {
            Directive = DeviceJudges.For(configuration with { TrackerAnchors = [.. configuration.TrackerAnchors, .. configuration.AuthorAnchors] }).Directive,
        }).Allowing("R-DC-47"),
        Judging("domain-unchecked", "takes a statement that was signed as something else for a directive", ["R-DC-15"], static (configuration, right) => right with
        {
            Directive = signed => SignedStatement.Verify(signed.Memory, configuration.TrackerAnchors, DeviceReport.Domain, DeviceReport.ContentType) is { IsOk: true } other && Directive.Decode(other.Value.Payload.Memory).Value is { } directive
                ? directive : right.Directive(signed),
        }),
        On("directive-unneeded", "takes packages without a directive", ["R-DC-15"], static (machine, configuration) => new Undirected(machine, new DeviceCoreMachine(configuration with { Profile = Profile.Core }))).Allowing("R-GEN-06", "R-GEN-07"),
        Judging("up-to-date-unsigned", "believes anybody that it is up to date", ["R-DC-47", "R-DC-37"], static (_, right) => right with
        {
            Directive = signed => right.Directive(signed) is { Value: null } && Forgery.PeekDirective(signed) is { Kind: DirectiveKind.UpToDate } directive ? directive : right.Directive(signed),
        }).Allowing("R-DC-15"),
        Told("nonce-unchecked", "takes a directive with any nonce", ["R-DC-16", "R-DC-41", "R-DC-47"], static (state, input) => (
            input is Input.Received { Message: DirectiveDelivery delivery } && Forgery.PeekDirective(delivery.Directive) is { } directive ? state with { Nonce = directive.Nonce } : state, input))
            .Allowing("R-DC-15", "R-DC-35", "R-DC-37", "R-GEN-06", "R-GEN-07"),
        Told("nonce-of-zeros", "takes a nonce of zeros for any", ["R-DC-16"], static (state, input) => (
            input is Input.Received { Message: DirectiveDelivery delivery } && Forgery.PeekDirective(delivery.Directive) is { } directive && directive.Nonce == default ? state with { Nonce = default(Nonce) } : state, input)).Allowing("R-DC-15"),
        Reacting("nonce-unspent", "leaves the nonce outstanding after a directive", ["R-DC-16"], static (state, reaction) => reaction with { State = reaction.State with { Nonce = state.Nonce } },
            "UpdateAccepted", "UpdateResumed", "UpToDateBelieved").Allowing("R-DC-37", "R-DC-41", "R-DC-47", "R-GEN-18"),
        Reacting("refusal-spends-nonce", "spends the nonce on a directive that it refuses", ["R-DC-16"], static (_, reaction) => reaction with { State = reaction.State with { Nonce = null } }, "UpdateRefused"),
        On("clock-unread", "does not look at the end of validity", ["R-DC-17"], static (_, configuration) => new DeviceCoreMachine(configuration with { HasClock = false })),
        On("manifest-unnamed", "does not compare directive and envelope", ["R-DC-18"], static (_, configuration) => new Unnamed(configuration)).Allowing("R-GEN-06", "R-GEN-07", "R-DC-15"),
        On("addressee-unchecked", "takes directives to other devices", ["R-DC-11"], static (_, configuration) => new DeviceCoreMachine(configuration, DeviceJudges.For(configuration) with
        {
            Directive = signed => DeviceJudges.For(configuration).Directive(signed) is { Value: { } directive } ? directive with { Device = configuration.Device } : DeviceJudges.For(configuration).Directive(signed),
        })).Allowing("R-GEN-06", "R-GEN-07", "R-DC-15"),
        On("freeze-unnoticed", "never suspects a freeze", ["R-DC-37"], static machine => machine.Without("FreshnessExpired")),
        Reacting("freshness-unearned", "starts its freshness timer anew with every status report", ["R-DC-37"],
            static (_, reaction) => reaction.Plus(new Output.SetTimer(TimerId.Freshness, TimeSpan.FromSeconds(9))), "StatusAsked"),
        On("freshness-refused", "starts its freshness timer anew with directives that it refuses", ["R-DC-37"], static (machine, configuration) =>
            machine.Changing((_, reaction) => reaction.Plus(new Output.SetTimer(TimerId.Freshness, configuration.FreshnessLimit)), "UpdateRefused")),
        Reacting("freshness-unheard", "does not take a believed directive for a fresh word", ["R-DC-37"], static (state, reaction) => reaction with
        {
            State = reaction.State with { FreezeSuspected = state.FreezeSuspected },
            Outputs = [.. reaction.Outputs.Where(static output => output is not Output.SetTimer { Timer: TimerId.Freshness })],
        }, "UpToDateBelieved"),
    ];

    private static ResultCode Without(ResultCode ignored, ResultCode code) => code == ignored ? ResultCode.None : code;

    private static Envelope? Opened(Bytes envelope) => EnvelopeReader.Read(envelope.Memory, SuitLimits.Default) is { IsOk: true, Value: var open } ? open : null;

    // What a judge says who does not look at signatures: the same envelope, signed by a key that he trusts.
    private static Verdict<AcceptedPackage>? Unsigned(DeviceCoreConfiguration configuration, Bytes envelope)
    {
        if (Opened(envelope) is not { } open) return null;
        var digest = SuitDigests.OfElement(open.Manifest);
        var signed = EnvelopeWriter.Sign(open with { Blocks = [], ManifestDigest = digest, EncodedDigest = SuitDigests.Encode(digest) }, Own).Value;
        return DeviceJudges.For(configuration with { AuthorAnchors = [Own.Public] }).Package(EnvelopeWriter.Encode(signed!));
    }

    private static Verdict<AcceptedPackage>? Resigned(DeviceCoreConfiguration configuration, Bytes envelope)
    {
        if (Unsigned(configuration, envelope) is not { Value: { } accepted }) return null;
        Verdict<AcceptedPackage> believed = accepted with { Envelope = envelope };
        return believed;
    }

    // In words at least: it answers what it must refuse as if it had taken it up.
    private static Mutant Accepting(string id, string wrong, IReadOnlyList<string> violates, Func<Output.Refuse, bool> refused) => On(id, wrong, violates, machine => new Altered<DeviceCoreState>(machine)
    {
        After = (state, _, reaction) => reaction.Trigger == "UpdateRefused" && reaction.Outputs is [Output.Refuse refusal] && refused(refusal)
            ? new(state, [new Output.Send(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, null))], reaction.Trigger) : reaction,
    });

    /// <summary>Takes what comes without a directive as a device in profile Core does.</summary>
    private sealed class Undirected(IMachine<DeviceCoreState> right, IMachine<DeviceCoreState> undirected) : IMachine<DeviceCoreState>
    {
        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input) =>
            input is Input.Received { Message: DirectiveDelivery { Directive.IsEmpty: true } } ? undirected.Handle(state, input) : right.Handle(state, input);
    }

    /// <summary>Takes every directive for one that names the manifest in the envelope beside it.</summary>
    private sealed class Unnamed : IMachine<DeviceCoreState>
    {
        private readonly DeviceCoreMachine _machine;
        private Digest? _manifest;

        public Unnamed(DeviceCoreConfiguration configuration)
        {
            var right = DeviceJudges.For(configuration);
            _machine = new(configuration, right with
            {
                Directive = signed => right.Directive(signed) is { Value: { Kind: DirectiveKind.Install } directive } && _manifest is { } manifest ? directive with { Manifest = manifest } : right.Directive(signed),
            });
        }

        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            _manifest = input is Input.Received { Message: DirectiveDelivery delivery } ? Opened(delivery.Envelope)?.ManifestDigest : null;
            return _machine.Handle(state, input);
        }
    }
}
