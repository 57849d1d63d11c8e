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
    private const string Ranges = "serve ranges of 64 KiB";
    private const string Whole = "serve 1 MiB";
    private const string Own = "secup firmware-server";
    private const string Nginx = "nginx";

    private readonly Scratch _scratch = new();
    private readonly TimeSpan _each;
    private readonly SecupNode _secup;
    private readonly string _own;
    private readonly string _peer;
    private readonly Process? _nginx;
    private readonly string _withoutNginx = "not installed (Debian: nginx-light)";
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
        KeyFiles.WritePublic(_scratch["author.pub"], new Sample().Author.Public.ToPem());
        File.WriteAllText(_scratch["server.yaml"], string.Create(CultureInfo.InvariantCulture, $"""
            listen: 127.0.0.1:{ownPort}
            folder: packages
            authors: [author.pub]
            dangerous-plaintext: true
            """));
        _secup = Secup.Start("firmware-server", "run", _scratch["server.yaml"]);
        _own = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ownPort}");
        _peer = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{peerPort}");
        try
        {
            _secup.WaitUntilRunning(cancel);
            if (ChildProcess.IsThere("nginx")) _nginx = StartNginx(peerPort, cancel);
        }
        catch (BenchException failure) when (!_secup.Process.HasExited)
        {
            _withoutNginx = $"failed: {failure.Message}";
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All that cannot be measured because who asks the servers is not there; empty when it is.</summary>
    public static IReadOnlyList<Absence> WithoutClient() => ChildProcess.IsThere("wrk") ? []
        : [.. ((string[])[Ranges, Whole]).SelectMany(static group => ((string[])[Nginx, Own]).Select(name => new Absence(group, name, "needs wrk, which asks (Debian: wrk)")))];

    /// <summary>Asks both, so many rounds.</summary>
    public IEnumerable<Measure> Run(int rounds, ICollection<Absence> leftOut, Action<string> tell, CancellationToken cancel) =>
        Ask(Ranges, _image, ["-s", _scratch["ranges.lua"]], rounds, leftOut, tell, cancel).Concat(Ask(Whole, _small, [], rounds, leftOut, tell, cancel));

    public void Dispose()
    {
        if (_nginx is not null) ChildProcess.Stop(_nginx);
        _nginx?.Dispose();
        _secup.Dispose();
        _scratch.Dispose();
    }

    private IReadOnlyList<Measure> Ask(
        string group, Digest payload, IReadOnlyList<string> options, int rounds, ICollection<Absence> leftOut, Action<string> tell, CancellationToken cancel)
    {
        var contestants = new List<Contestant>();
        if (_nginx is null) leftOut.Add(new Absence(group, Nginx, _withoutNginx));
        else contestants.Add(new(Nginx, Role.Floor, ending => Ask(_peer, payload, options, null, ending)) { Note = "static files, sendfile, one worker a processor, no access log" });
        contestants.Add(new(Own, Role.Own, ending => Ask(_own, payload, options, _secup.Process, ending)) { Note = "whether a package lets the payload be served is judged at each request" });
        return Contest.Run(group, Unit.PerSecond, contestants, rounds, leftOut, tell, cancel);
    }

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
    private Process StartNginx(int port, CancellationToken cancel)
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
        var errors = nginx.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = nginx.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            Waiting.Until(() => Listens(port), TimeSpan.FromSeconds(20), () => $"Expected nginx to listen, but it did not. {Said()}", nginx, cancel);
            return nginx;
        }
        catch
        {
            ChildProcess.Stop(nginx);
            nginx.Dispose();
            throw;
        }

        string Said()
        {
            ChildProcess.Stop(nginx);
            return errors.GetAwaiter().GetResult().Trim();
        }
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
