using System.Security.Authentication;
using SecUpIoT.Conformance.Attachment.Native;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <summary>Somebody on a protected link, as a scenario names them: a role, and what they show.</summary>
/// <param name="Name">As in the scenario.</param>
/// <param name="Role">The role that the certificate carries.</param>
/// <param name="Credential">What is shown.</param>
/// <param name="Protocols">The versions of TLS that are spoken.</param>
internal sealed record Who(string Name, LinkRole Role, Credential Credential, SslProtocols Protocols)
{
    private static readonly Dictionary<string, LinkRole> Roles = new()
    {
        ["an author"] = LinkRole.Author,
        ["an operator"] = LinkRole.Operator,
        ["a Communicator"] = LinkRole.Communicator,
        ["a Status tracker"] = LinkRole.Tracker,
        ["a Firmware server"] = LinkRole.Server,
    };

    private static readonly Dictionary<string, (Credential Credential, SslProtocols Protocols)> Manners = new()
    {
        ["with a right certificate"] = (Credential.Right, SslProtocols.Tls13),
        ["without a certificate"] = (Credential.None, SslProtocols.Tls13),
        ["with a stranger's certificate"] = (Credential.Stranger, SslProtocols.Tls13),
        ["with an expired certificate"] = (Credential.Expired, SslProtocols.Tls13),
        ["with a certificate for another address"] = (Credential.OtherName, SslProtocols.Tls13),
        ["over TLS 1.2"] = (Credential.Right, SslProtocols.Tls12),
    };

    /// <summary>Reads, such as, "an author with a stranger's certificate".</summary>
    public static Who Read(string text)
    {
        var (name, role) = Roles.FirstOrDefault(pair => text.StartsWith(pair.Key + " ", StringComparison.Ordinal));
        if (name is null || !Manners.TryGetValue(text[(name.Length + 1)..], out var manner)) throw new SuiteErrorException($"nobody is called '{text}'");
        return new Who(text, role, manner.Credential, manner.Protocols);
    }

    /// <summary>How they behave.</summary>
    public Conduct Conduct(TlsMaterial material) => new(material.Of(Credential, Role), Protocols);
}
