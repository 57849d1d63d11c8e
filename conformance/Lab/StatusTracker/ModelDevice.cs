using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>A device as a Status tracker sees it: what it says of itself, and the key that it says it with. Features tell it where it stands.</summary>
internal sealed class ModelDevice(EnrolRequest enrolment, ISigner key, ImageName factory, string communicator, SplitMix64 random)
{
    /// <summary>What the operator enrols.</summary>
    public EnrolRequest Enrolment { get; } = enrolment;

    /// <summary>Signs its reports.</summary>
    public ISigner Key { get; } = key;

    /// <summary>The Communicator of this device.</summary>
    public string Communicator { get; } = communicator;

    /// <summary>Its identifier.</summary>
    public DeviceId Id => Enrolment.Device;

    /// <summary>The last report; before the first one, what it will go on from.</summary>
    public DeviceReport Self { get; set; } = new(
        enrolment.Device, enrolment.Vendor, enrolment.Class, DevicePhase.Idle, factory, factory, null, null, 40, default, false, 65536, 64);

    /// <summary>The next report: a higher counter and a fresh nonce.</summary>
    public DeviceReport Next() => Self = Self with { Counter = Self.Counter + 1, Nonce = new Nonce(random.Bytes(Nonce.Size)) };

    /// <summary>A report in its signature.</summary>
    public Bytes Sign(DeviceReport report) => Forgery.Sign(Key, report);
}
