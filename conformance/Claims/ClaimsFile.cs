using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Protocol;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Reads claims. A file that is read says something about every item; whether the answers are permitted is for <see cref="StaticReview"/>.</summary>
public static class ClaimsFile
{
    private const string Renew = "Write a new file with 'secup conformance init' and carry the answers over";

    private static readonly Dictionary<string, Role> Roles = Names.AllRoles.ToDictionary(Names.Of);
    private static readonly Dictionary<string, Profile> Profiles = Enum.GetValues<Profile>().ToDictionary(static profile => profile.ToString());
    private static readonly Dictionary<string, Extension> Extensions = Enum.GetValues<Extension>().ToDictionary(static extension => extension.ToString());
    private static readonly Dictionary<string, string> Algorithms = new[] { "ESP256", "Ed25519" }.ToDictionary(static name => name);

    private static readonly Dictionary<string, TestClock> Clocks = new()
    {
        ["virtual"] = TestClock.Virtual, ["real"] = TestClock.Real, ["none"] = TestClock.None,
    };

    // YAML 1.1 reads the first two as the last two; both are the same answer.
    private static readonly Dictionary<string, bool> Answers = new() { ["yes"] = true, ["no"] = false, ["true"] = true, ["false"] = false };

    /// <summary>The claims in a file.</summary>
    /// <exception cref="ClaimsFileException">The file is not what it must be; every fault is named.</exception>
    public static ClaimSet Read(string path) => YamlText.Read(path, Read);

    /// <summary>The claims in a text.</summary>
    /// <exception cref="ClaimsFileException">The text is not what it must be; every fault is named.</exception>
    public static ClaimSet Parse(string path, string text) => YamlText.Parse(path, text, Read);

    private static ClaimSet? Read(YamlMap root)
    {
        Same(root, "ics", ClaimSet.Form, "Use the suite that the file is for");
        if (root.Map("specification", "revision and requirements") is { } specification)
        {
            Same(specification, "revision", Specification.Revision, Renew);
            Same(specification, "requirements", RequirementSet.Digest, Renew);
            specification.Close();
        }

        var implementation = root.Map("implementation", "vendor, name and version");
        var vendor = implementation?.Text("vendor", "who makes the implementation");
        var name = implementation?.Text("name", "the name of the implementation");
        var version = implementation?.Text("version", "the version of the implementation");
        implementation?.Close();
        var roles = root.Choices("roles", "the roles that it plays", Roles);
        var profile = root.Choice("profile", Profiles);
        // Who says nothing claims none: files from before there were extensions stay valid.
        var extensions = root.Has("extensions") ? root.Choices("extensions", "what is claimed beside the profile", Extensions, orNone: true) : [];
        if (roles.Count == 0 || profile is null) return null; // what else must be there depends on them
        var items = ReadItems(root, roles);
        var values = ReadValues(root, roles, new(profile.Value, extensions), items);
        var deviations = ReadDeviations(root, roles);
        var testability = ReadTestability(root, roles);
        root.Close();
        return vendor is null || name is null || version is null || testability is null
            ? null
            : new ClaimSet(vendor, name, version, roles, profile.Value, items, values, deviations, testability) { Extensions = extensions };
    }

    private static void Same(YamlMap map, string key, string expected, string otherwise)
    {
        if (map.Text(key, $"'{expected}'") is { } came && came != expected) map.Fault(map.Find(key)!, $"'{expected}' for '{map.Full(key)}'", $"'{came}'", $"{otherwise}.");
    }

    private static Dictionary<string, bool> ReadItems(YamlMap root, IReadOnlyList<Role> roles)
    {
        var answers = new Dictionary<string, bool>();
        if (root.Map("items", "an answer to every requirement of the claimed roles") is not { } items) return answers;
        foreach (var row in Proforma.Items(roles))
        {
            if (items.Choice(row.Id, Answers) is { } answer) answers[row.Id] = answer;
        }

        items.Close();
        return answers;
    }

    private static List<ClaimedValue> ReadValues(YamlMap root, IReadOnlyList<Role> roles, ClaimedProfile profile, Dictionary<string, bool> items)
    {
        var read = new List<ClaimedValue>();
        if (root.Map("values", "the algorithms, timers and limits of each role") is not { } values) return read;
        foreach (var role in roles)
        {
            if (values.Map(Names.Of(role), "its algorithms, timers and limits") is not { } own) continue;
            foreach (var item in ValueItem.Of(role, profile))
            {
                // Who denies the requirement may leave its value out.
                var denied = items.TryGetValue(item.Requirement, out var claimed) && !claimed;
                if (denied && (own.Find(item.Name) is not { } node || YamlText.IsNothing(node))) continue;
                if (ReadValue(own, item) is { } value) read.Add(value);
            }

            own.Close();
        }

        values.Close();
        return read;
    }

    private static ClaimedValue? ReadValue(YamlMap own, ValueItem item) => item.Kind switch
    {
        ValueKind.Algorithms => own.Choices(item.Name, "signature algorithms", Algorithms) is { Count: > 0 } algorithms ? new(item, algorithms, null, null) : null,
        ValueKind.Duration => own.Duration(item.Name) is { } duration ? new(item, [], duration, null) : null,
        _ => own.Number(item.Name, 1, item.Most) is { } count ? new(item, [], null, count) : null,
    };

    private static Dictionary<string, string> ReadDeviations(YamlMap root, IReadOnlyList<Role> roles)
    {
        var known = Proforma.Items(roles).ToDictionary(static row => row.Id, static row => row.Id);
        var deviations = new Dictionary<string, string>();
        if (!root.Has("deviations")) root.Fault(root.Node, "the key 'deviations'", "none", "Add it; [] says that there is none.");
        foreach (var deviation in root.Maps("deviations", "a list of requirement and reason"))
        {
            var requirement = deviation.Text("requirement", "the id of a recommended requirement");
            var reason = deviation.Text("reason", "why it is not followed");
            deviation.Close();
            if (requirement is null || reason is null) continue;
            if (!known.ContainsKey(requirement)) deviation.Fault(deviation.Find("requirement")!, "a requirement of the claimed roles", $"'{requirement}'", "Remove the deviation, or correct the id.");
            else if (!deviations.TryAdd(requirement, reason)) deviation.Fault(deviation.Node, $"one deviation for {requirement}", "another one", "Put the reasons together.");
        }

        return deviations;
    }

    private static Testability? ReadTestability(YamlMap root, IReadOnlyList<Role> roles)
    {
        if (root.Map("testability", "clock, faults and queries") is not { } map) return null;
        var clock = map.Choice("clock", Clocks);
        var faults = map.Choices("faults", "what 'fault' can cause", Same(roles.SelectMany(Testability.FaultsOf)), orNone: true);
        var queries = map.Choices("queries", "what 'query' can ask", Same(roles.SelectMany(Testability.QueriesOf)), orNone: true);
        map.Close();
        return clock is { } known ? new Testability(known, faults, queries) : null;
    }

    private static Dictionary<string, string> Same(IEnumerable<string> names) => names.Distinct().ToDictionary(static name => name);
}
