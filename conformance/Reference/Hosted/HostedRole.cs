using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>
/// One role of the reference as it is deployed: the host of src/Hosting in this process, with its own certificate, keys in files, a log and a health page, and a real
/// clock. What is common to the roles stands here.
/// </summary>
public abstract class HostedRole : IUpperTester
{
    private static readonly string[] Verbs = ["hello", "reset", "provision", "start", "stop", "do", "query", "clock", "evidence", "bye"];

    private readonly Role _role;
    private readonly string _folder = Directory.CreateTempSubdirectory("secup-hosted-").FullName;
    private readonly List<string> _keys = [];
    private readonly List<string> _pages = [];
    private StreamWriter? _log;
    private ILoggerFactory? _logging;
    private JsonObject? _provisioned;
    private bool _started;
    private int _resets;
    private HealthListener? _health;

    /// <summary>A role that is neither provisioned nor started.</summary>
    protected HostedRole(Role role, HostedDesign design) => (_role, Design) = (role, design);

    /// <summary>What it is protected with.</summary>
    protected HostedDesign Design { get; }

    private string Place => Path.Combine(_folder, _resets.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Where the role logs.</summary>
    private protected TextWriter Journal => Log;

    private StreamWriter Log => _log ??= new StreamWriter(Path.Combine(Place, "log.ndjson"), append: true) { AutoFlush = true };

    /// <inheritdoc/>
    public JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return verb switch
        {
            "hello" => new Hello("SecUpIoT reference, hosted", Implementation.Suite, [_role], VirtualClock: false, Verbs, Acts, ["keys"], [], []).Write(),
            "reset" => Reset(),
            "provision" => Provision(arguments),
            "start" => Start(arguments["links"] as JsonObject ?? []),
            "stop" => Stop(Fields.Text(arguments, "how")),
            "do" => Do(Fields.Text(arguments, "act")),
            "query" when Fields.Text(arguments, "what") == "keys" => new JsonObject { ["files"] = List(_keys) },
            "clock" when arguments["advance"] is null => new JsonObject { ["now"] = SystemClock.Instance.Now.UnixMilliseconds, ["next"] = null },
            "evidence" => Evidence(),
            "bye" => [],
            _ => throw new UpperTesterException(UpperTesterError.Unimplemented, $"the hosted reference does not perform '{verb}' like this"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the host and deletes its files.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        Halt();
        _log?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What <c>do</c> knows.</summary>
    protected virtual IReadOnlyList<string> Acts => [];

    /// <summary>Keeps what the role is provisioned with, and answers.</summary>
    protected abstract JsonObject Keep(JsonObject arguments);

    /// <summary>Starts the host.</summary>
    /// <param name="provisioned">As it was provisioned.</param>
    /// <param name="links">Where its links are.</param>
    /// <param name="surroundings">Its clock and its log.</param>
    /// <returns>Where it listens, by link, and what ends with it.</returns>
    protected abstract Task<(JsonObject Links, Func<Task> Completion)> StartAsync(JsonObject provisioned, JsonObject links, HostSurroundings surroundings);

    /// <summary>Stops the host.</summary>
    protected abstract Task StopAsync();

    /// <summary>An act.</summary>
    protected virtual JsonObject Do(string act) => throw new UpperTesterException(UpperTesterError.Unimplemented, $"there is no act '{act}'");

    /// <summary>A file of the role's own.</summary>
    private protected string FileOf(string name) => Path.Combine(Place, name);

    /// <summary>Writes a private key into a file of the role's own, once.</summary>
    private protected string KeyFile(string name, Func<string> pem)
    {
        var path = FileOf(name);
        if (_keys.Contains(path)) return path;
        KeyFiles.WritePrivate(path, pem());
        _keys.Add(path);
        return path;
    }

    /// <summary>The role's certificate, with the private key in a file of its own.</summary>
    private protected LinkIdentity Identity(LinkRole role)
    {
        var issued = HostedSite.CertificateOf(role);
        var key = KeyFile("tls.key", () => KeyFiles.ReadPrivate(issued.KeyPath));
        var identity = LinkIdentity.Load(issued.CertificatePath, key, issued.AuthorityPath);
        Design.KeyRead(key, Log);
        return identity;
    }

    private protected static JsonObject Listening(Uri address, params string[] links)
    {
        var told = new JsonObject();
        foreach (var link in links) told[link] = new JsonObject { ["listen"] = address.ToString().TrimEnd('/') };
        return told;
    }

    private protected static Uri Connect(JsonObject links, string name) => new(Fields.Text(links[name] as JsonObject ?? throw Busy($"nobody said where '{name}' is"), "connect"));

    private protected static UpperTesterException Busy(string why) => new(UpperTesterError.Busy, why);

    private JsonObject Reset()
    {
        Halt();
        _log?.Dispose();
        _log = null;
        _provisioned = null;
        _keys.Clear();
        _resets++;
        Directory.CreateDirectory(Place);
        return [];
    }

    private JsonObject Provision(JsonObject arguments)
    {
        if (_resets == 0) throw Busy("reset comes first");
        var result = Keep(arguments);
        _provisioned = arguments;
        return result;
    }

    private JsonObject Start(JsonObject links)
    {
        if (_started) throw Busy("it is started");
        var provisioned = _provisioned ?? throw Busy("provision comes first");
        _logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(new NdjsonLog(Log, SystemClock.Instance, LogLevel.Debug)));
        var surroundings = new HostSurroundings(SystemClock.Instance, _logging);
        _started = true;
        var (told, completion) = StartAsync(provisioned, links, surroundings).GetAwaiter().GetResult();
        _health = new HealthListener(new IPEndPoint(IPAddress.Loopback, 0), Names.Of(_role), completion, surroundings);
        _pages.Add(new Uri(_health.StartAsync().GetAwaiter().GetResult(), "/health").ToString());
        return new JsonObject { ["links"] = told };
    }

    private JsonObject Stop(string how)
    {
        if (how != "orderly") throw new UpperTesterException(UpperTesterError.Unimplemented, "a host in this process cannot be killed");
        Halt();
        return [];
    }

    private void Halt()
    {
        if (!_started) return;
        _started = false;
        _pages.Clear();
        _health?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _health = null;
        StopAsync().GetAwaiter().GetResult();
        _logging?.Dispose();
    }

    private JsonObject Evidence()
    {
        if (_resets == 0) throw Busy("reset comes first");
        Log.Flush();
        var path = Path.Combine(Place, "log.ndjson");
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return new JsonObject { ["log"] = reader.ReadToEnd(), ["files"] = List([path]), ["pages"] = List(_pages) };
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
}
