using System.Text.Json.Nodes;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>
/// What there is of an upper tester for an implementation that has none: it is provisioned and runs, with a real clock. What would have to be done to it is
/// <c>unimplemented</c>; nothing is claimed that nobody did.
/// </summary>
internal sealed class RemoteUpperTester(Role role, JsonObject provisioned) : IUpperTester
{
    private JsonObject? _asked;

    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside) => verb switch
    {
        "hello" => new Hello($"remote {Names.Of(role)}", Hello.Unknown, [role], VirtualClock: false, ["hello", "reset", "provision", "start", "clock", "bye"], [], [], [], []).Write(),
        "reset" => Forget(),
        "provision" => Provision(arguments),
        "start" => new JsonObject { ["links"] = new JsonObject() },
        "clock" when arguments["advance"] is null => new JsonObject { ["now"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), ["next"] = null },
        "bye" => [],
        _ => throw Unimplemented($"nobody can order '{verb}' without an upper tester"),
    };

    public void Dispose()
    {
        // Nothing is held.
    }

    // What is there is there; a scenario that needs a new beginning brings names of its own.
    private JsonObject Forget()
    {
        _asked = null;
        return [];
    }

    private JsonObject Provision(JsonObject arguments)
    {
        if (_asked is not null) throw Unimplemented("it is provisioned once");
        if (role is not (Role.FirmwareServer or Role.StatusTracker)) throw Unimplemented($"a {Names.Of(role)} cannot be provisioned without an upper tester");
        _asked = arguments;
        var result = new JsonObject();
        foreach (var (name, wanted) in arguments)
        {
            switch (name)
            {
                case "authors":
                    Match(name, wanted, new JsonArray(Fields.Write(Lab.TestKeys.Author.Public.Spki)));
                    break;
                case "servers":
                    if (provisioned[name] is { } servers) Match(name, wanted, servers);
                    else throw Unimplemented("the IXIT does not name the servers that it uses");
                    break;
                default:
                    result[name] = provisioned[name]?.DeepClone() ?? throw Unimplemented($"the IXIT does not say its '{name}'");
                    break;
            }
        }

        if (role == Role.StatusTracker) result["publicKey"] = provisioned["publicKey"]?.DeepClone() ?? throw Unimplemented("the IXIT does not say its 'publicKey'");
        return result;
    }

    private static void Match(string name, JsonNode? wanted, JsonNode there)
    {
        if (!JsonNode.DeepEquals(wanted, there)) throw Unimplemented($"the scenario needs other '{name}' than it is provisioned with");
    }

    private static UpperTesterException Unimplemented(string why) => new(UpperTesterError.Unimplemented, why);
}
