using System.Collections.Immutable;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Machine;

/// <summary>What a machine makes of one input (R-GEN-07).</summary>
/// <param name="State">The new state; the old one when the input is refused.</param>
/// <param name="Outputs">To be performed in this order (R-GEN-03).</param>
/// <param name="Trigger">What the judge said that happened, by its name in the machine's table (spec/machines); also of an input that is refused.</param>
public readonly record struct Reaction<TState>(TState State, ImmutableArray<Output> Outputs, string Trigger);

/// <summary>A machine: a total function of state and input. Same state and input, same reaction (R-GEN-07).</summary>
public interface IMachine<TState>
{
    /// <summary>Handles one input to completion. A refused input leaves the state as it was and yields exactly one <see cref="Output.Refuse"/> (R-GEN-02).</summary>
    Reaction<TState> Handle(TState state, Input input);
}

/// <summary>State that outlives a crash. A host stores it whole, or not at all, when it performs <see cref="Output.Persist"/>.</summary>
public abstract record DurableRecord;

/// <summary>Every timer of every machine. Setting a timer that is set already moves it; a late or duplicate firing is harmless (R-GEN-18).</summary>
public enum TimerId
{
    /// <summary>Device core: the trial must be confirmed before this fires (R-DC-29).</summary>
    Trial,
    /// <summary>Device core: time left for a last status answer before the restart.</summary>
    Reboot,
    /// <summary>Device core: the outstanding nonce ends (R-DC-41).</summary>
    NonceLifetime,
    /// <summary>Device core: no fresh directive for longer than allowed (R-DC-37).</summary>
    Freshness,
    /// <summary>Communicator: the next status check is due (R-CM-01).</summary>
    Poll,
    /// <summary>Communicator, server link: the peer's answer is overdue (R-CM-09).</summary>
    Reply,
    /// <summary>Communicator: a progress report is due during the transfer (R-CM-13).</summary>
    Progress,
    /// <summary>Status tracker: the device has been silent for longer than allowed (R-ST-17).</summary>
    Silence,
    /// <summary>Status tracker: the catalogue of a Firmware server is to be refreshed (R-ST-32).</summary>
    Refresh,
}

/// <summary>Where a component of an image stands in its slot.</summary>
/// <param name="Digest">SHA-256 of the component's bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Offset">First byte within the slot's image area.</param>
public sealed record ImageComponent(Digest Digest, ulong Size, ulong Offset);

/// <summary>A package that a Status tracker may offer: its name, and the envelope as the Firmware server distributes it.</summary>
public sealed record PackageOffer(ImageName Image, Bytes Envelope)
{
    /// <summary>When an attempt is repeated; null for the tracker's own policy (R-ST-16, R-ST-45).</summary>
    public RetryRule? Retry { get; init; }
}
