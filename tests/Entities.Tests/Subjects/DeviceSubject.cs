using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Entities.StatusTracker;

namespace SecUpIoT.Entities.Tests;

/// <summary>The Device core machine and all that can happen to it.</summary>
internal static class DeviceSubject
{
    public static Subject<DeviceCoreState> Of(DeviceCoreConfiguration configuration)
    {
        var judge = new DeviceJudge(configuration, DeviceJudges.For(configuration));
        return new()
        {
            Create = () => new DeviceCoreMachine(configuration),
            Table = new DeviceCoreMachine(configuration).Table(),
            Initial = DeviceCoreState.Initial,
            Phase = state => state.Phase.ToString(),
            Trigger = (state, input) => judge.Judge(state, input).Trigger.ToString(),
            Record = state => state.Record,
            Shape = state => (
                state.Phase,
                state.Candidate?.Stage,
                state.Candidate?.Received,
                state.Candidate?.Image.Components.Count,
                state.Record is null,
                state.Record?.Confirmed.Name.Number == Releases.Base.Name.Number,
                (state.Running is null, state.Nonce is null, state.Booting is null)),
            Inputs = state => [.. Foreign.Inputs, .. Starts(state), .. Reads(state), .. Directives(state, configuration), .. Blocks(state, configuration)],
            Law = Law,
        };
    }

    private static IEnumerable<(string, Input)> Starts(DeviceCoreState state) =>
    [
        ("powered on, provisioned", new Input.PoweredOn(new DeviceRecord(Releases.Base.In(Slot.A), null, null, 0))),
        ("powered on, as it was", new Input.PoweredOn(state.Record)),
        ("powered on, a foreign record", new Input.PoweredOn(new TrackRecord(Known.Device, Known.Vendor, Known.Class, Profile.Core, default,
            TrackPhase.Enrolled, 0, null, null, ResultCode.None, false, 0, 0, 0, 0, false, false, default, default))),
    ];

    private static IEnumerable<(string, Input)> Reads(DeviceCoreState state)
    {
        if ((state.Phase == DevicePhase.VerifyingBoot ? state.Booting : state.Candidate?.Image) is not { } expected) yield break;
        var package = Releases.Of(expected.Name.Manifest);
        var digests = new Sequence<Digest>(expected.Components.Select(component => component.Digest));
        yield return ("slot read, right", new Input.SlotRead(expected.Slot, package.Envelope, digests));
        yield return ("slot read, other slot", new Input.SlotRead(expected.Slot.Other(), package.Envelope, digests));
        yield return ("slot read, other envelope", new Input.SlotRead(expected.Slot, Releases.Old.Envelope, digests));
        yield return ("slot read, damaged", new Input.SlotRead(expected.Slot, package.Envelope, new(digests.Select(_ => Digest.Of("damage"u8)))));
        yield return ("slot read, too few", new Input.SlotRead(expected.Slot, package.Envelope, Sequence<Digest>.Empty));
    }

    private static IEnumerable<(string, Input)> Directives(DeviceCoreState state, DeviceCoreConfiguration configuration)
    {
        var nonce = state.Nonce ?? default;
        var candidate = state.Candidate?.Image.Name;
        Input Deliver(Directive directive, Bytes envelope = default, FakeKey? key = null) => Hear(
            new DirectiveDelivery(SignedStatement.Sign(key ?? Known.Tracker, Directive.Domain, Directive.ContentType, directive.Encode()), envelope));
        Directive Word(DirectiveKind kind, ImageName? image = null) =>
            new(kind, configuration.Device, image?.Manifest ?? default, image?.Number ?? default, nonce, Known.Start, Known.Start);

        foreach (var package in Releases.All)
        {
            yield return ($"install {package.Label}", Deliver(Word(DirectiveKind.Install, package.Name), package.Envelope));
            yield return ($"offer {package.Label} without directive", Hear(new DirectiveDelivery(default, package.Envelope)));
        }

        yield return ("install without envelope", Deliver(Word(DirectiveKind.Install, Releases.Next.Name)));
        yield return ("install what runs, without envelope", Deliver(Word(DirectiveKind.Install, Releases.Base.Name)));
        yield return ("install one, envelope of another", Deliver(Word(DirectiveKind.Install, Releases.Newer.Name), Releases.Next.Envelope));
        yield return ("up to date", Deliver(Word(DirectiveKind.UpToDate)));
        yield return ("cancel the candidate", Deliver(Word(DirectiveKind.Cancel, candidate ?? Releases.Next.Name)));
        yield return ("cancel something else", Deliver(Word(DirectiveKind.Cancel, Releases.Old.Name)));
        yield return ("directive of a stranger", Deliver(Word(DirectiveKind.Install, Releases.Next.Name), Releases.Next.Envelope, Known.Stranger));
        yield return ("directive for another device", Deliver(Word(DirectiveKind.UpToDate) with { Device = Known.OtherDevice }));
        yield return ("directive with another nonce", Deliver(Word(DirectiveKind.UpToDate) with { Nonce = Known.Nonce(77) }));
        yield return ("expired directive", Deliver(Word(DirectiveKind.UpToDate) with { ValidUntil = new(Known.Start.UnixMilliseconds - 1) }));
        yield return ("directive that is none", Hear(new DirectiveDelivery(
            SignedStatement.Sign(Known.Tracker, Directive.Domain, Directive.ContentType, [1, 2, 3]), default)));
        yield return ("envelope that is none", Deliver(Word(DirectiveKind.Install, Releases.Next.Name), new byte[] { 1, 2, 3 }));
    }

    private static IEnumerable<(string, Input)> Blocks(DeviceCoreState state, DeviceCoreConfiguration configuration)
    {
        if (state.Candidate?.Image.Name.Manifest is { } manifest)
        {
            yield return ("install asked", Hear(new InstallRequest(manifest)));
            if (state.NextWant(configuration.BlockSize) is not { } want) yield break;
            Bytes data = Releases.Of(manifest).ImageOf(want.Payload).AsSpan((int)want.Offset, (int)want.Length).ToArray();
            var block = new ImageBlock(manifest, want.Payload, want.Offset, data);
            yield return ("block wanted", Hear(block));
            yield return ("block of another manifest", Hear(block with { Manifest = Releases.Old.Name.Manifest }));
            yield return ("block of another payload", Hear(block with { Payload = Digest.Of("x"u8) }));
            yield return ("block from another offset", Hear(block with { Offset = want.Offset + 1 }));
            yield return ("block too short", Hear(block with { Data = data.ToArray()[1..] }));
            yield return ("block too long", Hear(block with { Data = new byte[want.Length + 1] }));
        }
    }

    private static Input.Received Hear(Message message) => new(Link.Device, message, Known.Start, Known.Nonce(1));

    /// <summary>Never touch the confirmed or the running slot (R-DC-01); a new image gets control only after its trial is spent (R-DC-26); the number never falls (R-DC-31).</summary>
    private static string? Law(DeviceCoreState state, Input input, Reaction<DeviceCoreState> reaction)
    {
        foreach (var output in reaction.Outputs)
        {
            var written = output switch
            {
                Output.EraseSlot erase => erase.Slot,
                Output.WriteEnvelope write => write.Slot,
                Output.WriteImage write => write.Slot,
                _ => (Slot?)null,
            };
            if (written is not null && written == state.Record?.Confirmed.Slot) return $"{output} touches the confirmed slot";
            if (written is not null && written == state.Running?.Slot) return $"{output} touches the running slot";
            if (output is Output.Invoke invoke && invoke.Image != state.Record?.Confirmed.Name && state.Candidate?.Stage != CandidateStage.Trial)
                return $"{output} before the trial was recorded";
        }

        if (input is not Input.PoweredOn && state.Record is { } before && reaction.State.Record!.Confirmed.Name.Number < before.Confirmed.Name.Number) return "the stored number falls";
        var begins = reaction.State.Candidate is { } now && state.Candidate is { } then && now.Received > then.Received;
        if (begins && !reaction.Outputs.OfType<Output.WriteImage>().Any()) return "bytes are acknowledged that were not written";
        return null;
    }
}
