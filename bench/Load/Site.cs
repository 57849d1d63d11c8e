using System.Text.Json;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol.Cose;
using KeyFiles = SecUpIoT.Hosting.Storage.KeyFiles;

namespace SecUpIoT.Load;

/// <summary>
/// A folder with all that a tracker under load needs: authority and certificates, the tracker's key, its configuration and its database. A folder that was
/// kept is used again, with its enrolled devices.
/// </summary>
internal sealed class Site : IDisposable
{
    private const string Description = "load.json";

    private readonly string _folder;
    private readonly bool _temporary;
    private Contents _contents;

    private Site(string folder, bool temporary, Contents contents)
    {
        (_folder, _temporary, _contents) = (folder, temporary, contents);
        Communicator = Identity("communicator");
        Operator = Identity("operator");
        TrackerKey = PublicHalf(Path.Combine(folder, "tracker.key"));
    }

    public LinkIdentity Communicator { get; }

    public LinkIdentity Operator { get; }

    /// <summary>Verifies the tracker's directives.</summary>
    public IVerifier TrackerKey { get; }

    public string Configuration => Path.Combine(_folder, "tracker.yaml");

    public string Database => Path.Combine(_folder, "tracker.db");

    /// <summary>True when all devices are enrolled already.</summary>
    public bool IsEnrolled => _contents.Enrolled;

    /// <summary>Counters of this run lie above this number, and above all of earlier runs on this folder.</summary>
    public ulong CounterBase => _contents.Runs << 32;

    /// <summary>Makes the folder, or opens the one that is there.</summary>
    /// <param name="folder">Null for a folder that is removed at the end.</param>
    /// <param name="seed">What the devices follow from.</param>
    /// <param name="devices">How many there are.</param>
    /// <exception cref="LoadFailure">The folder belongs to other devices.</exception>
    public static Site Open(string? folder, ulong seed, int devices)
    {
        var path = folder ?? Directory.CreateTempSubdirectory("secup-load-").FullName;
        var file = Path.Combine(path, Description);
        if (!File.Exists(file)) Create(path, seed, devices);
        var contents = JsonSerializer.Deserialize<Contents>(File.ReadAllText(file)) ?? throw new LoadFailure($"{file}: expected the description of a load folder.");
        if ((contents.Seed, contents.Devices) != (seed, devices))
            throw new LoadFailure($"{path} holds {contents.Devices} devices of seed {contents.Seed}, not {devices} of seed {seed}. Name another folder, or ask for those.");
        var site = new Site(path, folder is null, contents);
        site.Write(contents with { Runs = contents.Runs + 1 });
        return site;
    }

    /// <summary>Notes that all devices are enrolled.</summary>
    public void Enrolled() => Write(_contents with { Enrolled = true });

    /// <summary>Bytes of the database and its log.</summary>
    public long DatabaseSize() => Directory.GetFiles(_folder, "tracker.db*").Sum(static file => new FileInfo(file).Length);

    public void Dispose()
    {
        Communicator.Dispose();
        Operator.Dispose();
        if (_temporary) Directory.Delete(_folder, recursive: true);
    }

    private static void Create(string folder, ulong seed, int devices)
    {
        Directory.CreateDirectory(folder);
        var now = SystemClock.Instance.Now;
        using (var authority = TrialAuthority.Create(Path.Combine(folder, "pki"), now))
        {
            authority.Issue("tracker", LinkRole.Tracker, ["127.0.0.1"], now);
            authority.Issue("communicator", LinkRole.Communicator, [], now);
            authority.Issue("operator", LinkRole.Operator, [], now);
        }

        KeyFiles.WritePrivate(Path.Combine(folder, "tracker.key"), Esp256KeyPair.Generate().ToPem());
        KeyFiles.WritePublic(Path.Combine(folder, "author.key.pub"), Esp256KeyPair.Generate().Public.ToPem());
        var text = $$"""
            # A Status tracker under load. Keys and their defaults: docs/CLI.md.
            listen: 127.0.0.1:0
            key: tracker.key
            authors: [author.key.pub]
            database: tracker.db
            cache: cache
            tls:
              certificate: pki/tracker.crt
              key: pki/tracker.key
              authority: pki/ca.crt

            """;
        File.WriteAllText(Path.Combine(folder, "tracker.yaml"), text);
        File.WriteAllText(Path.Combine(folder, Description), JsonSerializer.Serialize(new Contents(seed, devices, Enrolled: false, Runs: 0)));
    }

    private void Write(Contents contents)
    {
        _contents = contents;
        File.WriteAllText(Path.Combine(_folder, Description), JsonSerializer.Serialize(contents));
    }

    private LinkIdentity Identity(string name)
    {
        var pki = Path.Combine(_folder, "pki");
        return LinkIdentity.Load(Path.Combine(pki, name + ".crt"), Path.Combine(pki, name + ".key"), Path.Combine(pki, "ca.crt"));
    }

    private static Esp256PublicKey PublicHalf(string path) => Esp256KeyPair.FromPem(KeyFiles.ReadPrivate(path)).Public;

    private sealed record Contents(ulong Seed, int Devices, bool Enrolled, ulong Runs);
}
