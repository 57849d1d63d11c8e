using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>What an upper tester says about itself.</summary>
/// <param name="Implementation">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Roles">The roles it can play.</param>
/// <param name="VirtualClock">True when the suite gives it the time.</param>
/// <param name="Verbs">The verbs that it performs.</param>
/// <param name="Acts">What <c>do</c> can order.</param>
/// <param name="Queries">What <c>query</c> can ask.</param>
/// <param name="Faults">What <c>fault</c> can cause.</param>
/// <param name="Tunnelled">The links that go through the interface.</param>
public sealed record Hello(
    string Implementation,
    string Version,
    IReadOnlyList<Role> Roles,
    bool VirtualClock,
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> Acts,
    IReadOnlyList<string> Queries,
    IReadOnlyList<string> Faults,
    IReadOnlyList<Link> Tunnelled)
{
    /// <summary>The version of an implementation that has no upper tester to tell it.</summary>
    public const string Unknown = "unknown";

    /// <summary>The version of the interface.</summary>
    public const string Interface = "1";

    /// <summary>Reads the result of <c>hello</c>.</summary>
    /// <exception cref="AttachmentException">It is not as UPPER-TESTER.md says.</exception>
    public static Hello Read(JsonObject result)
    {
        var spoken = Fields.Text(result, "upperTester");
        if (spoken != Interface)
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected version {Interface} of the upper tester interface, the shim speaks '{spoken}'.");
        return new(
            Fields.Text(result, "implementation"),
            Fields.Text(result, "version"),
            [.. Fields.Texts(result, "roles").Select(Names.ReadRole)],
            Fields.Text(result, "clock") switch
            {
                "virtual" => true,
                "real" => false,
                var other => throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected clock 'virtual' or 'real' in the answer to hello, got '{other}'."),
            },
            Fields.Texts(result, "verbs"),
            Fields.Texts(result, "acts"),
            Fields.Texts(result, "queries"),
            Fields.Texts(result, "faults"),
            [.. Fields.Texts(result, "tunnelled").Select(Names.ReadLink)]);
    }

    /// <summary>The result of <c>hello</c> that says this.</summary>
    public JsonObject Write() => new()
    {
        ["upperTester"] = Interface,
        ["implementation"] = Implementation,
        ["version"] = Version,
        ["roles"] = List(Roles.Select(Names.Of)),
        ["clock"] = VirtualClock ? "virtual" : "real",
        ["verbs"] = List(Verbs),
        ["acts"] = List(Acts),
        ["queries"] = List(Queries),
        ["faults"] = List(Faults),
        ["tunnelled"] = List(Tunnelled.Select(Names.Of)),
    };

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
