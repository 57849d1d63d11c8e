using System.Globalization;
using System.Text;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Trial;

/// <summary>Writes the configuration files of a trial: one for each entity, and one for a gateway that serves all devices.</summary>
internal static class TrialConfigurations
{
    public const string Server = "firmware-server";
    public const string Tracker = "tracker";
    public const string Gateway = "gateway";

    public static string Device(int number) => $"device-{number}";

    public static string Communicator(int number) => $"communicator-{number}";

    public static void Write(TrialFolder trial, TrialDescription description)
    {
        var devices = Enumerable.Range(1, description.Devices.Count).ToList();
        File.WriteAllText(trial.Configuration(Server), ServerText(description));
        File.WriteAllText(trial.Configuration(Tracker), TrackerText(description));
        foreach (var number in devices)
        {
            File.WriteAllText(trial.Configuration(Device(number)), DeviceText(description, number));
            File.WriteAllText(trial.Configuration(Communicator(number)), CommunicatorText(description, [number]));
        }

        File.WriteAllText(trial.Configuration(Gateway), CommunicatorText(description, devices));
    }

    private static string Tls(LinkRole role) => $"""
        tls:
          certificate: pki/{role.Spelling()}.crt
          key: pki/{role.Spelling()}.key
          authority: pki/ca.crt

        """;

    private static string ServerText(TrialDescription description) => Lines($"""
        # A Firmware server. Keys and their defaults: docs/CLI.md.
        listen: 127.0.0.1:{description.ServerPort}
        folder: data/firmware-server
        authors: [keys/author.key.pub]
        {Tls(LinkRole.Server)}
        """);

    private static string TrackerText(TrialDescription description) => Lines($"""
        # A Status tracker. Keys and their defaults: docs/CLI.md.
        listen: 127.0.0.1:{description.TrackerPort}
        key: keys/tracker.key
        authors: [keys/author.key.pub]
        database: data/tracker/tracker.db
        cache: data/tracker/cache
        servers:
          - name: main
            address: https://127.0.0.1:{description.ServerPort}
        poll-after: 2s
        refresh-interval: 1s
        {Tls(LinkRole.Tracker)}
        """);

    private static string DeviceText(TrialDescription description, int number) => Lines($"""
        # A Device core. Keys and their defaults: docs/CLI.md.
        device: {description.Devices[number - 1].Id}
        vendor: {description.VendorId}
        class: {description.ClassId}
        profile: {(description.Profile == Profile.Core ? "core" : "secure")}
        has-clock: true
        key: keys/device-{number}.key
        authors: [keys/author.key.pub]
        trackers: [keys/tracker.key.pub]
        flash: data/device-{number}.flash
        listen: tcp://127.0.0.1:{description.Devices[number - 1].Port}

        """);

    private static string CommunicatorText(TrialDescription description, List<int> devices)
    {
        var text = new StringBuilder(Lines($"""
            # {(devices.Count == 1 ? "A Communicator" : "A gateway: several Communicators")}. Keys and their defaults: docs/CLI.md.
            tracker: https://127.0.0.1:{description.TrackerPort}
            least-poll: 500ms
            active-poll: 500ms
            progress-interval: 1s
            {(devices.Count == 1 ? "" : "cache: gateway-cache\n")}{Tls(LinkRole.Communicator)}devices:

            """));
        foreach (var number in devices)
            text.Append(CultureInfo.InvariantCulture, $"  - name: device-{number}\n    address: tcp://127.0.0.1:{description.Devices[number - 1].Port}\n");
        return text.ToString();
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
