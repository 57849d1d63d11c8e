using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Claims;

/// <summary>Files as a vendor fills them in.</summary>
internal static partial class Filled
{
    public const string Ixit = """
        ixit: secup-iot-ixit/1
        upperTester:
          stdio: [./shim, --quiet, --quiet]
        links:
          device: tunnel
        tls:
          files:
            authority: authority.pem
            certificates:
              communicator: { certificate: communicator.pem, key: keys/communicator.pem }
        deadlines: { answer: 500ms, reset: 20s, patience: 1min }
        restart: role
        provisioned: { publicKey: MCowBQYDK2VwAyEA, slotCapacity: 8192 }
        """;

    /// <summary>What a new file of this role becomes when every question is answered with yes, and with what is usual.</summary>
    public static string Text(Role role = Role.DeviceCore, Profile profile = Profile.Secure, params IReadOnlyList<Extension> extensions)
    {
        var text = ClaimsTemplate.WriteClaims([role], new ClaimedProfile(profile, extensions), Prefill.All)
            .Replace("  vendor:\n", "  vendor: Yoyodyne\n", StringComparison.Ordinal)
            .Replace("  name:\n", "  name: FlashBoot\n", StringComparison.Ordinal)
            .Replace("  version:\n", "  version: 3.2.1\n", StringComparison.Ordinal)
            .Replace("  clock:\n", "  clock: virtual\n", StringComparison.Ordinal);
        return Open().Replace(text, match => $"    {match.Groups[1].Value}: {Usual(match.Groups[1].Value)}\n");
    }

    public static ClaimSet Claims(Role role = Role.DeviceCore, Profile profile = Profile.Secure, params IReadOnlyList<Extension> extensions) =>
        ClaimsFile.Parse("ics.yaml", Text(role, profile, extensions));

    /// <summary>The claims with one answer changed.</summary>
    public static ClaimSet Deny(this ClaimSet claims, string requirement) => claims with { Items = new Dictionary<string, bool>(claims.Items) { [requirement] = false } };

    private static string Usual(string name) => name switch
    {
        "algorithms" => "[ESP256, Ed25519]",
        "leastPoll" or "firstBackOff" => "1s",
        "mostPoll" => "1d",
        "mostBackOff" or "defaultPoll" => "5min",
        "slotCapacity" or "largestUpload" => "1048576",
        "blockSize" => "4096",
        "attempts" => "3",
        _ => "30s",
    };

    [GeneratedRegex(@"^    (\w+):\n", RegexOptions.Multiline)]
    private static partial Regex Open();
}
