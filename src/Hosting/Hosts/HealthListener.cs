using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>
/// Answers GET /health on a loopback listener of its own: 200 with JSON while the entity runs, 503 when it has stopped or failed. It says
/// nothing that is secret.
/// </summary>
public sealed class HealthListener : IAsyncDisposable
{
    private readonly HttpLinkServer _http;
    private readonly string _entity;
    private readonly HostSurroundings _surroundings;

    /// <summary>A listener that does not answer yet.</summary>
    /// <param name="endPoint">A loopback address.</param>
    /// <param name="entity">What to call the entity in the answer.</param>
    /// <param name="completion">Ends when the entity has.</param>
    /// <param name="surroundings">Clock and log.</param>
    /// <exception cref="ConfigurationException">The address is not a loopback address.</exception>
    public HealthListener(IPEndPoint endPoint, string entity, Func<Task> completion, HostSurroundings surroundings)
    {
        _entity = entity;
        _surroundings = surroundings;
        var since = surroundings.Clock.Now;
        _http = new HttpLinkServer(
            HttpListen.DangerousPlaintext(endPoint),
            [new HttpRoute([HttpMethods.Get], HttpBinding.HealthPath, [], (context, _) => AnswerAsync(context, completion(), since))],
            surroundings.Clock,
            surroundings.Logging);
    }

    /// <summary>Begins to answer; says where.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellation = default)
    {
        var address = await _http.StartAsync(cancellation).ConfigureAwait(false);
        _surroundings.Tell(new HostEvent.Listening(_entity, "health", address.ToString()));
        return address;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _http.StopAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, Task completion, Moment since)
    {
        var status = completion switch { { IsFaulted: true } => "failed", { IsCompleted: true } => "stopped", _ => "running" };
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["entity"] = _entity,
            ["status"] = status,
            ["uptimeSeconds"] = (_surroundings.Clock.Now.UnixMilliseconds - since.UnixMilliseconds) / 1000,
        });
        context.Response.StatusCode = status == "running" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
