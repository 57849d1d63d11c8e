using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker.Page;

/// <summary>
/// The fleet as pages for a browser (R-ST-55): nothing can be changed here. On a loopback address only, without TLS; whoever wants to see it from
/// elsewhere puts a proxy with a log-in of its own before it. The pages are whole without scripts; with them they are renewed when something changes.
/// </summary>
internal sealed class FleetPage : IAsyncDisposable
{
    private const uint PageSize = 50;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly byte[] Style = Resource("fleet.css");
    private static readonly byte[] Script = Resource("fleet.js");

    private readonly OperatorDesk _desk;
    private readonly FleetPulse _pulse;
    private readonly HostSurroundings _surroundings;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpLinkServer _http;

    /// <summary>A page that is not shown yet.</summary>
    /// <exception cref="ConfigurationException">The address is not a loopback address.</exception>
    public FleetPage(IPEndPoint endPoint, OperatorDesk desk, FleetPulse pulse, HostSurroundings surroundings)
    {
        _desk = desk;
        _pulse = pulse;
        _surroundings = surroundings;
        string[] methods = [HttpMethods.Get];
        _http = new HttpLinkServer(
            HttpListen.DangerousPlaintext(endPoint),
            [
                new HttpRoute(methods, "/campaigns/", [], (context, tail) => ShowAsync(context, () => CampaignAsync(tail))),
                new HttpRoute(methods, "/devices/", [], (context, tail) => ShowAsync(context, () => DeviceAsync(tail))),
                new HttpRoute(methods, "/", [], AnswerAsync),
            ],
            surroundings.Clock,
            surroundings.Logging);
    }

    /// <summary>Begins to answer; says where.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellation)
    {
        var address = await _http.StartAsync(cancellation).ConfigureAwait(false);
        _surroundings.Tell(new HostEvent.Listening("tracker", "page", address.ToString()));
        return address;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await _http.StopAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private Task AnswerAsync(HttpContext context, string name) => name switch
    {
        "" => ShowAsync(context, OverviewAsync),
        "devices" => ShowAsync(context, () => DevicesAsync(context.Request)),
        "events" => StreamAsync(context),
        "fleet.css" => SendAsync(context, StatusCodes.Status200OK, "text/css; charset=utf-8", Style),
        "fleet.js" => SendAsync(context, StatusCodes.Status200OK, "text/javascript; charset=utf-8", Script),
        _ => ShowAsync(context, () => Task.FromResult<XElement?>(null)),
    };

    private static async Task ShowAsync(HttpContext context, Func<Task<XElement?>> page)
    {
        // A page of another site that has its own name point here must not read the fleet (DNS rebinding).
        if (!IsLoopback(context.Request.Host.Host))
        {
            await SendAsync(context, StatusCodes.Status421MisdirectedRequest, "text/plain; charset=utf-8", "ask by a loopback address"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        var found = await page().ConfigureAwait(false);
        var content = found ?? FleetViews.Missing();
        await SendAsync(context, found is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Markup.Write(FleetViews.Frame(content)))).ConfigureAwait(false);
    }

    private async Task<XElement?> OverviewAsync() =>
        FleetViews.Overview(_desk.Summary(), await AskAsync<CampaignsAnswer>(new CampaignQuery(null)).ConfigureAwait(false) is { } answer ? answer.Campaigns : Sequence<CampaignEntry>.Empty);

    private async Task<XElement?> CampaignAsync(string id) =>
        Guid.TryParse(id, out var guid) && await AskAsync<CampaignsAnswer>(new CampaignQuery(new CampaignId(guid))).ConfigureAwait(false) is { } answer ? FleetViews.Campaign(answer.Campaigns[0]) : null;

    private async Task<XElement?> DevicesAsync(HttpRequest request)
    {
        var phase = Enum.TryParse<TrackPhase>(request.Query["phase"], out var named) && Enum.IsDefined(named) ? named : (TrackPhase?)null;
        var after = Guid.TryParse(request.Query["after"], out var guid) ? new DeviceId(guid) : (DeviceId?)null;
        return await AskAsync<TrackAnswer>(new DevicesQuery(phase, after, PageSize)).ConfigureAwait(false) is { } answer ? FleetViews.Devices(answer.Entries, phase, answer.Entries.Count == PageSize) : null;
    }

    private async Task<XElement?> DeviceAsync(string id)
    {
        if (!Guid.TryParse(id, out var guid)) return null;
        var device = new DeviceId(guid);
        return await AskAsync<HistoryAnswer>(new HistoryQuery(device, Limits.HistoryEntries)).ConfigureAwait(false) is { } history
            && await AskAsync<TrackAnswer>(new TrackQuery(device, null)).ConfigureAwait(false) is { Entries: [var entry] }
            ? FleetViews.Device(entry, history)
            : null;
    }

    private async Task<T?> AskAsync<T>(Message question)
        where T : Message => await _desk.AnswerAsync(question, "page").ConfigureAwait(false) as T;

    // Server-sent events: one when something changed since the last, at most one a second, and a line now and then so that both ends notice a dead connection.
    private async Task StreamAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        Protect(context.Response, "text/event-stream");
        var (told, quiet) = (_pulse.Changes, 0);
        await context.Response.Body.WriteAsync(": live\n\n"u8.ToArray(), ending.Token).ConfigureAwait(false);
        try
        {
            while (true)
            {
                await context.Response.Body.FlushAsync(ending.Token).ConfigureAwait(false);
                await _surroundings.Clock.Delay(Beat, ending.Token).ConfigureAwait(false);
                var changes = _pulse.Changes;
                if (changes == told && ++quiet < 15) continue;
                var line = changes == told ? ": still here\n\n" : string.Create(CultureInfo.InvariantCulture, $"event: changed\ndata: {changes}\n\n");
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line), ending.Token).ConfigureAwait(false);
                (told, quiet) = (changes, 0);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The browser is gone, or the tracker stops.
        }
    }

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        Protect(context.Response, type);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Protect(HttpResponse response, string type)
    {
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static byte[] Resource(string name)
    {
        using var stream = typeof(FleetPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
