using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Hosts that are protected wrongly.</summary>
internal static class ProtectionMutants
{
    private const SslProtocols Old = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        WrongDoor(Role.FirmwareServer, "any-certificate", "believes certificates of any authority", ["R-GEN-10", "R-FS-01"], new() { Believes = static (_, _) => true }),
        WrongDoor(Role.FirmwareServer, "expired-certificate", "believes certificates that have expired", ["R-GEN-10"], new() { Believes = BelievesExpired }),
        WrongDoor(Role.FirmwareServer, "no-certificate", "lets in who shows no certificate", ["R-GEN-10", "R-FS-01"], Anybody),
        WrongDoor(Role.FirmwareServer, "old-tls", "speaks TLS 1.2", ["R-GEN-10"], new() { Protocols = Old }),
        WrongDoor(Role.FirmwareServer, "any-role", "lets every certificate of the authority do everything", ["R-FS-01"], new() { May = static (_, _, _) => true }),
        WrongDoor(Role.StatusTracker, "any-certificate", "believes certificates of any authority", ["R-GEN-10", "R-ST-30"], new() { Believes = static (_, _) => true }),
        WrongDoor(Role.StatusTracker, "expired-certificate", "believes certificates that have expired", ["R-GEN-10"], new() { Believes = BelievesExpired }),
        WrongDoor(Role.StatusTracker, "no-certificate", "lets in who shows no certificate", ["R-GEN-10", "R-ST-30"], Anybody),
        WrongDoor(Role.StatusTracker, "old-tls", "speaks TLS 1.2", ["R-GEN-10"], new() { Protocols = Old }),
        WrongDoor(Role.StatusTracker, "any-role", "lets every certificate of the authority do everything", ["R-ST-30"], new() { May = static (_, _, _) => true }),
        WrongWay(Role.StatusTracker, "unchecked-server", "believes any Firmware server", ["R-GEN-10"], new() { Believes = static (_, _) => true }),
        WrongWay(Role.StatusTracker, "server-of-another-name", "believes a Firmware server under any name", ["R-GEN-10"], new() { Name = static _ => true }),
        WrongWay(Role.StatusTracker, "old-tls-to-servers", "speaks TLS 1.2 with Firmware servers", ["R-GEN-10"], new() { Protocols = Old }),
        WrongWay(Role.Communicator, "unchecked-tracker", "believes any Status tracker", ["R-GEN-10", "R-CM-14"], new() { Believes = static (_, _) => true }),
        WrongWay(Role.Communicator, "tracker-of-another-name", "believes a Status tracker under any name", ["R-GEN-10", "R-CM-14"], new() { Name = static _ => true }),
        WrongWay(Role.Communicator, "tracker-of-another-role", "believes whoever the authority certified for anything", ["R-CM-14"], new() { IsOf = static (_, _) => true }),
        WrongWay(Role.Communicator, "no-certificate-shown", "shows no certificate", ["R-GEN-10", "R-CM-14"], new() { Shows = static _ => null }),
        WrongWay(Role.Communicator, "old-tls", "speaks TLS 1.2", ["R-GEN-10"], new() { Protocols = Old }),
        .. Names.AllRoles.SelectMany(static role => (Mutant[])
        [
            WrongKeeping(role, "readable-key", "leaves a key file readable by all", ["R-GEN-11"], [], static (file, _) => Open(file)),
            WrongKeeping(role, "logged-key", "logs a private key", ["R-GEN-11"], ["R-GEN-15"], static (file, log) => log.WriteLine(File.ReadAllText(file).ReplaceLineEndings(" "))),
        ]),
    ];

    private static ProtectionDoorParts Anybody => new()
    {
        Mode = ClientCertificateMode.AllowCertificate,
        May = static (host, certificate, path) => certificate is null || ProtectionDoorParts.MayByRole(host, certificate, path),
    };

    // Looks at the chain as if it were the day after the certificate was issued.
    private static bool BelievesExpired(LinkIdentity identity, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        identity.Trust.JudgeClient(certificate, SystemClock.Instance.Now) is null or "NotTimeValid";

    private static Mutant WrongDoor(Role role, string id, string wrong, IReadOnlyList<string> violates, ProtectionDoorParts parts) => Make(role, id, wrong, violates, [], new()
    {
        Door = (identity, own) => new ProtectionDoor(identity, own, parts),
        // A host that lets another keep its door has no certificate to go out with.
        Way = static (identity, peer) => new ProtectionWay(identity, peer, new ProtectionWayParts()),
    });

    private static Mutant WrongWay(Role role, string id, string wrong, IReadOnlyList<string> violates, ProtectionWayParts parts) =>
        Make(role, id, wrong, violates, [], new() { Way = (identity, peer) => new ProtectionWay(identity, peer, parts) });

    private static Mutant WrongKeeping(Role role, string id, string wrong, IReadOnlyList<string> violates, IReadOnlyList<string> allows, Action<string, TextWriter> keeping) =>
        Make(role, id, wrong, violates, allows, new() { KeyRead = keeping });

    private static Mutant Make(Role role, string id, string wrong, IReadOnlyList<string> violates, IReadOnlyList<string> allows, HostedDesign hosts) =>
        new($"{Names.Of(role)}/{id}", role, wrong, violates, Design.Right with { Hosts = hosts }) { Allows = allows };

    private static void Open(string file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
