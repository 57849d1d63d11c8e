using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>How an implementation under test is attached: what the IXIT says about it, read.</summary>
public sealed record AttachmentSettings
{
    /// <summary>Where its upper tester is.</summary>
    public required UpperTesterBinding UpperTester { get; init; }

    /// <summary>The links that do not go through the upper tester. What is not here is tunnelled.</summary>
    public IReadOnlyDictionary<Link, NativeLinkSettings> Links { get; init; } = new Dictionary<Link, NativeLinkSettings>();

    /// <summary>The certificates of the peers that the suite plays; null when no native link is protected.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>How long the suite waits.</summary>
    public Deadlines Deadlines { get; init; } = Deadlines.Default;

    /// <summary>When the upper tester is started anew.</summary>
    public Restart Restart { get; init; }

    /// <summary>
    /// Without an upper tester: what an implementation that is provisioned already would answer to <c>provision</c>, such as the public key of a Status
    /// tracker and its durations in milliseconds.
    /// </summary>
    public JsonObject Provisioned { get; init; } = [];
}

/// <summary>When the upper tester is started anew.</summary>
public enum Restart
{
    /// <summary>For every scenario: nothing that one scenario leaves behind can reach the next.</summary>
    Scenario,
    /// <summary>When it was lost; otherwise <c>reset</c> does the rest.</summary>
    Role,
}

/// <summary>Where the upper tester of an implementation is.</summary>
public abstract record UpperTesterBinding
{
    private UpperTesterBinding()
    {
    }

    /// <summary>A program that the suite starts, which speaks over its standard input and output.</summary>
    /// <param name="Command">The program and its arguments.</param>
    /// <param name="Folder">Where it is started; null for the current folder.</param>
    public sealed record Stdio(IReadOnlyList<string> Command, string? Folder = null) : UpperTesterBinding;

    /// <summary>A socket that the suite connects to.</summary>
    /// <param name="Point">Where it listens.</param>
    public sealed record Socket(StreamPoint Point) : UpperTesterBinding;

    /// <summary>A .NET type.</summary>
    /// <param name="Assembly">The file.</param>
    /// <param name="Type">The full name of the type, which implements <see cref="IUpperTester"/> and has a constructor without parameters.</param>
    public sealed record InProcess(string Assembly, string Type) : UpperTesterBinding;

    /// <summary>No upper tester: the implementation is provisioned and runs.</summary>
    public sealed record None : UpperTesterBinding;
}

/// <summary>One native link.</summary>
public sealed record NativeLinkSettings
{
    /// <summary>
    /// Where the implementation listens, or where the suite is to listen because the implementation asks there: <c>tcp:host:port</c> or <c>unix:/path</c> for the
    /// device link, otherwise <c>http://host:port</c> or <c>https://host:port</c>. Null when <c>start</c> tells.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>On the server link of a Status tracker: where the suite is to listen as each of the Firmware servers, by their names.</summary>
    public IReadOnlyDictionary<string, string> Peers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the link is protected by TLS where <see cref="Address"/> and <see cref="Peers"/> do not say it.</summary>
    public bool Protected { get; init; }
}

/// <summary>The certificates of the peers that the suite plays.</summary>
public abstract record TlsSettings
{
    private TlsSettings()
    {
    }

    /// <summary>
    /// A folder with <c>ca.crt</c> and <c>ca.key</c>: an authority for tests, which the implementation believes. The suite issues all that it needs, also what
    /// must be refused.
    /// </summary>
    public sealed record Authority(string Folder) : TlsSettings;

    /// <summary>
    /// Files in PEM: the authority that both ends believe, and for each role (<c>communicator</c>, <c>tracker</c>, <c>server</c>, <c>operator</c>, <c>author</c>) that
    /// the suite plays a certificate and its key; under <c>expired-</c> and the role one that has expired, under <c>elsewhere-</c> and the role one for another address. What is not there is
    /// inconclusive.
    /// </summary>
    public sealed record Files(string AuthorityFile, IReadOnlyDictionary<string, (string Certificate, string Key)> Certificates) : TlsSettings;
}
