using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Server;

/// <summary>
/// The Firmware server's machines, one for each package. All of them go through one lane, because whether a package may be published
/// depends on the others of
/// its vendor and class (R-FS-05, R-FS-06). Payload bytes do not go through it.
/// </summary>
internal sealed class PackageRecords(ServerSetup setup, HostSurroundings surroundings, ILogger log)
{
    private readonly FirmwareServerMachine _machine = new(setup.Configuration);
    private readonly WorkLane _lane = new();
    private readonly string _name = setup.Listen.EndPoint.ToString();

    // Packages whose last step in the trace is what the store has. Of all others the trace may hold a step, of this life or the one before, that was never
    // stored. Used in the lane only.
    private readonly HashSet<Digest> _certain = [];

    /// <summary>Ends when the lane has; faulted when it did because of a fault of our own.</summary>
    public Task Completion => _lane.Completion;

    /// <summary>Starts the lane, and completes packages whose last payload was stored just before the server stopped.</summary>
    public async Task StartAsync()
    {
        await TraceStartAsync().ConfigureAwait(false);
        _lane.Start();
        foreach (var record in await setup.Store.List(PackagePhase.Staged).ConfigureAwait(false))
        {
            foreach (var payload in record.Missing.Where(missing => setup.Store.PayloadSize(missing.Digest) == missing.Size))
                await HearStoredAsync(record, payload.Digest).ConfigureAwait(false);
        }
    }

    private async Task TraceStartAsync()
    {
        if (surroundings.Trace is not { } trace) return;
        foreach (var record in await setup.Store.List(null).ConfigureAwait(false))
        {
            trace.Write(PackageTrace.Started(_name, record.Image.Manifest, record));
            _certain.Add(record.Image.Manifest);
        }
    }

    public Task StopAsync() => _lane.StopAsync();

    public void Close() => _lane.Close();

    /// <summary>M-20 and M-22.</summary>
    public Task<Message?> AuthorAsync(Message request) => request switch
    {
        PublishRequest publish => PublishAsync(publish),
        WithdrawRequest withdraw => ReactAsync(withdraw.Manifest, Hear(Link.Author, withdraw)),
        _ => Task.FromResult<Message?>(new Refusal(ResultCode.MalformedMessage, "not a request of an author")),
    };

    /// <summary>M-14 (R-FS-09).</summary>
    public async Task<Message?> CatalogueAsync()
    {
        try
        {
            var published = await setup.Store.List(PackagePhase.Published).ConfigureAwait(false);
            if (published.Count > Limits.CatalogueEntries) return new Refusal(ResultCode.LimitExceeded, $"more than {Limits.CatalogueEntries} packages are published");
            return new CatalogueAnswer(new Sequence<CatalogueEntry>(published.Select(static record => record.ToEntry())));
        }
        catch (StorageException exception)
        {
            return Failed(exception.Code, exception.Message);
        }
    }

    /// <summary>M-16 (R-FS-16).</summary>
    public Task<Message?> EnvelopeAsync(EnvelopeRequest request) => ReactAsync(request.Manifest, Hear(Link.Server, request));

    /// <summary>Null when the machine of a package that names the payload lets the bytes be served (R-FS-08, R-FS-18), otherwise its
    /// refusal.</summary>
    public async Task<Refusal?> JudgeBlockAsync(BlockRequest request)
    {
        try
        {
            var naming = await setup.Store.Naming(request.Payload).ConfigureAwait(false);
            var record = naming.FirstOrDefault(static candidate => candidate.Phase == PackagePhase.Published) ?? (naming.Count > 0 ? naming[0] : null);
            if (record is null) return new Refusal(ResultCode.NotAvailable, "no package has this payload");
            return await ReactAsync(record.Image.Manifest, Hear(Link.Server, request)).ConfigureAwait(false) switch
            {
                Refusal refusal => refusal,
                Block => null,
                _ => new Refusal(ResultCode.NotNow, "the server stops"),
            };
        }
        catch (StorageException exception)
        {
            return Failed(exception.Code, exception.Message);
        }
    }

    /// <summary>A payload is stored: every staged package that waits for it hears of it (R-FS-04).</summary>
    public async Task<Refusal?> PayloadStoredAsync(PayloadName payload)
    {
        foreach (var record in await setup.Store.Naming(payload.Digest).ConfigureAwait(false))
        {
            if (record.Phase != PackagePhase.Staged || !record.Missing.Contains(payload)) continue;
            if (await HearStoredAsync(record, payload.Digest).ConfigureAwait(false) is Refusal { Code: not ResultCode.NotAvailable } refusal) return refusal;
        }

        return null;
    }

    // What was published before is asked in the lane: a newer package may be on its way through it (R-FS-05, R-FS-06).
    private Task<Message?> HearStoredAsync(PackageRecord staged, Digest payload) => InLaneAsync(async () =>
    {
        var record = await setup.Store.Read(staged.Image.Manifest).ConfigureAwait(false);
        var highest = await setup.Store.Highest(staged.Vendor, staged.Class).ConfigureAwait(false);
        return await ReactInLaneAsync(staged.Image.Manifest, record, new Input.PayloadStored(payload, highest?.Image)).ConfigureAwait(false);
    });

    private async Task<Message?> PublishAsync(PublishRequest request)
    {
        var contents = PackageContents.Read(request.Envelope, setup.Configuration.AuthorAnchors).Value;
        return await InLaneAsync(async () =>
        {
            // Without contents the machine refuses, and says why.
            if (contents is null) return await ReactInLaneAsync(default, null, new Input.PublishAsked(request.Envelope, null, Sequence<Digest>.Empty)).ConfigureAwait(false);
            var record = await setup.Store.Read(contents.Image.Manifest).ConfigureAwait(false);
            var highest = await setup.Store.Highest(contents.Vendor, contents.Class).ConfigureAwait(false);
            var present = new Sequence<Digest>(contents.Payloads.Where(payload => setup.Store.PayloadSize(payload.Digest) == payload.Size).Select(static payload => payload.Digest));
            return await ReactInLaneAsync(contents.Image.Manifest, record, new Input.PublishAsked(request.Envelope, highest?.Image, present)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private Task<Message?> ReactAsync(Digest manifest, Input input) => InLaneAsync(async () =>
        await ReactInLaneAsync(manifest, await setup.Store.Read(manifest).ConfigureAwait(false), input).ConfigureAwait(false));

    private async Task<Message?> InLaneAsync(Func<Task<Message?>> react)
    {
        var (done, answer) = await _lane.DoAsync(async () =>
        {
            try
            {
                return await react().ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                return Failed(exception.Code, exception.Message);
            }
        }).ConfigureAwait(false);
        return done ? answer : null;
    }

    private async Task<Message?> ReactInLaneAsync(Digest manifest, PackageRecord? record, Input input)
    {
        Message? answer = null;
        if (surroundings.Trace is { } trace && _certain.Add(manifest)) trace.Write(PackageTrace.Started(_name, manifest, record));
        var (_, code) = await ReactionSteps.RunAsync(
            _machine, new PackageState(record), input, Perform, (before, heard, reaction) => Observe(manifest, before, heard, reaction), reportFailure: false).ConfigureAwait(false);

        // The stored record is the state: what could not be stored has not happened.
        if (code == ResultCode.Success) return answer;
        _certain.Remove(manifest);
        return Failed(code, "a package was not stored");

        async Task<ResultCode> Perform(Output output)
        {
            answer = await PerformAsync(output).ConfigureAwait(false) ?? answer;
            return ResultCode.Success;
        }
    }

    private async Task<Message?> PerformAsync(Output output)
    {
        switch (output)
        {
            case Output.Persist { Record: PackageRecord record }:
                await setup.Store.Save(record).ConfigureAwait(false);
                return null;
            case Output.StoreEnvelope store:
                await setup.Store.SaveEnvelope(store.Manifest, store.Envelope).ConfigureAwait(false);
                return null;
            case Output.StorePayload store:
                using (var content = new MemoryStream(store.Data.ToArray(), writable: false))
                    await setup.Store.SavePayload(store.Payload, content, (ulong)store.Data.Length).ConfigureAwait(false);
                return null;
            case Output.Send send:
                return send.Message;
            case Output.ServeEnvelope serve:
                return await setup.Store.ReadEnvelope(serve.Manifest).ConfigureAwait(false) is { } envelope
                    ? new EnvelopeAnswer(envelope)
                    : Failed(ResultCode.StorageCorrupted, $"the envelope of {serve.Manifest} is missing");
            case Output.ServeBlock serve:
                // The bytes are streamed by the payload route; this says that they may be.
                return new Block(serve.Payload, serve.Offset, 0, Bytes.Empty);
            case Output.Refuse refuse:
                Log.ServerRefused(log, refuse.Code, refuse.Detail);
                surroundings.Tell(new HostEvent.Refused("server", "packages", refuse.Code, refuse.Detail));
                return new Refusal(refuse.Code, RefusalText.Clean(refuse.Detail));
            default:
                throw new InvalidOperationException($"A Firmware server does not order {output.GetType().Name}.");
        }
    }

    private void Observe(Digest manifest, PackageState before, Input input, Reaction<PackageState> reaction)
    {
        surroundings.Trace?.Write(PackageTrace.Step(_name, manifest, before, reaction));
        var image = (reaction.State.Record ?? before.Record)?.Image;
        if (log.IsEnabled(LogLevel.Information))
            Log.ServerReacted(log, image?.ToString() ?? "?", before.Phase, Trace.NameOf(input), reaction.State.Phase, Trace.NamesOf(reaction.Outputs));
        surroundings.TellPhases("server", image?.ToString() ?? "?", before.Phase, reaction.State.Phase);
    }

    private Refusal Failed(ResultCode code, string detail)
    {
        Log.ServerStorageFailed(log, code, detail);
        return new Refusal(code, "the server's storage failed");
    }

    private static Input.Received Hear(Link link, Message message) => new(link, message, null, default);
}
