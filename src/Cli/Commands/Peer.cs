using System.CommandLine;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>How a command reaches a Status tracker or a Firmware server, and as whom: options that an author and an operator share.</summary>
internal sealed class Peer
{
    private readonly Option<Uri?> _address;
    private readonly Option<DirectoryInfo?> _trial = new("--trial") { Description = "Trial folder made by 'secup init'; gives address, certificate and authority." };
    private readonly Option<FileInfo?> _certificate = new("--certificate") { Description = "Own client certificate (PEM)." };
    private readonly Option<FileInfo?> _key = new("--certificate-key") { Description = "Private key of the client certificate (PEM)." };
    private readonly Option<FileInfo?> _authority = new("--authority") { Description = "Certificate of the authority that certified the peer (PEM)." };
    private readonly Option<bool> _plaintext = new("--dangerous-plaintext") { Description = "Without TLS; to a loopback address only." };
    private readonly LinkRole _self;
    private readonly LinkRole _peer;

    private Peer(string option, LinkRole self, LinkRole peer)
    {
        _address = new(option)
        {
            Description = $"Address of the {(peer == LinkRole.Tracker ? "Status tracker" : "Firmware server")}, such as https://127.0.0.1:8443.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http") return address;
                result.AddError($"{option}: expected an address such as https://127.0.0.1:8443, got '{text}'.");
                return null;
            },
        };
        _self = self;
        _peer = peer;
    }

    /// <summary>For an operator: a Status tracker.</summary>
    public static Peer Tracker() => new("--tracker", LinkRole.Operator, LinkRole.Tracker);

    /// <summary>For an author: a Firmware server.</summary>
    public static Peer Server() => new("--server", LinkRole.Author, LinkRole.Server);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _address, _trial, _certificate, _key, _authority, _plaintext }) command.Options.Add(option);
    }

    /// <summary>The trial folder, when one is named.</summary>
    public TrialFolder? TrialOf(ParseResult parsed) => parsed.GetValue(_trial) is { } folder ? new TrialFolder(folder.FullName) : null;

    /// <summary>A client for the peer.</summary>
    public PeerClient Connect(ParseResult parsed)
    {
        var trial = TrialOf(parsed);
        var address = parsed.GetValue(_address) ?? (trial is null ? null : TrialDescription.Read(trial).AddressOf(_peer))
            ?? throw new CommandFailure(ExitCode.Usage, $"Expected {_address.Name} or --trial, got neither.");
        return new PeerClient(address, parsed.GetValue(_plaintext) ? Unprotected(address) : IdentityOf(parsed, trial), _peer);
    }

    private static LinkIdentity? Unprotected(Uri address) => address.IsLoopback
        ? null
        : throw new CommandFailure(ExitCode.Usage, $"--dangerous-plaintext is for loopback addresses only, got {address}.");

    private LinkIdentity IdentityOf(ParseResult parsed, TrialFolder? trial)
    {
        var issued = trial?.Certificate(_self.Spelling());
        var certificate = parsed.GetValue(_certificate)?.FullName ?? issued?.CertificatePath;
        var key = parsed.GetValue(_key)?.FullName ?? issued?.KeyPath;
        var authority = parsed.GetValue(_authority)?.FullName ?? issued?.AuthorityPath;
        return certificate is null || key is null || authority is null
            ? throw new CommandFailure(ExitCode.Usage, "Expected --certificate, --certificate-key and --authority, or --trial.")
            : LinkIdentity.Load(certificate, key, authority);
    }
}

/// <summary>Asks a Status tracker or Firmware server; refusals and faults become failures with a sentence and an exit code.</summary>
internal sealed class PeerClient : IDisposable
{
    private readonly LinkIdentity? _identity;
    private readonly HttpMessageHandler _handler;

    public PeerClient(Uri address, LinkIdentity? identity, LinkRole peer)
    {
        _identity = identity;
        var clock = SystemClock.Instance;
        _handler = HttpLinkHandler.Create(identity, peer, clock, HttpClientLimits.Default);
        Link = new HttpLinkClient(address, _handler, clock, HttpClientLimits.Default);
    }

    public HttpLinkClient Link { get; }

    /// <summary>The answer of the expected kind.</summary>
    public async Task<T> AskAsync<T>(string path, Message message, CancellationToken cancel)
        where T : Message
    {
        var arrival = await Link.AskAsync(path, message, cancel).ConfigureAwait(false);
        return arrival switch
        {
            { Message: T answer } => answer,
            { Message: Refusal refusal } => throw CommandFailure.Refused(refusal.Code, refusal.Detail),
            { Fault: { } fault } => throw Failure(fault),
            _ => throw new CommandFailure(ExitCode.Transport, $"{Link.Address} answered with {arrival.Message?.GetType().Name}, expected {typeof(T).Name}.", ResultCode.MalformedMessage),
        };
    }

    public static CommandFailure Failure(LinkFault fault) => fault.Code.Group() == ResultGroup.Transport
        ? new CommandFailure(ExitCode.Transport, $"{Sentence(fault.Code)} ({fault.Code}): {fault.Detail}", fault.Code)
        : CommandFailure.Refused(fault.Code, fault.Detail);

    public void Dispose()
    {
        Link.Dispose();
        _handler.Dispose();
        _identity?.Dispose();
    }

    private static string Sentence(ResultCode code) => code switch
    {
        ResultCode.Unreachable => "The peer cannot be reached; is it running, and is the address right?",
        ResultCode.PeerNotTrusted => "The peer's certificate is not trusted, or it does not trust ours",
        ResultCode.TimedOut => "The peer did not answer in time",
        _ => "The exchange failed",
    };
}
