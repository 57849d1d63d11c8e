using System.Security.Authentication;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>How the suite behaves at its end of a protected link.</summary>
/// <param name="Identity">What it shows; null for nothing.</param>
/// <param name="Protocols">The versions of TLS that it speaks.</param>
public sealed record Conduct(LinkIdentity? Identity, SslProtocols Protocols = SslProtocols.Tls13);
