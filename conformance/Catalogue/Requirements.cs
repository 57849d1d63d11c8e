using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Catalogue;

/// <summary>The requirement catalogue that this suite was built with.</summary>
public static class Requirements
{
    private static readonly Dictionary<string, Role> Entities = new()
    {
        ["DC"] = Role.DeviceCore,
        ["CM"] = Role.Communicator,
        ["ST"] = Role.StatusTracker,
        ["FS"] = Role.FirmwareServer,
    };

    /// <summary>Every row, in the order of the catalogue.</summary>
    public static IReadOnlyList<Requirement> All { get; } = Read();

    /// <summary>The row of this id, or null.</summary>
    public static Requirement? Find(string id) => All.FirstOrDefault(requirement => requirement.Id == id);

    /// <summary>The rows that are tested on a role, or that no scenario of any role can show.</summary>
    public static IEnumerable<Requirement> Of(Role role) => All.Where(requirement => requirement.Roles.Contains(role));

    private static List<Requirement> Read()
    {
        var general = Load("general.yaml").Children.ToDictionary(
            static pair => ((YamlScalarNode)pair.Key).Value!,
            static pair => (IReadOnlyList<Role>)[.. ((YamlSequenceNode)pair.Value).Children.Select(static name => Names.ReadRole(((YamlScalarNode)name).Value!))]);
        return [.. ((YamlSequenceNode)Load("requirements.yaml")["requirements"]).Children.Cast<YamlMappingNode>().Select(row => Read(row, general))];
    }

    private static Requirement Read(YamlMappingNode row, Dictionary<string, IReadOnlyList<Role>> general)
    {
        var (id, entity, profile) = (Text(row, "id"), Text(row, "entity"), Text(row, "profile"));
        Extension? extension = Enum.TryParse<Extension>(profile, out var named) ? named : null;
        return new Requirement(
            id,
            extension is null ? Enum.Parse<Profile>(profile) : Profile.Core,
            Text(row, "level") switch
            {
                "is required to" => Level.Required,
                "is recommended to" => Level.Recommended,
                "can optionally" => Level.Optional,
                var other => throw new SuiteErrorException($"{id}: unknown level '{other}'"),
            },
            Text(row, "statement"),
            List(row, "sources"),
            List(row, "evidence").Select(Evidence).Min(),
            row.Children.ContainsKey("untestable_because") ? Text(row, "untestable_because") : null,
            Entities.TryGetValue(entity, out var role) ? [role] : general.GetValueOrDefault(id, []))
        {
            Formal = List(row, "formal"),
            Extension = extension,
        };
    }

    private static EvidenceClass Evidence(string name) => name switch
    {
        "wire" => EvidenceClass.Wire,
        "effect" => EvidenceClass.Effect,
        "self-report" => EvidenceClass.SelfReport,
        _ => throw new SuiteErrorException($"unknown evidence '{name}' in the catalogue"),
    };

    private static YamlMappingNode Load(string resource)
    {
        using var stream = typeof(Requirements).Assembly.GetManifestResourceStream(resource) ?? throw new SuiteErrorException($"{resource} is not built into the suite");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string Text(YamlMappingNode row, string name) => ((YamlScalarNode)row[name]).Value!;

    private static IReadOnlyList<string> List(YamlMappingNode row, string name) => [.. ((YamlSequenceNode)row[name]).Children.Select(static item => ((YamlScalarNode)item).Value!)];
}
