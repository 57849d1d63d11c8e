using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>Configuration files, claims and attachments.</summary>
internal static class YamlSeeds
{
    private const string Device = """
        device: 0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01
        vendor: fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe
        class: 1492af14-2569-5e48-bf42-9b2d51f2ab45
        profile: secure
        has-clock: true
        key: device.key
        authors: [author.pub]
        trackers: [/keys/tracker.pub]
        flash: ../flash/device.flash
        listen: tcp://127.0.0.1:0
        block-size: 4096
        trial-period: 5m
        self-test: {command: run, arguments: [-v], within: 1m}
        health: "[::1]:8443"
        """;

    private const string Communicator = """
        tracker: http://127.0.0.1:8443
        dangerous-plaintext: true
        devices:
          - name: one
            address: unix:///run/one.sock
          - {name: two, address: "tcp://device.example:4711"}
        poll: 5m
        cache: cache
        cache-size: 1000
        gather: 100ms
        gather-most: 10
        fetches: 3
        cache-piece: 4096
        spread: 1s
        """;

    private const string Tracker = """
        listen: 127.0.0.1:8443
        tls: {certificate: t.crt, key: t.key, authority: ca.crt}
        key: tracker.key
        authors: [author.pub]
        database: tracker.db
        cache: cache
        servers:
          - {name: one, address: "https://127.0.0.1:9443"}
        most-attempts: 5
        """;

    private const string Server = """
        listen: 127.0.0.1:9443
        dangerous-plaintext: true
        authors: [author.pub]
        folder: packages
        """;

    private const string Attachment = """
        ixit: secup-iot-ixit/1
        upperTester: {stdio: [python3, shim.py], folder: .}
        links: {device: tunnel, tracker: https, operator: "http://127.0.0.1:1", server: {one: "https://localhost:2"}, author: tunnel}
        tls: {authority: ca}
        deadlines: {answer: 10s, reset: 30s, patience: 500ms}
        restart: role
        provisioned: {publicKey: AAAA, attempts: 3, list: [1, two], map: {a: ~}}
        """;

    private const string Failures = """
        known: secup-iot-known-failures/1
        failures:
          - {tp: TP-DC-01, row: one, reason: r, message: m, until: 2026-12-31, issue: "1"}
        """;

    public static IReadOnlyList<string> OptionKeys { get; } =
        ["device", "vendor", "listen", "health", "tls", "servers", "devices", "name", "address", "self-test", "command", "arguments", "within", "cache-size", "dangerous-plaintext", "tracker"];

    public static IReadOnlyList<string> IxitKeys { get; } = ["upperTester", "stdio", "inProcess", "provisioned", "environment", "links", "server", "tls", "files", "authority", "deadlines"];

    public static IEnumerable<byte[]> Options() => Bytes(Device, Communicator, Tracker, Server, Device.Replace("tcp://127.0.0.1:0", "unix:///run/d.sock", StringComparison.Ordinal));

    // A template has its answers open; those of the sample implementation are given.
    public static IEnumerable<byte[]> Claims() => Names.AllRoles.Select(static role => Encoding.UTF8.GetBytes(ClaimsTemplate.WriteClaims([role], Profile.Core)))
        .Append(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "device-core-python", "ics.yaml"))).Where(static bytes => bytes.Length <= 20_000);

    public static IEnumerable<byte[]> Ixit() => Bytes(Attachment, ClaimsTemplate.WriteIxit(Names.AllRoles), Attachment.Replace("stdio: [python3, shim.py], folder: .", "unix: /run/x", StringComparison.Ordinal));

    public static IEnumerable<byte[]> KnownFailures() => Bytes(Failures);

    private static IEnumerable<byte[]> Bytes(params string[] texts) => texts.Select(static text => Encoding.UTF8.GetBytes(text));
}
