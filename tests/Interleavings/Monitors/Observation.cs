using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation.Exploration;
using CommunicatorPhase = SecUpIoT.Entities.Communicator.Phase;
using Monitor = Microsoft.Coyote.Specifications.Monitor;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>Something that happened, as anybody beside the entities could see it. Monitors judge these and nothing else. Subjects count from 0.</summary>
internal abstract class Observation : Monitor.Event
{
    /// <summary>The play begins, with this cast.</summary>
    internal sealed class Began(Cast cast) : Observation
    {
        public Cast Cast { get; } = cast;
    }

    /// <summary>The play is over: nobody has anything to do, and there is nothing to wait for.</summary>
    internal sealed class Ended : Observation;

    /// <summary>A machine handled an input.</summary>
    internal sealed class Handled(string who, string trigger, bool isRefused, bool isUnchanged, int outputs) : Observation
    {
        public string Who { get; } = who;
        public string Trigger { get; } = trigger;
        public bool IsRefused { get; } = isRefused;

        /// <summary>The state after is the state before.</summary>
        public bool IsUnchanged { get; } = isUnchanged;
        public int Outputs { get; } = outputs;

        public static Handled By<TState>(string who, TState before, Reaction<TState> reaction)
            where TState : class => new(
                who, reaction.Trigger, reaction.Outputs.Any(static output => output is Output.Refuse), before.Equals(reaction.State), reaction.Outputs.Length);
    }

    /// <summary>A Device core handled an input that it did not refuse; <paramref name="letter"/> brought it, if a message did.</summary>
    internal sealed class DeviceReacted(int device, DeviceCoreState before, Input input, Reaction<DeviceCoreState> reaction, Letter? letter) : Observation
    {
        public int Device { get; } = device;
        public DeviceCoreState Before { get; } = before;
        public Input Input { get; } = input;
        public Reaction<DeviceCoreState> Reaction { get; } = reaction;
        public Letter? Letter { get; } = letter;
    }

    /// <summary>A Device core lost its power or restarts.</summary>
    internal sealed class DeviceFell(int device) : Observation
    {
        public int Device { get; } = device;
    }

    /// <summary>A Device core is switched on and reads its journal.</summary>
    internal sealed class DeviceStarted(int device, DeviceRecord journal) : Observation
    {
        public int Device { get; } = device;
        public DeviceRecord Journal { get; } = journal;
    }

    /// <summary>What stands in the flash of a device now, and what the machine made the change for: at the beginning, and after every durable output.</summary>
    internal sealed class FlashChanged(int device, Output? output, DeviceRecord before, FlashContent flash, DeviceCoreState prior, DeviceCoreState state, Input? input) : Observation
    {
        public int Device { get; } = device;
        public Output? Output { get; } = output;

        /// <summary>The record that was stored before.</summary>
        public DeviceRecord Before { get; } = before;
        public FlashContent Flash { get; } = flash;

        /// <summary>The machine's state before the input.</summary>
        public DeviceCoreState Prior { get; } = prior;

        /// <summary>The machine's state after it.</summary>
        public DeviceCoreState State { get; } = state;
        public Input? Input { get; } = input;
    }

    /// <summary>A Device core hands control to an image.</summary>
    internal sealed class Booted(int device, Output.Invoke invoke, FlashContent flash) : Observation
    {
        public int Device { get; } = device;
        public Output.Invoke Invoke { get; } = invoke;
        public FlashContent Flash { get; } = flash;
    }

    /// <summary>A Device core signs a report.</summary>
    internal sealed class ReportSigned(int device, DeviceReport report) : Observation
    {
        public int Device { get; } = device;
        public DeviceReport Report { get; } = report;
    }

    /// <summary>The Status tracker signs a directive.</summary>
    internal sealed class DirectiveIssued(Directive directive) : Observation
    {
        public Directive Directive { get; } = directive;
    }

    /// <summary>Somebody is answered, and the answer depends on this state.</summary>
    internal sealed class Acknowledged(string who, string what, object? depends) : Observation
    {
        public string Who { get; } = who;
        public string What { get; } = what;
        public object? Depends { get; } = depends;
    }

    /// <summary>This is durable now.</summary>
    internal sealed class Kept(string who, object state) : Observation
    {
        public string Who { get; } = who;
        public object State { get; } = state;
    }

    /// <summary>After a restart this was found.</summary>
    internal sealed class Found(string who, object? state) : Observation
    {
        public string Who { get; } = who;
        public object? State { get; } = state;
    }

    /// <summary>The record of a device follows a report.</summary>
    internal sealed class ReportCounted(int device, DeviceReport report, TrackState before, Reaction<TrackState> reaction) : Observation
    {
        public int Device { get; } = device;
        public DeviceReport Report { get; } = report;
        public TrackState Before { get; } = before;
        public Reaction<TrackState> Reaction { get; } = reaction;
    }

    /// <summary>The record of a device is stored.</summary>
    internal sealed class RecordStored(int device, TrackRecord? before, TrackRecord record, string trigger) : Observation
    {
        public int Device { get; } = device;
        public TrackRecord? Before { get; } = before;
        public TrackRecord Record { get; } = record;
        public string Trigger { get; } = trigger;
    }

    /// <summary>A device is out of reach for good, or back.</summary>
    internal sealed class ReachChanged(int device, bool isSilent) : Observation
    {
        public int Device { get; } = device;
        public bool IsSilent { get; } = isSilent;
    }

    /// <summary>A Communicator stands here now.</summary>
    internal sealed class CommunicatorMoved(int communicator, CommunicatorPhase phase) : Observation
    {
        public int Communicator { get; } = communicator;
        public CommunicatorPhase Phase { get; } = phase;
    }

    /// <summary>A server link stands here now.</summary>
    internal sealed class ServerLinkMoved(int server, ServerPhase phase) : Observation
    {
        public int Server { get; } = server;
        public ServerPhase Phase { get; } = phase;
    }

    /// <summary>A Firmware server publishes an image, or does not any more.</summary>
    internal sealed class PublicationChanged(int server, ImageName image, bool isPublished) : Observation
    {
        public int Server { get; } = server;
        public ImageName Image { get; } = image;
        public bool IsPublished { get; } = isPublished;
    }
}

/// <summary>The durable state of a device: its record and its slots.</summary>
internal readonly record struct FlashContent(DeviceRecord Journal, SlotContent A, SlotContent B)
{
    public SlotContent In(Slot slot) => slot == Slot.A ? A : B;
}
