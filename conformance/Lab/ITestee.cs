using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab;

/// <summary>What a Device core knows when it leaves the factory.</summary>
/// <param name="Device">Who it is.</param>
/// <param name="Vendor">Its vendor.</param>
/// <param name="Class">Its class.</param>
/// <param name="Profile">What it is operated under.</param>
/// <param name="AuthorKey">The public key of the author whom it trusts.</param>
/// <param name="TrackerKey">The public key of the Status tracker that it trusts.</param>
/// <param name="Factory">The image that it runs and has confirmed.</param>
public sealed record Provisioning(DeviceId Device, VendorId Vendor, ClassId Class, Profile Profile, Bytes AuthorKey, Bytes TrackerKey, SimulatedPackage Factory);

/// <summary>
/// A Device core under test: what a Communicator can do and see over the device link, and what a laboratory does to a device: it provisions it,
/// takes its power away, lets time pass and chooses how an image behaves on trial. Nothing of the inside is visible.
/// </summary>
public interface ITestee
{
    /// <summary>The public key that reports are verified with; after <see cref="Provision"/>.</summary>
    Bytes ReportKey { get; }

    /// <summary>What the clock of the Device core shows.</summary>
    Moment Clock { get; }

    /// <summary>Makes a device as it leaves the factory, and switches it on. Called once.</summary>
    void Provision(Provisioning provisioning);

    /// <summary>Sends a request over the device link. Null when no answer comes.</summary>
    Message? Ask(Message request);

    /// <summary>Takes the power away and gives it back.</summary>
    void LosePower();

    /// <summary>Lets time pass.</summary>
    void Wait(TimeSpan span);

    /// <summary>How images behave on trial from now on.</summary>
    void Choose(SelfTest behaviour);
}
