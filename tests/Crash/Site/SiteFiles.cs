using System.Globalization;
using System.Text;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Crash.Checks;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Crash.Site;

/// <summary>A package that was made: what it is and where its files lie.</summary>
internal sealed record AuthoredPackage(AuthoredImage Image, string EnvelopePath, string ImagePath);

/// <summary>
/// The folder of the site: a trial of <c>secup init</c>, with configurations of its own. Whatever an entity stores lies in the volume of its process; every
/// link goes through a proxy.
/// </summary>
internal sealed class SiteFiles : IDisposable
{
    private readonly Scratch _scratch;
    private readonly TrialPorts _ports;

    public SiteFiles(Scratch scratch, SiteShape shape)
    {
        _scratch = scratch;
        Shape = shape;
        _ports = TrialPorts.Take(shape.Devices);
        Description = TrialDescription.Of("example.com", "site", Profile.Secure, slotCapacity: 1 << 20, _ports);
        Trial = TrialBuilder.Build(scratch["trial"], Description, scratch.Image("factory.bin", 100_000, seed: 1));
        Factory = Read(Path.Combine(Trial.Images, "factory.suit"), scratch["factory.bin"]);
    }

    public SiteShape Shape { get; }

    public TrialDescription Description { get; }

    public TrialFolder Trial { get; }

    /// <summary>What all devices leave the factory with.</summary>
    public AuthoredPackage Factory { get; }

    public IReadOnlyList<IVerifier> Authors => [Shared.ReadVerifier(new FileInfo(KeyFilePair.PublicPath(Trial.AuthorKey)))];

    public DeviceId Device(int number) => new(Description.Devices[number - 1].Id);

    public string Trace(string process) => _scratch[$"{process}.ndjson"];

    /// <summary>Where the Device core listens: a file; of the ports that are kept, only those of tracker and server are used.</summary>
    public string DeviceSocket(int number) => _scratch[$"d{number}"];

    public static string FlashFile(int number) => $"device-{number}.flash";

    /// <summary>Makes and signs the next package. Each image is larger than the one before, so that every update needs space that was never used.</summary>
    public AuthoredPackage Author(int ordinal, int seed)
    {
        var image = _scratch.Image($"image-{ordinal}.bin", 160_000 + ordinal % 24 * 32_000, seed ^ ordinal);
        var number = TrialBuilder.FactoryNumber + (ulong)ordinal;
        var envelope = PackageAuthor.Create(
            TrialBuilder.PackageOf(Description, number, "crash run"), [ImageFile.Read(ComponentId.Of("firmware"), image)], [Shared.ReadSigner(new FileInfo(Trial.AuthorKey))]);
        var path = _scratch[$"package-{ordinal}.suit"];
        File.WriteAllBytes(path, envelope);
        return Read(path, image);
    }

    public void Dispose() => _ports.Dispose();

    /// <summary>The arguments of <c>secup node run</c> for a process.</summary>
    public IReadOnlyList<string> Arguments(string process)
    {
        IReadOnlyList<string> entities = process switch
        {
            SiteShape.Server => ["--firmware-server", Configuration(process)],
            SiteShape.Tracker => ["--tracker", Configuration(process)],
            _ when Shape.Gateways.Contains(process) => ["--communicator", Configuration(process)],
            _ => [.. Shape.DevicesOf(process).SelectMany(number => new[] { "--device", Configuration($"device-{number}") })],
        };
        return [.. entities, "--trace", Trace(process)];
    }

    /// <summary>Writes the configurations and puts the flash of each device into the volume of its process.</summary>
    public void Write(Volumes volumes, Func<string, int> trackerPort, int serverPort, Func<int, int> devicePort)
    {
        WriteConfiguration(SiteShape.Server, $"""
            listen: 127.0.0.1:{Description.ServerPort}
            folder: {volumes.Inside(SiteShape.Server, "store")}
            authors: [keys/author.key.pub]
            {Tls(LinkRole.Server)}
            """);
        WriteConfiguration(SiteShape.Tracker, $"""
            listen: 127.0.0.1:{Description.TrackerPort}
            key: keys/tracker.key
            authors: [keys/author.key.pub]
            database: {volumes.Inside(SiteShape.Tracker, "tracker.db")}
            cache: {volumes.Inside(SiteShape.Tracker, "cache")}
            cache-size: 4000000
            servers:
              - name: main
                address: https://127.0.0.1:{serverPort}
            poll-after: 2s
            active-poll-after: 1s
            refresh-interval: 1s
            most-attempts: 1000
            connect-timeout: 5s
            floor-window: 5s
            {Tls(LinkRole.Tracker)}
            """);
        foreach (var gateway in Shape.Gateways) WriteConfiguration(gateway, GatewayText(volumes, gateway, trackerPort(gateway), devicePort));
        for (var number = 1; number <= Shape.Devices; number++)
        {
            WriteConfiguration($"device-{number}", DeviceText(volumes, number));
            CopySparse(Trial.DeviceFlash(number), volumes.Outside(Shape.NodeOf(number), FlashFile(number)));
        }
    }

    private string DeviceText(Volumes volumes, int number) => $"""
        device: {Description.Devices[number - 1].Id}
        vendor: {Description.VendorId}
        class: {Description.ClassId}
        has-clock: true
        key: keys/device-{number}.key
        authors: [keys/author.key.pub]
        trackers: [keys/tracker.key.pub]
        flash: {volumes.Inside(Shape.NodeOf(number), FlashFile(number))}
        listen: unix://{DeviceSocket(number)}
        block-size: 16384
        reboot-delay: 200ms
        trial-period: 1m
        frame-timeout: 5s
        idle-timeout: 15s

        """;

    private string GatewayText(Volumes volumes, string gateway, int trackerPort, Func<int, int> devicePort)
    {
        var text = new StringBuilder($"""
            tracker: https://127.0.0.1:{trackerPort}
            poll: 2s
            least-poll: 1s
            active-poll: 500ms
            reply-timeout: 5s
            progress-interval: 1s
            first-back-off: 250ms
            most-back-off: 2s
            connect-timeout: 5s
            floor-window: 5s
            {(gateway == Shape.Gateways[0] ? "" : $"cache: {volumes.Inside(gateway, "cache")}\ncache-size: 4000000\n")}
            {Tls(LinkRole.Communicator)}devices:

            """);
        foreach (var number in Shape.DevicesOf(gateway))
            text.Append(CultureInfo.InvariantCulture, $"  - name: device-{number}\n    address: tcp://127.0.0.1:{devicePort(number)}\n");
        return text.ToString();
    }

    private string Configuration(string name) => Path.Combine(Trial.Root, $"crash-{name}.yaml");

    private void WriteConfiguration(string name, string text) => File.WriteAllText(Configuration(name), text.ReplaceLineEndings("\n"));

    private static string Tls(LinkRole role) => $"""
        tls:
          certificate: pki/{role.Spelling()}.crt
          key: pki/{role.Spelling()}.key
          authority: pki/ca.crt

        """;

    private AuthoredPackage Read(string envelope, string image)
    {
        var name = Entities.Packages.PackageContents.Read(File.ReadAllBytes(envelope), Authors).Value!.Image;
        var file = ImageFile.Read(ComponentId.Of("firmware"), image);
        return new AuthoredPackage(new AuthoredImage(name, file.Digest, file.Size), envelope, image);
    }

    /// <summary>Copies only what is not zero, so that the copy takes space as it is written, as the flash itself does.</summary>
    private static void CopySparse(string from, string to)
    {
        using var source = File.OpenHandle(from);
        using var target = File.OpenHandle(to, FileMode.CreateNew, FileAccess.Write);
        var length = RandomAccess.GetLength(source);
        RandomAccess.SetLength(target, length);
        var page = new byte[4096];
        for (var offset = 0L; offset < length; offset += page.Length)
        {
            var size = RandomAccess.Read(source, page, offset);
            if (page.AsSpan(0, size).ContainsAnyExcept((byte)0)) RandomAccess.Write(target, page.AsSpan(0, size), offset);
        }
    }
}
