using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference Device core, with the simulated flash.</summary>
public sealed class ReferenceDeviceCore(Design? design = null) : ReferenceRole(Role.DeviceCore, design ?? Design.Right)
{
    private SimulatedDevice? _device;

    /// <inheritdoc/>
    protected override SimulatedEntity? Entity => _device;

    /// <inheritdoc/>
    protected override (IReadOnlyList<string> Acts, IReadOnlyList<string> Queries, IReadOnlyList<string> Faults) Offers =>
        (["self-test"], ["slots", "boots", "keys"], ["power-cut", "storage-failure", "damage"]);

    /// <inheritdoc/>
    protected override IReadOnlyList<Link> Links => [Link.Device];

    private SimulatedDevice Device => (SimulatedDevice)Provisioned;

    /// <inheritdoc/>
    protected override void Forget() => _device = null;

    /// <inheritdoc/>
    protected override JsonObject Provision(JsonObject arguments)
    {
        var standard = DeviceFacts.Read(arguments, pageSize: 64);
        var configuration = standard with
        {
            Components = new(Fields.Texts(arguments, "components").Select(static name => new Sequence<Bytes>((Bytes)System.Text.Encoding.UTF8.GetBytes(name)))),
            TrialPeriod = Duration(arguments, "trialPeriod", standard.TrialPeriod),
            RebootDelay = Duration(arguments, "rebootDelay", standard.RebootDelay),
            NonceLifetime = Duration(arguments, "nonceLifetime", standard.NonceLifetime),
            FreshnessLimit = Duration(arguments, "freshnessLimit", standard.FreshnessLimit),
        };
        var key = Keys.Own("device", Seed);
        _device = Stage.Add(new SimulatedDevice(
            Stage, "device", "communicator", configuration, Design.DeviceCore(configuration), Design.Signer(key), new SplitMix64(Seed + 1), Design.Flash((int)configuration.SlotCapacity)));
        var factory = (JsonObject)arguments["factory"]!;
        _device.Provision(Fields.Binary(factory, "envelope"), new(Fields.Texts(factory, "payloads").Select(static text => (Bytes)Convert.FromBase64String(text))));
        return new JsonObject
        {
            ["publicKey"] = Fields.Write(key.Public.Spki),
            ["slotCapacity"] = configuration.SlotCapacity,
            ["blockSize"] = configuration.BlockSize,
            ["trialPeriod"] = Written(configuration.TrialPeriod),
            ["rebootDelay"] = Written(configuration.RebootDelay),
            ["nonceLifetime"] = Written(configuration.NonceLifetime),
            ["freshnessLimit"] = Written(configuration.FreshnessLimit),
        };
    }

    /// <inheritdoc/>
    protected override void Do(string act, JsonObject arguments)
    {
        if (act != "self-test") throw Unimplemented($"act '{act}'");
        Device.SelfTest = Fields.Text(arguments, "result") switch
        {
            "passes" => SelfTest.Passes,
            "fails" => SelfTest.Fails,
            "hangs" => SelfTest.Hangs,
            "restarts" => SelfTest.Restarts,
            var other => throw new UpperTesterException(UpperTesterError.Invalid, $"a self-test does not '{other}'"),
        };
    }

    /// <inheritdoc/>
    protected override JsonObject Query(string what) => what switch
    {
        "slots" => new JsonObject { ["slots"] = new JsonArray(Describe(Slot.A), Describe(Slot.B)) },
        "boots" => new JsonObject { ["boots"] = new JsonArray([.. Device.Boots.Select(static boot => (JsonNode)Describe(boot.Image))]) },
        "keys" => new JsonObject { ["files"] = new JsonArray() },
        _ => base.Query(what),
    };

    /// <inheritdoc/>
    protected override void Fault(string kind, JsonObject arguments)
    {
        switch (kind)
        {
            case "power-cut":
                Device.Flash.CutAfter((int)Fields.Number(arguments, "after"), Enum.Parse<Tear>(Fields.Text(arguments, "tear"), ignoreCase: true));
                break;
            case "storage-failure":
                Device.Flash.FailAfter((int)Fields.Number(arguments, "after"));
                break;
            case "damage":
                var running = Device.State.Running?.Slot ?? Device.Flash.ReadJournal()!.Confirmed.Slot;
                Device.Flash.Damage(Fields.Text(arguments, "slot") == "running" ? running : running.Other(), 0);
                break;
            default:
                base.Fault(kind, arguments);
                break;
        }
    }

    private JsonObject Describe(Slot slot) => new JsonObject { ["name"] = slot.ToString(), ["sha256"] = Device.Flash.Fingerprint(slot).ToHex() };

    private static JsonObject Describe(Protocol.Messages.ImageName image) => new JsonObject { ["number"] = image.Number.Value, ["manifest"] = image.Manifest.ToHex() };
}
