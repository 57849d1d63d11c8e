using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>Who a Device core under test is to be, what it is to trust, and what it leaves the factory with.</summary>
/// <param name="Device">Its identifier.</param>
/// <param name="Author">Whose packages are for it; gives vendor and class.</param>
/// <param name="Profile">How it is operated.</param>
/// <param name="Number">The sequence number of the factory's image.</param>
internal sealed record Provisioning(DeviceId Device, Author Author, Profile Profile, ulong Number)
{
    // Short, so that they also pass on a real clock within the patience of an IXIT.
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Reboot = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(9);

    /// <summary>Anchors for packages, as SubjectPublicKeyInfo.</summary>
    public IReadOnlyList<Bytes> Authors { get; init; } = [TestKeys.Author.Public.Spki];

    /// <summary>The Status tracker whom it trusts.</summary>
    public Ed25519KeyPair Tracker { get; init; } = TestKeys.Tracker;

    /// <summary>What it consists of.</summary>
    public IReadOnlyList<string> Components { get; init; } = ["firmware"];

    /// <summary>Bytes of a slot.</summary>
    public ulong SlotCapacity { get; init; } = 4096;

    /// <summary>Bytes of a block.</summary>
    public uint BlockSize { get; init; } = 64;

    /// <summary>The image that it leaves the factory with.</summary>
    public SimulatedPackage Factory { get; } = Author.Make(Number);

    /// <summary>The arguments of <c>provision</c>.</summary>
    public JsonObject Write() => new()
    {
        ["device"] = Device.ToString(),
        ["vendor"] = Author.Vendor.ToString(),
        ["class"] = Author.Class.ToString(),
        ["profile"] = Profile.ToString(),
        ["clock"] = Profile == Profile.Secure,
        ["authors"] = Anchors(Authors),
        ["trackers"] = Anchors([Tracker.Public.Spki]),
        ["factory"] = new JsonObject
        {
            ["envelope"] = Fields.Write(Factory.Envelope),
            ["payloads"] = new JsonArray([.. Factory.Payloads.Select(static payload => (JsonNode)Fields.Write(payload))]),
        },
        ["components"] = new JsonArray([.. Components.Select(static name => (JsonNode)name)]),
        ["slotCapacity"] = SlotCapacity,
        ["blockSize"] = BlockSize,
        ["trialPeriod"] = (long)Trial.TotalMilliseconds,
        ["rebootDelay"] = (long)Reboot.TotalMilliseconds,
        ["nonceLifetime"] = (long)Lifetime.TotalMilliseconds,
        ["freshnessLimit"] = (long)Freshness.TotalMilliseconds,
    };

    /// <summary>What it really uses, by the result of <c>provision</c>.</summary>
    public static Provisioned Read(JsonObject result)
    {
        var key = KeyFiles.VerifierFromSpki(Fields.Binary(result, "publicKey").Span)
            ?? throw new AttachmentException(AttachmentFault.WrongAnswer, "Expected an Ed25519 or P-256 key as publicKey in the answer to provision.");
        var read = new Provisioned(
            key, (ulong)Fields.Number(result, "slotCapacity"), (uint)Fields.Number(result, "blockSize"),
            Duration(result, "trialPeriod", Trial), Duration(result, "rebootDelay", Reboot), Duration(result, "nonceLifetime", Lifetime), Duration(result, "freshnessLimit", Freshness));
        return read.SlotCapacity >= (ulong)read.ImageSize
            ? read
            : throw new UpperTesterException(UpperTesterError.Failed, $"scenarios need slots for three blocks, and {read.SlotCapacity} bytes do not hold three of {read.BlockSize}");
    }

    private static TimeSpan Duration(JsonObject result, string name, TimeSpan otherwise) =>
        Fields.OptionalNumber(result, name) is { } used ? TimeSpan.FromMilliseconds(used) : otherwise;

    private static JsonArray Anchors(IReadOnlyList<Bytes> keys) => new([.. keys.Select(static key => (JsonNode)Fields.Write(key))]);
}

/// <summary>What the Device core under test really uses.</summary>
/// <param name="ReportKey">The public half of the key that signs its reports.</param>
/// <param name="SlotCapacity">Bytes of a slot.</param>
/// <param name="BlockSize">Bytes of the largest block that it takes.</param>
/// <param name="TrialPeriod">How long an image may run unconfirmed.</param>
/// <param name="RebootDelay">Time between installation and restart.</param>
/// <param name="NonceLifetime">How long a nonce is outstanding at most.</param>
/// <param name="FreshnessLimit">How long it waits for a believed directive before it suspects a freeze.</param>
internal sealed record Provisioned(
    IVerifier ReportKey, ulong SlotCapacity, uint BlockSize, TimeSpan TrialPeriod, TimeSpan RebootDelay, TimeSpan NonceLifetime, TimeSpan FreshnessLimit)
{
    /// <summary>Bytes of an image that takes three blocks or more.</summary>
    public int ImageSize => 2 * (int)BlockSize + 22;
}
