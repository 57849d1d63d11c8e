using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// A range of 64 KiB to a client that allocates nothing: from a Firmware server, and from a Status tracker that has it in its cache (R-ST-25). The floor reads as many bytes
/// from a file and sends them through a socket. Against nginx, with many clients: 'serve'.
/// </summary>
[MemoryDiagnoser]
public class ServingBenchmarks
{
    private const int Range = 64 * 1024;

    private readonly Scratch _scratch = new();
    private readonly byte[] _buffer = new byte[2 * Range];
    private FirmwareServerHost _server = null!;
    private StatusTrackerHost _tracker = null!;
    private Socket _toServer = null!;
    private Socket _toTracker = null!;
    private SocketPeer _peer = null!;
    private FileStream _plain = null!;
    private byte[] _request = [];
    private byte[] _whole = [];

    /// <summary>A server with one published image of 4 MiB, a tracker that knows it, and a plain socket beside them.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        var sample = new Sample();
        var store = await FilePackageStore.Open(_scratch["packages"]).ConfigureAwait(false);
        var bytes = RandomNumberGenerator.GetBytes(4 << 20);
        using var image = new MemoryStream(bytes);
        var payload = await PackageFolder.PublishAsync(store, sample, 3, image).ConfigureAwait(false);
        _server = new FirmwareServerHost(
            new ServerSetup(new FirmwareServerConfiguration([sample.Author.Public]), store, HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0))), HostSurroundings.Silent);
        var address = await _server.StartAsync().ConfigureAwait(false);
        var trackerAddress = await StartTrackerAsync(sample, address).ConfigureAwait(false);

        // The tracker asks for the catalogue by itself; what it then relays stays in its cache.
        using var client = new HttpClient();
        Waiting.Until(() => Relays(client, new Uri(trackerAddress, HttpBinding.PayloadPath(payload))), TimeSpan.FromSeconds(20),
            static () => "Expected the tracker to relay what the server publishes, but it does not.", null, CancellationToken.None);

        _toServer = await ConnectAsync(address).ConfigureAwait(false);
        _toTracker = await ConnectAsync(trackerAddress).ConfigureAwait(false);
        var head = $"GET {HttpBinding.PayloadPath(payload)} HTTP/1.1\r\nHost: localhost\r\n";
        _request = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}Range: bytes={Range}-{2 * Range - 1}\r\n\r\n"));
        _whole = Encoding.ASCII.GetBytes($"{head}\r\n");

        await File.WriteAllBytesAsync(_scratch["plain"], bytes).ConfigureAwait(false);
        _plain = new FileStream(_scratch["plain"], FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        _peer = new SocketPeer(_request.Length, Range, buffer => RandomAccess.Read(_plain.SafeFileHandle, buffer, Range));
    }

    /// <summary>Stops everything.</summary>
    [GlobalCleanup]
    public async Task Clear()
    {
        _toServer.Dispose();
        _toTracker.Dispose();
        _peer.Dispose();
        await _plain.DisposeAsync().ConfigureAwait(false);
        await _tracker.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _scratch.Dispose();
    }

    /// <summary>Firmware server: a range.</summary>
    [Benchmark, Group("serve a range of 64 KiB")]
    public void ServerServesRange() => Get(_toServer, _request, Range, "HTTP/1.1 206"u8);

    /// <summary>Status tracker: the same range, relayed from the cache.</summary>
    [Benchmark, Group("serve a range of 64 KiB")]
    public void TrackerRelaysRange() => Get(_toTracker, _request, Range, "HTTP/1.1 206"u8);

    /// <summary>A file and a socket.</summary>
    [Benchmark, Group("serve a range of 64 KiB", Role.Floor)]
    public void SocketSendsFile() => _peer.Exchange();

    /// <summary>Firmware server: everything.</summary>
    [Benchmark, Group("serve 4 MiB")]
    public void ServerServesWhole() => Get(_toServer, _whole, 4 << 20, "HTTP/1.1 200"u8);

    // By its file of configuration, which changes less from revision to revision than what is made of it.
    private async Task<Uri> StartTrackerAsync(Sample sample, Uri server)
    {
        KeyFiles.WritePrivate(_scratch["tracker.key"], sample.Tracker.ToPem());
        KeyFiles.WritePublic(_scratch["author.pub"], sample.Author.Public.ToPem());
        await File.WriteAllTextAsync(_scratch["tracker.yaml"], $"""
            listen: 127.0.0.1:0
            dangerous-plaintext: true
            key: tracker.key
            authors: [author.pub]
            database: tracker.db
            cache: cache
            servers:
              - name: main
                address: {server}
            """).ConfigureAwait(false);
        _tracker = new StatusTrackerHost(await StatusTrackerOptions.Read(_scratch["tracker.yaml"]).OpenAsync().ConfigureAwait(false), HostSurroundings.Silent);
        return await _tracker.StartAsync().ConfigureAwait(false);
    }

    private static bool Relays(HttpClient client, Uri payload)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, payload);
        request.Headers.Range = new RangeHeaderValue(Range, 2 * Range - 1);
        using var response = client.Send(request);
        return response.StatusCode == HttpStatusCode.PartialContent;
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port)).ConfigureAwait(false);
        return socket;
    }

    private void Get(Socket client, byte[] request, int length, ReadOnlySpan<byte> status)
    {
        client.Send(request);
        var have = client.Receive(_buffer);
        var end = _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
        if (end < 0 || !_buffer.AsSpan().StartsWith(status)) throw new InvalidOperationException($"Not the answer that was expected: {Encoding.ASCII.GetString(_buffer, 0, Math.Min(have, 80))}");
        for (var body = have - end - 4; body < length;)
        {
            var count = client.Receive(_buffer);
            if (count == 0) throw new InvalidOperationException($"The other end closed after {body} of {length} bytes.");
            body += count;
        }
    }
}
