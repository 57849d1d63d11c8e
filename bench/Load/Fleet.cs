using System.Buffers.Binary;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Load;

/// <summary>
/// The simulated devices. Everything about a device follows from the seed, its number and how often its state advanced; kept are three numbers a device.
/// </summary>
/// <param name="seed">What the devices follow from.</param>
/// <param name="count">How many there are.</param>
/// <param name="counterBase">All counters of this run lie above it.</param>
internal sealed class Fleet(ulong seed, int count, ulong counterBase)
{
    /// <summary>Steps of an update, each of which moves the tracker's record to another phase.</summary>
    private const int Steps = 6;

    private const ulong Size = 1024 * 1024;

    private readonly uint[] _reports = new uint[count];
    private readonly uint[] _acknowledged = new uint[count];
    private readonly ushort[] _steps = new ushort[count];

    public static VendorId Vendor { get; } = Uuid5.Vendor("load.example");

    public static ClassId Class { get; } = Uuid5.Class(Vendor, "meter");

    public int Count => count;

    public ulong Seed => seed;

    public DeviceId Device(int device) => new(new Guid(Derived("device", device, 0), bigEndian: true));

    /// <summary>What the operator tells the tracker of the device.</summary>
    public EnrolRequest Enrolment(int device)
    {
        using var key = new DerivedKey(seed, device);
        return new EnrolRequest(Device(device), Vendor, Class, Profile.Secure, key.Spki);
    }

    /// <summary>The device's next report, signed. Not for one device from two threads at once.</summary>
    /// <param name="device">Its number.</param>
    /// <param name="advance">True: its update has gone a step further since the last one. False: nothing has changed.</param>
    public SignedPoll Next(int device, bool advance)
    {
        if (advance) _steps[device]++;
        var report = ++_reports[device];
        return new SignedPoll(device, report, Sign(device, report));
    }

    /// <summary>The answer to a report has come: from now on the tracker must know of it.</summary>
    public void Acknowledge(SignedPoll poll) => _acknowledged[poll.Device] = poll.Report;

    /// <summary>The last report of the device that was answered; zero when none was.</summary>
    public uint Acknowledged(int device) => _acknowledged[device];

    /// <summary>True when every report of the device was answered, so that its record is known.</summary>
    public bool IsSettled(int device) => _acknowledged[device] == _reports[device];

    /// <summary>What the device has reported last.</summary>
    public (TrackPhase Phase, ImageName Confirmed) Reported(int device)
    {
        var (generation, step) = Math.DivRem(_steps[device], (ushort)Steps);
        var rest = generation == 0 ? TrackPhase.Enrolled : TrackPhase.Confirmed;
        return (step switch { 0 => rest, 1 => TrackPhase.Accepted, 2 => TrackPhase.Downloading, 3 => TrackPhase.Verified, 4 => TrackPhase.AwaitingBoot, _ => TrackPhase.Trial }, Image(generation + 1));
    }

    /// <summary>The nonce of a report, which the directive must carry.</summary>
    public Nonce NonceOf(SignedPoll poll) => new(Derived("nonce", poll.Device, poll.Report));

    /// <summary>A report of the device with this number in the run, in its present state.</summary>
    public byte[] Sign(int device, uint report)
    {
        using var key = new DerivedKey(seed, device);
        var (generation, step) = Math.DivRem(_steps[device], (ushort)Steps);
        var (confirmed, candidate) = (Image(generation + 1), Image(generation + 2));
        var phase = step switch { 0 => DevicePhase.Idle, 1 or 2 => DevicePhase.Receiving, 3 => DevicePhase.Verified, 4 => DevicePhase.AwaitingBoot, _ => DevicePhase.Trial };
        var underWay = step == 0 ? null : new CandidateStatus(candidate, step switch { 1 => 0, 2 => Size / 2, _ => Size }, Size);
        var said = new DeviceReport(
            Device(device), Vendor, Class, phase, confirmed, phase == DevicePhase.Trial ? candidate : confirmed, underWay, null,
            counterBase + report, new Nonce(Derived("nonce", device, report)), false, 2 * Size, 16 * 1024);
        return SignedStatement.Sign(key, DeviceReport.Domain, DeviceReport.ContentType, said.Encode());
    }

    private static ImageName Image(int number) => new(new SequenceNumber((ulong)number), Digest.Of(BitConverter.GetBytes(number)));

    private byte[] Derived(string what, int device, uint report)
    {
        Span<byte> name = stackalloc byte[16 + 8];
        name.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(name, seed);
        BinaryPrimitives.WriteInt32BigEndian(name[8..], device);
        BinaryPrimitives.WriteUInt32BigEndian(name[12..], report);
        System.Text.Encoding.ASCII.GetBytes(what, name[16..]);
        return SHA256.HashData(name)[..16];
    }
}

/// <summary>A report that is ready to be sent.</summary>
/// <param name="Device">The number of the device.</param>
/// <param name="Report">The number of the report in the run; the report's counter is that much above the base of the run.</param>
/// <param name="Statement">The signed statement.</param>
internal sealed record SignedPoll(int Device, uint Report, byte[] Statement);
