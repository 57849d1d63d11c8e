using System.Collections.Concurrent;
using SecUpIoT.Cli;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Crash.Site;

/// <summary>
/// Asks the Status tracker and the Firmware server what the commands <c>status</c>, <c>enrol</c>, <c>cancel</c> and <c>publish</c> ask, over the same
/// protected links and without a process for each question. Null: no answer came, so nothing was acknowledged.
/// </summary>
internal sealed class Operator(SiteFiles files) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<LinkRole, PeerClient> _clients = new();

    /// <summary>Every record.</summary>
    public async Task<IReadOnlyList<TrackEntry>?> StatusAsync() =>
        (await AskAsync<TrackAnswer>(LinkRole.Operator, LinkRole.Tracker, HttpBinding.OperatorPath, new TrackQuery(null, null)).ConfigureAwait(false))?.Entries.ToList();

    public async Task<bool> EnrolAsync(int device)
    {
        var key = OperatorCommands.PublicKeyOf(new FileInfo(KeyFilePair.PublicPath(files.Trial.DeviceKey(device))));
        var request = new EnrolRequest(files.Device(device), files.Description.VendorId, files.Description.ClassId, Profile.Secure, key);
        return await AskAsync<EnrolAnswer>(LinkRole.Operator, LinkRole.Tracker, HttpBinding.OperatorPath, request).ConfigureAwait(false) is not null;
    }

    public async Task<bool> CancelAsync(DeviceId device) =>
        await AskAsync<CancelAnswer>(LinkRole.Operator, LinkRole.Tracker, HttpBinding.OperatorPath, new CancelRequest(device)).ConfigureAwait(false) is not null;

    /// <summary>What the server says of a package when it is offered again without its image.</summary>
    public Task<PublishAnswer?> PublishedAsync(AuthoredPackage package) =>
        AskAsync<PublishAnswer>(LinkRole.Author, LinkRole.Server, HttpBinding.AuthorPath, new PublishRequest(File.ReadAllBytes(package.EnvelopePath)));

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private async Task<T?> AskAsync<T>(LinkRole self, LinkRole peer, string path, Message message)
        where T : Message
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var client = _clients.GetOrAdd(peer, static (role, one) => new PeerClient(one.files.Description.AddressOf(role), one.files.Trial.Certificate(one.self.Spelling()).Load(), role), (files, self));
            return await client.AskAsync<T>(path, message, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CommandFailure or OperationCanceledException)
        {
            return null;
        }
    }
}
