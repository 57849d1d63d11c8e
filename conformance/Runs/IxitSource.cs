using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Attaches what an IXIT describes.</summary>
public sealed class IxitSource(AttachmentSettings settings) : IImplementationSource
{
    private readonly ImplementationSource _source = new(settings);

    /// <inheritdoc/>
    public Implementation Attach(Role role) => _source.Attach(role);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>What the file says, as the attachment understands it.</summary>
    public static AttachmentSettings Settings(Ixit ixit)
    {
        ArgumentNullException.ThrowIfNull(ixit);
        return new AttachmentSettings
        {
            UpperTester = ixit.UpperTester switch
            {
                Claims.UpperTesterBinding.Stdio stdio => new Attachment.UpperTesterBinding.Stdio(stdio.Command),
                Claims.UpperTesterBinding.Tcp tcp => new Attachment.UpperTesterBinding.Socket(StreamPoint.Parse($"tcp:{tcp.Address}")),
                Claims.UpperTesterBinding.Unix unix => new Attachment.UpperTesterBinding.Socket(StreamPoint.Parse($"unix:{unix.Path}")),
                Claims.UpperTesterBinding.InProcess type => new Attachment.UpperTesterBinding.InProcess(type.Assembly, type.Type),
                _ => new Attachment.UpperTesterBinding.None(),
            },
            Links = ixit.Links.Where(static link => link.Value.Kind != LinkKind.Tunnel).ToDictionary(static link => link.Key, static link => new NativeLinkSettings
            {
                Address = link.Value.Address is null ? null : link.Value.ToString(),
                Protected = link.Value.Kind == LinkKind.Https,
            }),
            Tls = ixit.Tls is { } tls ? Files(tls) : null,
            Deadlines = new Attachment.Deadlines(ixit.Deadlines.Answer, ixit.Deadlines.Start, ixit.Deadlines.Patience),
            Restart = ixit.Restart == RestartPolicy.Scenario ? Restart.Scenario : Restart.Role,
            Provisioned = new JsonObject(ixit.Parameters.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)Value(pair.Value)))),
        };
    }

    // The suite presents the one certificate that it is given, whomever it plays.
    private static TlsSettings.Files Files(TlsMaterial tls)
    {
        var key = tls.Key.File ?? throw new ClaimsFileException($"Expected the key of the suite's certificate in a file; the IXIT names the environment variable {tls.Key.Environment}. Name a file.");
        string[] peers = ["communicator", "tracker", "server", "operator", "author"];
        return new TlsSettings.Files(tls.Authority, peers.ToDictionary(static peer => peer, _ => (tls.Certificate, key)));
    }

    private static JsonValue Value(string text) => long.TryParse(text, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
}
