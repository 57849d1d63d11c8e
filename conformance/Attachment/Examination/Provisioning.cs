using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Attachment.Examination;

/// <summary>A provisioning of each role with ordinary values, for those who only look whether it works.</summary>
public static class Provisioning
{
    /// <summary>The arguments of <c>provision</c>.</summary>
    public static JsonObject For(Role role) => role switch
    {
        Role.DeviceCore => DeviceCore(),
        Role.Communicator => Durations(
            ("defaultPoll", 300_000), ("leastPoll", 1000), ("mostPoll", 86_400_000), ("activePoll", 1000), ("replyTimeout", 30_000), ("progressInterval", 5000), ("firstBackOff", 1000), ("mostBackOff", 300_000)),
        Role.StatusTracker => StatusTracker(),
        _ => new JsonObject { ["authors"] = Anchors(TestKeys.Author.Public.Spki) },
    };

    private static JsonObject DeviceCore()
    {
        var vendor = Uuid5.Vendor("conformance.example");
        var author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device under test"));
        var factory = author.Make(7);
        var arguments = Durations(("trialPeriod", 300_000), ("rebootDelay", 500), ("nonceLifetime", 600_000), ("freshnessLimit", 172_800_000));
        arguments["device"] = new Guid("0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01").ToString();
        arguments["vendor"] = author.Vendor.ToString();
        arguments["class"] = author.Class.ToString();
        arguments["profile"] = nameof(Profile.Secure);
        arguments["clock"] = true;
        arguments["authors"] = Anchors(TestKeys.Author.Public.Spki);
        arguments["trackers"] = Anchors(TestKeys.Tracker.Public.Spki);
        arguments["factory"] = new JsonObject { ["envelope"] = Fields.Write(factory.Envelope), ["payloads"] = new JsonArray([.. factory.Payloads.Select(static payload => (JsonNode)Fields.Write(payload))]) };
        arguments["components"] = new JsonArray("firmware");
        arguments["slotCapacity"] = 65_536;
        arguments["blockSize"] = 1024;
        return arguments;
    }

    private static JsonObject StatusTracker()
    {
        var arguments = Durations(
            ("directiveValidity", 600_000), ("pollAfter", 300_000), ("activePollAfter", 1000), ("silenceLimit", 86_400_000), ("refreshInterval", 30_000), ("replyTimeout", 30_000), ("attempts", 3));
        arguments["authors"] = Anchors(TestKeys.Author.Public.Spki);
        arguments["servers"] = new JsonArray("server-1");
        return arguments;
    }

    private static JsonObject Durations(params (string Name, long Milliseconds)[] durations)
    {
        var written = new JsonObject();
        foreach (var (name, milliseconds) in durations) written[name] = milliseconds;
        return written;
    }

    private static JsonArray Anchors(Bytes spki) => [Fields.Write(spki)];
}
