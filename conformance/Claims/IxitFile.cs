using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Reads how an implementation is attached. Secrets are named, never held; what stands where one is expected is not shown in an error.</summary>
public static partial class IxitFile
{
    private static readonly Dictionary<string, Link> Links = Enum.GetValues<Link>().ToDictionary(Names.Of);

    private static readonly Dictionary<string, RestartPolicy> Restarts = new()
    {
        ["scenario"] = RestartPolicy.Scenario, ["feature"] = RestartPolicy.Feature, ["never"] = RestartPolicy.Never,
    };

    private static readonly string[] Bindings = ["stdio", "tcp", "unix", "inProcess", "none"];

    /// <summary>The attachment in a file.</summary>
    /// <exception cref="ClaimsFileException">The file is not what it must be; every fault is named.</exception>
    public static Ixit Read(string path) => YamlText.Read(path, Read);

    /// <summary>The attachment in a text.</summary>
    /// <exception cref="ClaimsFileException">The text is not what it must be; every fault is named.</exception>
    public static Ixit Parse(string path, string text) => YamlText.Parse(path, text, Read);

    private static Ixit? Read(YamlMap root)
    {
        if (root.Text("ixit", $"'{Ixit.Form}'") is { } form && form != Ixit.Form)
            root.Fault(root.Find("ixit")!, $"'{Ixit.Form}' for 'ixit'", $"'{form}'", "Use the suite that the file is for.");
        var tester = root.Map("upperTester", $"one of {string.Join(", ", Bindings)}") is { } binding ? ReadTester(binding) : null;
        var links = ReadLinks(root);
        var tls = root.OptionalMap("tls", "authority, certificate and key") is { } material ? ReadTls(material) : null;
        var deadlines = root.OptionalMap("deadlines", "start, answer and patience") is { } named ? ReadDeadlines(named) : Deadlines.Standard;
        var restart = root.Has("restart") ? root.Choice("restart", Restarts) : RestartPolicy.Scenario;
        var parameters = ReadParameters(root);
        root.Close();
        return tester is null || restart is null ? null : new Ixit(tester, links, tls, deadlines, restart.Value, parameters);
    }

    private static UpperTesterBinding? ReadTester(YamlMap map)
    {
        var named = Bindings.Where(map.Has).ToList();
        map.Close();
        if (named is not [var kind])
        {
            map.Fault(map.Node, $"one of {string.Join(", ", Bindings)} below 'upperTester'", named.Count == 0 ? "none" : string.Join(" and ", named), "Say how the upper tester is reached, in one way.");
            return null;
        }

        switch (kind)
        {
            case "stdio":
                return map.Texts(kind, "a command and its arguments") is { } command ? new UpperTesterBinding.Stdio(command) : null;
            case "tcp":
                return Matching(map, kind, HostAndPort(), "host and port, such as 127.0.0.1:4711") is { } address ? new UpperTesterBinding.Tcp(address) : null;
            case "unix":
                return map.Text(kind, "the path of a Unix socket") is { } path ? new UpperTesterBinding.Unix(path) : null;
            case "inProcess":
                return Matching(map, kind, AssemblyAndType(), "assembly and type, such as vendor.dll!Vendor.Shim") is { } type
                    ? new UpperTesterBinding.InProcess(type.Split('!')[0], type.Split('!')[1])
                    : null;
            default:
                return Matching(map, kind, True(), "true") is null ? null : new UpperTesterBinding.None();
        }
    }

    private static Dictionary<Link, LinkBinding> ReadLinks(YamlMap root)
    {
        var read = new Dictionary<Link, LinkBinding>();
        if (root.Map("links", "for each link how it is attached") is not { } links) return read;
        foreach (var (name, link) in Links)
        {
            if (!links.Has(name)) continue;
            var expected = link == Link.Device ? "tunnel, tcp, unix, tcp:HOST:PORT or unix:PATH" : "tunnel, http, https, http://HOST:PORT or https://HOST:PORT";
            if (Matching(links, name, link == Link.Device ? DeviceLink() : HttpLink(), expected) is { } text) read[link] = Bind(text);
        }

        links.Close();
        return read;
    }

    private static LinkBinding Bind(string text)
    {
        var kind = text.Split(':')[0];
        var prefix = kind is "http" or "https" ? $"{kind}://" : $"{kind}:";
        return new(Enum.Parse<LinkKind>(kind, ignoreCase: true), text == kind ? null : text[prefix.Length..]);
    }

    private static TlsMaterial? ReadTls(YamlMap map)
    {
        var authority = map.Text("authority", "a file with the certificates that the suite trusts");
        var certificate = map.Text("certificate", "a file with the certificate that the suite presents");
        var key = ReadSecret(map, "key");
        map.Close();
        return authority is null || certificate is null || key is null ? null : new TlsMaterial(authority, certificate, key);
    }

    // What stands here by mistake may be the secret itself.
    private static Secret? ReadSecret(YamlMap map, string key)
    {
        const string expected = "{ file: PATH } or { environment: NAME }";
        var wrong = map.Full(key);
        if (map.Require(key, expected) is not { } value) return null;
        if (value is YamlMappingNode { Children.Count: 1 } node
            && node.Children.First() is { Key: YamlScalarNode { Value: "file" or "environment" } kind, Value: YamlScalarNode { Value: { Length: > 0 } text } }
            && !text.Contains('\n', StringComparison.Ordinal)
            && (kind.Value == "file" ? !text.Contains("-----BEGIN", StringComparison.Ordinal) : VariableName().IsMatch(text)))
        {
            return kind.Value == "file" ? new Secret(text, null) : new Secret(null, text);
        }

        map.Fault(value, $"{expected} for '{wrong}'", "something else, which is not shown", "Name the place of the secret; do not write it here.");
        return null;
    }

    private static Deadlines ReadDeadlines(YamlMap map)
    {
        TimeSpan Or(string key, TimeSpan standard) => map.Has(key) ? map.Duration(key) ?? standard : standard;
        var read = new Deadlines(Or("start", Deadlines.Standard.Start), Or("answer", Deadlines.Standard.Answer), Or("patience", Deadlines.Standard.Patience));
        map.Close();
        return read;
    }

    private static Dictionary<string, string> ReadParameters(YamlMap root)
    {
        var read = new Dictionary<string, string>();
        if (root.OptionalMap("parameters", "names and values") is not { } map) return read;
        foreach (var name in map.Keys)
        {
            if (map.Text(name, "a text or a number") is { } text) read[name] = text;
        }

        return read;
    }

    private static string? Matching(YamlMap map, string key, Regex form, string expected)
    {
        if (map.Text(key, expected) is not { } text) return null;
        if (form.IsMatch(text)) return text;
        map.Fault(map.Find(key)!, $"{expected} for '{map.Full(key)}'", $"'{text}'", "Correct it.");
        return null;
    }

    [GeneratedRegex(@"^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:.]+\]:\d{1,5}$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex("^[^!]+![^!]+$")]
    private static partial Regex AssemblyAndType();

    [GeneratedRegex("^true$")]
    private static partial Regex True();

    [GeneratedRegex(@"^(tunnel|tcp|unix|unix:\S+|tcp:([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5})$")]
    private static partial Regex DeviceLink();

    [GeneratedRegex(@"^(tunnel|https?|https?://([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5})$")]
    private static partial Regex HttpLink();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();
}
