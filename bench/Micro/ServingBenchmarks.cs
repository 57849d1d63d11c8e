using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// A range of 64 KiB from a Firmware server to a client that allocates nothing. Against nginx, with many clients: 'serve'.
/// </summary>
[MemoryDiagnoser]
public class ServingBenchmarks
{
    private const int Range = 64 * 1024;

    private readonly Scratch _scratch = new();
    private readonly byte[] _buffer = new byte[2 * Range];
    private FirmwareServerHost _host = null!;
    private Socket _client = null!;
    private byte[] _request = [];
    private byte[] _whole = [];

    /// <summary>A server with one published image of 4 MiB.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        var sample = new Sample();
        var store = await FilePackageStore.Open(_scratch["packages"]).ConfigureAwait(false);
        using var image = new MemoryStream(RandomNumberGenerator.GetBytes(4 << 20));
        var payload = await PackageFolder.PublishAsync(store, sample, 3, image).ConfigureAwait(false);
        _host = new FirmwareServerHost(
            new ServerSetup(new FirmwareServerConfiguration([sample.Author.Public]), store, HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0))), HostSurroundings.Silent);
        var address = await _host.StartAsync().ConfigureAwait(false);
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port)).ConfigureAwait(false);
        var head = $"GET {HttpBinding.PayloadPath(payload)} HTTP/1.1\r\nHost: localhost\r\n";
        _request = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}Range: bytes={Range}-{2 * Range - 1}\r\n\r\n"));
        _whole = Encoding.ASCII.GetBytes($"{head}\r\n");
    }

    /// <summary>Stops the server.</summary>
    [GlobalCleanup]
    public async Task Clear()
    {
        _client.Dispose();
        await _host.DisposeAsync().ConfigureAwait(false);
        _scratch.Dispose();
    }

    /// <summary>A range.</summary>
    [Benchmark, Group("serve a range of 64 KiB")]
    public void ServeRange() => Get(_request, Range, "HTTP/1.1 206"u8);

    /// <summary>Everything.</summary>
    [Benchmark, Group("serve 4 MiB")]
    public void ServeWhole() => Get(_whole, 4 << 20, "HTTP/1.1 200"u8);

    private void Get(byte[] request, int length, ReadOnlySpan<byte> status)
    {
        _client.Send(request);
        var have = _client.Receive(_buffer);
        var end = _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
        if (end < 0 || !_buffer.AsSpan().StartsWith(status)) throw new InvalidOperationException($"Not the answer that was expected: {Encoding.ASCII.GetString(_buffer, 0, Math.Min(have, 80))}");
        for (var body = have - end - 4; body < length;)
        {
            var count = _client.Receive(_buffer);
            if (count == 0) throw new InvalidOperationException($"The server closed after {body} of {length} bytes.");
            body += count;
        }
    }
}
