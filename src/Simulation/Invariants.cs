using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>Something happened that must never happen. The transcript says how it came to it.</summary>
public sealed class InvariantViolationException : Exception
{
    /// <summary>Without a reason.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>With a reason.</summary>
    public InvariantViolationException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public InvariantViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>What must hold in every world after every step, whatever the links lose, whoever crashes, and whoever attacks with less than both keys.</summary>
public sealed class Invariants
{
    private readonly World _world;
    private readonly Dictionary<string, int> _seen = [];
    private readonly Dictionary<DeviceId, ulong> _counters = [];
    private readonly HashSet<string> _excused = [];
    private readonly CampaignInvariants _campaigns;
    private long _writes = -1;

    internal Invariants(World world) => (_world, _campaigns) = (world, new CampaignInvariants(world));

    /// <summary>True when an attacker holds the author's key: a device may then take up what no author made, if the tracker directs it.</summary>
    public bool AuthorKeyStolen { get; set; }

    /// <summary>True when an attacker holds the tracker's key: a device may then take up what the tracker did not direct, if an author made it.</summary>
    public bool TrackerKeyStolen { get; set; }

    /// <summary>This device's flash was damaged on purpose: it need not be bootable any more.</summary>
    public void ExcuseDamage(SimulatedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _excused.Add(device.Name);
    }

    internal void Check()
    {
        foreach (var device in _world.Devices) Check(device);
        if (_writes == _world.Tracker.Writes) return;
        _writes = _world.Tracker.Writes;
        if (_campaigns.Check() is { } wrong) Demand(false, wrong.Where, wrong.Otherwise);
        foreach (var record in _world.Tracker.Records)
        {
            var device = _world.Devices.FirstOrDefault(known => known.Id == record.Device);
            if (device is null) continue;
            var counter = _counters.GetValueOrDefault(device.Id);
            Demand(record.LastCounter >= counter, device, $"the tracker's counter fell from {counter} to {record.LastCounter}");
            _counters[device.Id] = record.LastCounter;
            Demand(
                record.LastCounter == 0 || device.Counters.Contains(record.LastCounter),
                device, $"the tracker believed counter {record.LastCounter}, which the device never signed");
            if (record.CompletedAt == default) continue;
            Demand(
                record.Target is not null && device.Confirmed.Contains(record.Target),
                device, $"recorded as completed with {record.Target}, which it never confirmed");
            Demand(
                device.ConfirmedNow.Number >= record.Target!.Number,
                device, $"recorded as completed with {record.Target}, has confirmed {device.ConfirmedNow} only");
        }
    }

    /// <summary>Before the first byte of a candidate is written.</summary>
    internal void CheckAcceptance(SimulatedDevice device, Candidate? candidate)
    {
        Demand(candidate is not null, device, "it writes without a candidate");
        var image = candidate!.Image;
        Demand(AuthorKeyStolen || IsAuthored(image.Name), device, $"it takes up {image.Name}, which no author made");
        Demand(
            TrackerKeyStolen || device.Configuration.Profile == Profile.Core || _world.Tracker.Directed.Contains((device.Id, image.Name.Manifest)),
            device, $"it takes up {image.Name}, which the tracker did not direct");
        Demand(image.Name.Number >= device.ConfirmedNow.Number, device, $"it takes up {image.Name}, has confirmed {device.ConfirmedNow}");
        if (device.Flash.ReadJournal() is { } journal) Demand(image.Slot != journal.Confirmed.Slot, device, "it writes to the confirmed slot");
        Demand(image.Slot != device.State.Running?.Slot, device, "it writes to the slot that runs");
    }

    internal void CheckBoot(SimulatedDevice device, Output.Invoke boot)
    {
        Demand(AuthorKeyStolen || IsAuthored(boot.Image), device, $"it boots {boot.Image}, which no author made");
        Demand(boot.Image.Number >= device.ConfirmedNow.Number, device, $"it boots {boot.Image}, has confirmed {device.ConfirmedNow}");
        Demand(device.Flash.IsSealed(boot.Slot), device, $"it boots slot {boot.Slot}, which is not sealed");
        if (device.State.Running is { } image && IsAuthored(image.Name))
            Demand(IsWhole(device, image), device, $"it boots {boot.Image}, and the slot holds other bytes than the author's");
    }

    private void Check(SimulatedDevice device)
    {
        var operations = device.Flash.Operations.Count;
        var state = device.State;
        Demand(
            state.Running is null || state.Running.Name.Number >= device.ConfirmedNow.Number,
            device, $"it runs {state.Running?.Name}, has confirmed {device.ConfirmedNow}");
        var seen = _seen.GetValueOrDefault(device.Name);
        if (operations == seen) return;
        _seen[device.Name] = operations;
        Demand(
            device.Confirmed.Zip(device.Confirmed.Skip(1)).All(pair => pair.First.Number < pair.Second.Number),
            device, "what is confirmed fell, or changed under one number");
        Demand(device.Counters.Zip(device.Counters.Skip(1)).All(pair => pair.First < pair.Second), device, "a report counter did not rise");
        var journal = device.Flash.ReadJournal();
        Demand(journal is not null, device, "the journal holds no record");
        if (_excused.Contains(device.Name)) return;
        Demand(device.Flash.IsSealed(journal!.Confirmed.Slot) && IsWhole(device, journal.Confirmed), device, "the confirmed slot cannot be booted");
    }

    private bool IsAuthored(ImageName image) => _world.Author.Authored.TryGetValue(image.Manifest, out var package) && package.Name == image;

    private bool IsWhole(SimulatedDevice device, SlotImage image)
    {
        var read = device.Flash.Look(image.Slot, image.Components);
        if (!_world.Author.Authored.TryGetValue(image.Name.Manifest, out var package)) return true;
        // Components that came inside the envelope stand first in the slot: the order is not the manifest's.
        return package.Payloads.Select(payload => Digest.Of(payload.Span)).Order(ByHex).SequenceEqual(read.Digests.Order(ByHex));
    }

    private static readonly Comparer<Digest> ByHex = Comparer<Digest>.Create((one, other) => string.CompareOrdinal(one.ToHex(), other.ToHex()));

    private void Demand(bool holds, SimulatedDevice device, string otherwise) => Demand(holds, device.Name, otherwise);

    private void Demand(bool holds, string where, string otherwise)
    {
        if (holds || !_world.Settings.WatchInvariants) return;
        var when = $"seed {_world.Settings.Seed}, step {_world.Steps}";
        throw new InvariantViolationException($"{where}: {otherwise}\n({when})\n{_world.Transcript.Tail(200)}");
    }
}
