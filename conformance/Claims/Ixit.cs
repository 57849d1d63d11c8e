using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>How the implementation is attached, in private: the extra information for testing (IXIT).</summary>
/// <param name="UpperTester">How its upper tester is reached.</param>
/// <param name="Links">For each link of the role how it is attached.</param>
/// <param name="Tls">Material for links over TLS; null when there is none.</param>
/// <param name="Deadlines">How long the suite waits.</param>
/// <param name="Restart">When the upper tester is started anew.</param>
/// <param name="Parameters">What a laboratory may want to know beside: name and text.</param>
public sealed record Ixit(
    UpperTesterBinding UpperTester,
    IReadOnlyDictionary<Link, LinkBinding> Links,
    TlsMaterial? Tls,
    Deadlines Deadlines,
    RestartPolicy Restart,
    IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The version of the file's form.</summary>
    public const string Form = "secup-iot-ixit/1";
}

/// <summary>How the upper tester is reached (UPPER-TESTER.md, Bindings).</summary>
public abstract record UpperTesterBinding
{
    private UpperTesterBinding()
    {
    }

    /// <summary>The suite starts this command and talks over its standard input and output.</summary>
    public sealed record Stdio(IReadOnlyList<string> Command) : UpperTesterBinding;

    /// <summary>The suite connects to a host and port.</summary>
    public sealed record Tcp(string Address) : UpperTesterBinding;

    /// <summary>The suite connects to a Unix socket.</summary>
    public sealed record Unix(string Path) : UpperTesterBinding;

    /// <summary>A .NET type in an assembly.</summary>
    public sealed record InProcess(string Assembly, string Type) : UpperTesterBinding;

    /// <summary>There is none: links only, to an implementation that is provisioned and runs.</summary>
    public sealed record None : UpperTesterBinding;
}

/// <summary>How a link is attached.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Address">Where the one who is asked listens, such as <c>127.0.0.1:4711</c> or a path; null when <c>start</c> tells it, and for a tunnel.</param>
public sealed record LinkBinding(LinkKind Kind, string? Address)
{
    /// <inheritdoc/>
    public override string ToString() => Address is null ? Kind.ToString().ToLowerInvariant() : Kind is LinkKind.Http or LinkKind.Https
        ? $"{Kind.ToString().ToLowerInvariant()}://{Address}"
        : $"{Kind.ToString().ToLowerInvariant()}:{Address}";
}

/// <summary>What carries a link.</summary>
public enum LinkKind
{
    /// <summary>The upper tester.</summary>
    Tunnel,
    /// <summary>Frames over TCP.</summary>
    Tcp,
    /// <summary>Frames over a Unix socket.</summary>
    Unix,
    /// <summary>HTTP without protection.</summary>
    Http,
    /// <summary>HTTP over TLS.</summary>
    Https,
}

/// <summary>Material for links over TLS, by file. Files that are secret may be named by an environment variable instead.</summary>
/// <param name="Authority">Certificates that the suite trusts.</param>
/// <param name="Certificate">The certificate that the suite presents.</param>
/// <param name="Key">Its private key.</param>
public sealed record TlsMaterial(string Authority, string Certificate, Secret Key);

/// <summary>Where a secret is. It is read when it is needed, and never shown.</summary>
/// <param name="File">In this file; or null.</param>
/// <param name="Environment">In this environment variable; or null.</param>
public sealed record Secret(string? File, string? Environment)
{
    /// <summary>The secret.</summary>
    /// <exception cref="ClaimsFileException">There is none at its place.</exception>
    public string Reveal()
    {
        if (Environment is { } name)
            return System.Environment.GetEnvironmentVariable(name) ?? throw new ClaimsFileException($"Expected a secret in the environment variable {name}; it is not set. Set it before the run.");
        try
        {
            return System.IO.File.ReadAllText(File!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaimsFileException($"Expected a secret in the file {File}; {exception.Message} Name a readable file.", exception);
        }
    }
}

/// <summary>How long the suite waits for an implementation. They bound a run; they are no requirements.</summary>
/// <param name="Start">For the upper tester to come up, and for <c>reset</c>, <c>provision</c> and <c>start</c>.</param>
/// <param name="Answer">For the answer to any other verb.</param>
/// <param name="Patience">For what takes time by itself, with a real clock.</param>
public sealed record Deadlines(TimeSpan Start, TimeSpan Answer, TimeSpan Patience)
{
    /// <summary>Those of a file that names none.</summary>
    public static Deadlines Standard { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
}

/// <summary>When the upper tester is started anew.</summary>
public enum RestartPolicy
{
    /// <summary>Before every scenario.</summary>
    Scenario,
    /// <summary>Before every feature.</summary>
    Feature,
    /// <summary>When it died, only.</summary>
    Never,
}
