using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>
/// Reads how an implementation is attached, in private: the extra information for testing (IXIT). Keys are named by their files, and never held; what stands in
/// place of such a name is not shown in an error.
/// </summary>
public static partial class IxitFile
{
    /// <summary>The version of the file's form.</summary>
    public const string Form = "secup-iot-ixit/1";

    private const string Tunnel = "tunnel";
    private const string DeviceForms = "tunnel, tcp, unix, tcp:HOST:PORT or unix:PATH";
    private const string HttpForms = "tunnel, http, https, http://HOST:PORT or https://HOST:PORT";

    private static readonly Dictionary<string, Link> Links = Enum.GetValues<Link>().ToDictionary(Names.Of);
    private static readonly Dictionary<string, Restart> Restarts = new() { ["scenario"] = Restart.Scenario, ["role"] = Restart.Role };
    private static readonly string[] Bindings = ["stdio", "tcp", "unix", "inProcess", "none"];

    /// <summary>The attachment in a file. Paths of folders in it are seen from where the file is.</summary>
    /// <exception cref="ClaimsFileException">The file is not what it must be; every fault is named.</exception>
    public static AttachmentSettings Read(string path)
    {
        var settings = YamlText.Read(path, Read);
        var here = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return settings with
        {
            UpperTester = settings.UpperTester is UpperTesterBinding.Stdio { Folder: { } folder } stdio ? stdio with { Folder = Path.GetFullPath(folder, here) } : settings.UpperTester,
            Tls = settings.Tls is TlsSettings.Authority authority ? authority with { Folder = Path.GetFullPath(authority.Folder, here) } : settings.Tls,
        };
    }

    /// <summary>The attachment in a text.</summary>
    /// <exception cref="ClaimsFileException">The text is not what it must be; every fault is named.</exception>
    public static AttachmentSettings Parse(string path, string text) => YamlText.Parse(path, text, Read);

    private static AttachmentSettings? Read(YamlMap root)
    {
        if (root.Text("ixit", $"'{Form}'") is { } form && form != Form) root.Fault(root.Find("ixit")!, $"'{Form}' for 'ixit'", $"'{form}'", "Use the suite that the file is for.");
        var tester = root.Map("upperTester", $"one of {string.Join(", ", Bindings)}") is { } binding ? ReadTester(binding) : null;
        var links = ReadLinks(root);
        var tls = root.OptionalMap("tls", "the folder of an authority, or files") is { } material ? ReadTls(material) : null;
        var deadlines = root.OptionalMap("deadlines", "answer, reset and patience") is { } named ? ReadDeadlines(named) : Deadlines.Default;
        var restart = root.Has("restart") ? root.Choice("restart", Restarts) : Restart.Scenario;
        var provisioned = root.OptionalMap("provisioned", "what 'provision' would answer") is { } map ? ReadProvisioned(map) : [];
        root.Close();
        return tester is null || restart is null
            ? null
            : new AttachmentSettings { UpperTester = tester, Links = links, Tls = tls, Deadlines = deadlines, Restart = restart.Value, Provisioned = provisioned };
    }

    private static UpperTesterBinding? ReadTester(YamlMap map)
    {
        var named = Bindings.Where(map.Has).ToList();
        var folder = map.OptionalText("folder", "the folder that the command is started in");
        map.Close();
        if (named is not [var kind])
        {
            map.Fault(map.Node, $"one of {string.Join(", ", Bindings)} below 'upperTester'", named.Count == 0 ? "none" : string.Join(" and ", named), "Say how the upper tester is reached, in one way.");
            return null;
        }

        if (folder is not null && kind != "stdio") map.Fault(map.Find("folder")!, "'folder' with 'stdio' only", $"it with '{kind}'", "Remove it.");
        return kind switch
        {
            "stdio" => map.Texts(kind, "a command and its arguments") is { } command ? new UpperTesterBinding.Stdio(command, folder) : null,
            "tcp" => Matching(map, kind, HostAndPort(), "host and port, such as 127.0.0.1:4711") is { } address ? Socket(map, kind, address) : null,
            "unix" => map.Text(kind, "the path of a Unix socket") is { } path ? Socket(map, kind, path) : null,
            "inProcess" => Matching(map, kind, AssemblyAndType(), "assembly and type, such as vendor.dll!Vendor.Shim") is { } type ? new UpperTesterBinding.InProcess(type.Split('!')[0], type.Split('!')[1]) : null,
            _ => Matching(map, kind, True(), "true") is null ? null : new UpperTesterBinding.None(),
        };
    }

    private static UpperTesterBinding.Socket? Socket(YamlMap map, string kind, string where)
    {
        try
        {
            return new(StreamPoint.Parse($"{kind}:{where}"));
        }
        catch (Exception exception) when (exception is AttachmentException or ArgumentException)
        {
            map.Fault(map.Find(kind)!, $"somewhere to connect to for '{map.Full(kind)}'", $"'{where}'", "Correct it.");
            return null;
        }
    }

    private static Dictionary<Link, NativeLinkSettings> ReadLinks(YamlMap root)
    {
        var read = new Dictionary<Link, NativeLinkSettings>();
        if (root.Map("links", "for each link how it is attached") is not { } links) return read;
        foreach (var (name, link) in Links)
        {
            if (links.Find(name) is { } node && ReadLink(links, name, link, node) is { } settings) read[link] = settings;
        }

        links.Close();
        return read;
    }

    private static NativeLinkSettings? ReadLink(YamlMap links, string name, Link link, YamlNode node)
    {
        if (link == Link.Server && node is YamlMappingNode) return links.Map(name, "the address of each Firmware server") is { } peers ? ReadPeers(peers) : null;
        if (Matching(links, name, link == Link.Device ? DeviceLink() : HttpLink(), link == Link.Device ? DeviceForms : HttpForms) is not { } text || text == Tunnel) return null;
        return text.Contains(':', StringComparison.Ordinal) ? new NativeLinkSettings { Address = text } : new NativeLinkSettings { Protected = text == "https" };
    }

    private static NativeLinkSettings ReadPeers(YamlMap map)
    {
        var peers = new Dictionary<string, string>();
        foreach (var peer in map.Keys)
        {
            if (Matching(map, peer, HttpAddress(), "http://HOST:PORT or https://HOST:PORT") is { } address) peers[peer] = address;
        }

        return new NativeLinkSettings { Peers = peers };
    }

    private static TlsSettings? ReadTls(YamlMap map)
    {
        TlsSettings? read = null;
        if (map.Has("files") == map.Has("folder")) map.Fault(map.Node, "either 'folder' or 'files' below 'tls'", map.Has("files") ? "both" : "neither", "Name the folder of an authority for tests, or the files.");
        else if (map.Has("folder")) read = ReadPath(map, "folder") is { } folder ? new TlsSettings.Authority(folder) : null;
        else if (map.Map("files", "authority and certificates") is { } files) read = ReadFiles(files);
        map.Close();
        return read;
    }

    private static TlsSettings.Files? ReadFiles(YamlMap map)
    {
        var authority = ReadPath(map, "authority");
        var certificates = new Dictionary<string, (string Certificate, string Key)>();
        if (map.Map("certificates", "certificate and key of each role that the suite plays") is { } roles)
        {
            foreach (var role in roles.Keys)
            {
                if (roles.Map(role, "certificate and key") is not { } pair) continue;
                if (ReadPath(pair, "certificate") is { } certificate && ReadPath(pair, "key") is { } key) certificates[role] = (certificate, key);
                pair.Close();
            }
        }

        map.Close();
        return authority is null ? null : new TlsSettings.Files(authority, certificates);
    }

    // A path, or the environment variable that holds it. What stands here by mistake may be the secret itself.
    private static string? ReadPath(YamlMap map, string key)
    {
        const string expected = "a path, or { environment: NAME } of a variable that holds one";
        if (map.Require(key, expected) is not { } value) return null;
        if (value is YamlScalarNode { Value: { Length: > 0 } path } && !path.Contains("-----BEGIN", StringComparison.Ordinal) && !path.Contains('\n', StringComparison.Ordinal)) return path;
        if (value is YamlMappingNode { Children.Count: 1 } node
            && node.Children.First() is { Key: YamlScalarNode { Value: "environment" }, Value: YamlScalarNode { Value: { } name } } && VariableName().IsMatch(name))
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } held) return held;
            map.Fault(value, $"a path in the environment variable {name} for '{map.Full(key)}'", "nothing", "Set it before the run.");
            return null;
        }

        map.Fault(value, $"{expected} for '{map.Full(key)}'", "something else, which is not shown", "Name the place of the file; do not write its content here.");
        return null;
    }

    private static Deadlines ReadDeadlines(YamlMap map)
    {
        TimeSpan Or(string key, TimeSpan standard) => map.Has(key) ? map.Duration(key) ?? standard : standard;
        var read = new Deadlines(Or("answer", Deadlines.Default.Answer), Or("reset", Deadlines.Default.Reset), Or("patience", Deadlines.Default.Patience));
        map.Close();
        return read;
    }

    private static JsonObject ReadProvisioned(YamlMap map)
    {
        if (Unfit(map.Node) is not { } unfit) return (JsonObject)Json(map.Node)!;
        map.Fault(unfit, $"texts as keys, each once, below 'provisioned'", YamlText.Show(unfit), "Write what 'provision' would answer.");
        return [];
    }

    // The first key that no JSON object can have.
    private static YamlNode? Unfit(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Keys.FirstOrDefault(key => key is not YamlScalarNode { Value: { } name } || map.Children.Keys.Count(other => other is YamlScalarNode { Value: { } same } && same == name) > 1)
            ?? map.Children.Values.Select(Unfit).FirstOrDefault(static found => found is not null),
        YamlSequenceNode list => list.Children.Select(Unfit).FirstOrDefault(static found => found is not null),
        _ => null,
    };

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(static pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } digits } when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static string? Matching(YamlMap map, string key, Regex form, string expected)
    {
        if (map.Text(key, expected) is not { } text) return null;
        if (form.IsMatch(text)) return text;
        map.Fault(map.Find(key)!, $"{expected} for '{map.Full(key)}'", $"'{text}'", "Correct it.");
        return null;
    }

    [GeneratedRegex(@"^([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex("^[^!]+![^!]+$")]
    private static partial Regex AssemblyAndType();

    [GeneratedRegex("^true$")]
    private static partial Regex True();

    [GeneratedRegex(@"^(tunnel|tcp|unix|unix:\S+|tcp:([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5})$")]
    private static partial Regex DeviceLink();

    [GeneratedRegex(@"^(tunnel|https?|https?://([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5})$")]
    private static partial Regex HttpLink();

    [GeneratedRegex(@"^https?://([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$")]
    private static partial Regex HttpAddress();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();
}
