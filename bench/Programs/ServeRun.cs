using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Micro;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>
/// The same payloads from a Firmware server and from nginx, both in plaintext on loopback, asked by wrk with 16 connections. Client and servers share the processors; the two
/// servers are asked in turn.
/// </summary>
internal sealed partial class ServeRun : IDisposable
{
    private const int ImageMebibytes = 64;

    private readonly Scratch _scratch = new();
    private readonly TimeSpan _each;
    private readonly SecupNode _secup;
    private readonly Process _nginx;
    private readonly string _own;
    private readonly string _peer;
    private readonly Digest _image;
    private readonly Digest _small;

    /// <summary>Publishes an image of 64 MiB and one of 1 MiB, and starts both servers.</summary>
    public ServeRun(TimeSpan each, CancellationToken cancel)
    {
        _each = each;
        (_image, _small) = PublishAsync().GetAwaiter().GetResult();
        File.WriteAllText(_scratch["ranges.lua"], $$"""
            math.randomseed(1)
            request = function()
              local first = math.random(0, {{ImageMebibytes * 16 - 1}}) * 65536
              return wrk.format("GET", nil, { Range = string.format("bytes=%d-%d", first, first + 65535) })
            end

            """);
        var (ownPort, peerPort) = (FreePort(), FreePort());
        File.WriteAllText(_scratch["author.pub"], "");
        File.Delete(_scratch["author.pub"]);
        KeyFiles.WritePublic(_scratch["author.pub"], new Sample().Author.Public.ToPem());
        File.WriteAllText(_scratch["server.yaml"], string.Create(CultureInfo.InvariantCulture, $"""
            listen: 127.0.0.1:{ownPort}
            folder: packages
            authors: [author.pub]
            dangerous-plaintext: true
            """));
        _secup = Secup.Start("firmware-server", "run", _scratch["server.yaml"]);
        _secup.WaitUntilRunning(cancel);
        _own = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ownPort}");
        _nginx = StartNginx(peerPort);
        _peer = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{peerPort}");
    }

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Missing() =>
        !ChildProcess.IsThere("wrk") ? "serve: needs wrk (Debian: wrk)"
        : !ChildProcess.IsThere("nginx") ? "serve: needs nginx (Debian: nginx-light)"
        : null;

    /// <summary>Asks both, so many rounds.</summary>
    public IEnumerable<Measure> Run(int rounds, Action<string> tell, CancellationToken cancel) =>
        Ask("serve ranges of 64 KiB", _image, ["-s", _scratch["ranges.lua"]], rounds, tell, cancel)
            .Concat(Ask("serve 1 MiB", _small, [], rounds, tell, cancel));

    public void Dispose()
    {
        ChildProcess.End(_nginx);
        _nginx.WaitForExit();
        _nginx.Dispose();
        _secup.Dispose();
        _scratch.Dispose();
    }

    private IReadOnlyList<Measure> Ask(string group, Digest payload, IReadOnlyList<string> options, int rounds, Action<string> tell, CancellationToken cancel) => Contest.Run(
        group, Unit.PerSecond,
        [
            new("nginx", Role.Floor, ending => Ask(_peer, payload, options, null, ending)) { Note = "static files, sendfile, one worker a processor, no access log" },
            new("secup firmware-server", Role.Own, ending => Ask(_own, payload, options, _secup.Process, ending)) { Note = "whether a package lets the payload be served is judged at each request" },
        ],
        rounds, tell, cancel);

    private Sampled Ask(string server, Digest payload, IReadOnlyList<string> options, Process? process, CancellationToken cancel)
    {
        var seconds = Math.Max(1, (int)_each.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var before = process is null ? 0 : ChildProcess.ProcessorOf(process);
        var told = ChildProcess.Succeed("wrk", ["-t1", "-c16", $"-d{seconds}s", .. options, server + HttpBinding.PayloadPath(payload)], cancel).Output;
        if (Wrong().IsMatch(told)) throw new BenchException($"Expected only whole answers from {server}, but wrk says: {told.Trim()}");
        var rate = Rate().Match(told) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new BenchException($"Expected the rate from wrk, but it says: {told.Trim()}");
        return new(rate, process is null ? null : ChildProcess.ProcessorOf(process) - before);
    }

    private async Task<(Digest Image, Digest Small)> PublishAsync()
    {
        var store = await FilePackageStore.Open(_scratch["packages"]).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var sample = new Sample();
            return (await PublishAsync(store, sample, 3, ImageMebibytes << 20).ConfigureAwait(false), await PublishAsync(store, sample, 4, 1 << 20).ConfigureAwait(false));
        }
    }

    private static async Task<Digest> PublishAsync(FilePackageStore store, Sample sample, ulong number, int size)
    {
        var bytes = new byte[size];
        new Random((int)number).NextBytes(bytes);
        using var image = new MemoryStream(bytes);
        return await PackageFolder.PublishAsync(store, sample, number, image).ConfigureAwait(false);
    }

    // nginx reads the very files that the Firmware server serves, under the same paths.
    private Process StartNginx(int port)
    {
        var root = _scratch["www"];
        foreach (var payload in (Digest[])[_image, _small])
        {
            var hex = payload.ToHex();
            var file = Path.Combine(root, "payloads", "sha256", hex);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(Path.Combine(_scratch["packages"], "payloads", "sha256", hex[..2], hex), file);
        }

        // Workers that are not root could not read below the folder, which is its owner's.
        var user = Environment.UserName == "root" ? "user root;" : "";
        File.WriteAllText(_scratch["nginx.conf"], $$"""
            {{user}}
            daemon off;
            worker_processes {{Environment.ProcessorCount}};
            pid {{_scratch["nginx.pid"]}};
            error_log stderr error;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 10000000;
              client_body_temp_path {{_scratch["nginx-body"]}};
              proxy_temp_path {{_scratch["nginx-proxy"]}};
              fastcgi_temp_path {{_scratch["nginx-fastcgi"]}};
              uwsgi_temp_path {{_scratch["nginx-uwsgi"]}};
              scgi_temp_path {{_scratch["nginx-scgi"]}};
              server {
                listen 127.0.0.1:{{port}};
                root {{root}};
              }
            }

            """);
        var nginx = ChildProcess.Start("nginx", ["-c", _scratch["nginx.conf"], "-p", _scratch[""]]);
        var errors = nginx.StandardError.ReadToEndAsync();
        for (var attempt = 0; attempt < 100 && !nginx.HasExited; attempt++)
        {
            if (Listens(port)) return nginx;
            Thread.Sleep(20);
        }

        ChildProcess.End(nginx);
        throw new BenchException($"Expected nginx to listen, but it did not: {errors.GetAwaiter().GetResult().Trim()}");
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("Non-2xx|Socket errors")]
    private static partial Regex Wrong();
}
