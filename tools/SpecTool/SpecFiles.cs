using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SecUpIoT.SpecTool;

internal sealed class RequirementsFile
{
    public string Revision { get; set; } = "";
    public List<Requirement> Requirements { get; set; } = [];
}

internal sealed class SourcesFile
{
    public List<Source> Sources { get; set; } = [];
}

internal sealed class ExclusionsFile
{
    public List<Exclusion> Exclusions { get; set; } = [];
}

internal sealed class InvariantsFile
{
    public List<Invariant> Invariants { get; set; } = [];
}

internal sealed class MessagesFile
{
    public List<LimitSpec> Limits { get; set; } = [];
    public List<EnumSpec> Enums { get; set; } = [];
    public List<StructureSpec> Structures { get; set; } = [];
    public List<MessageSpec> Messages { get; set; } = [];
}

internal sealed class ResultCodesFile
{
    public List<CodeSpec> Codes { get; set; } = [];
    public List<BackSpec> FromSuitReport { get; set; } = [];
    [YamlMember(Alias = "from_lwm2m", ApplyNamingConventions = false)]
    public List<BackSpec> FromLwm2m { get; set; } = [];
}

/// <summary>All YAML files of the specification, read strictly: a key that the model does not know is an error.</summary>
internal sealed class SpecFiles
{
    private SpecFiles(string root)
    {
        Root = root;
        var catalogue = Read<RequirementsFile>("requirements");
        (Revision, Requirements) = (catalogue.Revision, catalogue.Requirements);
        Sources = Read<SourcesFile>("sources").Sources;
        Exclusions = Read<ExclusionsFile>("exclusions").Exclusions;
        Invariants = Read<InvariantsFile>("invariants").Invariants;
        Messages = Read<MessagesFile>("messages");
        ResultCodes = Read<ResultCodesFile>("result-codes");
    }

    /// <summary>The directory that holds the solution.</summary>
    public string Root { get; }

    /// <summary>Revision of the catalogue; it changes with every change of a requirement that an implementation can notice.</summary>
    public string Revision { get; }

    public List<Requirement> Requirements { get; }

    public List<Source> Sources { get; }

    public List<Exclusion> Exclusions { get; }

    public List<Invariant> Invariants { get; }

    public MessagesFile Messages { get; }

    public ResultCodesFile ResultCodes { get; }

    /// <summary>Reads the specification below <paramref name="root"/>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="YamlDotNet.Core.YamlException">A file is not YAML of the expected shape.</exception>
    public static SpecFiles Load(string root) => new(root);

    /// <summary>The nearest directory from <paramref name="start"/> upwards that holds the solution, or null.</summary>
    public static string? FindRoot(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "SecUpIoT.sln"))) return directory.FullName;
        return null;
    }

    private T Read<T>(string name)
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        return deserializer.Deserialize<T>(File.ReadAllText(Path.Combine(Root, "spec", name + ".yaml")));
    }
}
