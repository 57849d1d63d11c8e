using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Options;

public sealed class OptionsTests
{
    private const string File = "/etc/secup/file.yaml";

    private const string Device = """
        device: 0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01
        vendor: fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe
        class: 1492af14-2569-5e48-bf42-9b2d51f2ab45
        key: device.key
        authors: [author.pub]
        trackers: [/keys/tracker.pub]
        flash: ../flash/device.flash
        listen: tcp://127.0.0.1:0
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
        """;

    [Fact]
    public void A_device_file_with_the_required_keys_has_the_stated_defaults_and_resolved_paths()
    {
        var options = ReadDevice(Device);

        Assert.Equal((Profile.Secure, false, 65536U), (options.Profile, options.HasClock, options.BlockSize));
        Assert.Equal("/etc/secup/device.key", options.Key);
        Assert.Equal(["/keys/tracker.pub"], options.Trackers);
        Assert.Equal("/etc/flash/device.flash", options.Flash);
        Assert.Equal(TimeSpan.FromMinutes(5), options.TrialPeriod);
        Assert.Null(options.SelfTest);
    }

    [Theory]
    [InlineData("colour: red", "/etc/secup/file.yaml:9: colour: unknown key")]
    [InlineData("block-size: big", "/etc/secup/file.yaml:9: block-size: expected a whole number from 512 to 262144, found \"big\".")]
    [InlineData("block-size: 100", "/etc/secup/file.yaml:9: block-size: expected a whole number from 512 to 262144, found \"100\".")]
    [InlineData("trial-period: 5", "/etc/secup/file.yaml:9: trial-period: expected a time such as 500ms, 30s, 5m, 1h or 2d, found \"5\".")]
    [InlineData("profile: fleet", "/etc/secup/file.yaml:9: profile: expected core or secure, found \"fleet\".")]
    [InlineData("has-clock: yes", "/etc/secup/file.yaml:9: has-clock: expected true or false, found \"yes\".")]
    [InlineData("self-test: run", "/etc/secup/file.yaml:9: self-test: expected a mapping of keys to values, found \"run\".")]
    [InlineData("self-test: {command: run, extra: 1}", "/etc/secup/file.yaml:9: self-test.extra: unknown key")]
    [InlineData("self-test: {within: 1m}", "/etc/secup/file.yaml:9: self-test.command: expected a value, but the key is missing.")]
    [InlineData("health: localhost", "/etc/secup/file.yaml:9: health: expected an address and a port such as 127.0.0.1:8443, found \"localhost\".")]
    [InlineData("key: other.key", "/etc/secup/file.yaml:9: expected YAML")]
    [InlineData("nonce-lifetime:", "/etc/secup/file.yaml:9: nonce-lifetime: expected a time such as 500ms, 30s, 5m, 1h or 2d, found nothing.")]
    public void A_wrong_key_is_named_with_file_and_line(string line, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ReadDevice(Device + "\n" + line));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("device")]
    [InlineData("key")]
    [InlineData("authors")]
    [InlineData("trackers")]
    [InlineData("flash")]
    [InlineData("listen")]
    public void A_missing_key_is_named(string key)
    {
        var text = string.Join('\n', Device.Split('\n').Where(line => !line.StartsWith(key + ":", StringComparison.Ordinal)));

        var exception = Assert.Throws<ConfigurationException>(() => ReadDevice(text));

        Assert.Contains($": {key}: expected a value, but the key is missing.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_of_profile_core_needs_no_tracker_keys() =>
        Assert.Empty(ReadDevice(Device.Replace("trackers: [/keys/tracker.pub]", "profile: core", StringComparison.Ordinal)).Trackers);

    [Theory]
    [InlineData("tls:", "#", "either tls or dangerous-plaintext: true, found neither")]
    [InlineData("key: tracker.key", "key: tracker.key\ndangerous-plaintext: true", "either tls or dangerous-plaintext: true, found both")]
    [InlineData("https:", "http:", "servers[0].address: expected an address that begins with https://")]
    [InlineData("127.0.0.1:9443\"", "127.0.0.1:9443/path\"", "servers[0].address: expected https://host:port")]
    [InlineData("- {name: one", "- {name: one, address: \"https://a\"}\n  - {name: one", "expected a different name for each server")]
    public void Links_are_protected_unless_plaintext_is_asked_for_by_name(string from, string to, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => YamlMap.ReadText(File, Tracker.Replace(from, to, StringComparison.Ordinal), StatusTrackerOptions.Read));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tracker_file_is_read()
    {
        var options = YamlMap.ReadText(File, Tracker + "\nsilence-limit: 2h\n", StatusTrackerOptions.Read);

        Assert.Equal(TimeSpan.FromHours(2), options.Configuration.SilenceLimit);
        Assert.Equal(new Uri("https://127.0.0.1:9443"), Assert.Single(options.Servers).Address);
        Assert.Equal("/etc/secup/t.key", options.Tls!.Key);
    }

    [Fact]
    public void A_communicator_in_plaintext_asks_a_tracker_on_this_machine_only()
    {
        const string Text = """
            dangerous-plaintext: true
            tracker: http://192.0.2.1:8080
            devices:
              - {name: one, address: "unix:///run/one.sock"}
            """;

        var exception = Assert.Throws<ConfigurationException>(() => YamlMap.ReadText(File, Text, CommunicatorOptions.Read));
        var options = YamlMap.ReadText(File, Text.Replace("192.0.2.1", "127.0.0.1", StringComparison.Ordinal), CommunicatorOptions.Read);

        Assert.Contains(":2: tracker: expected a loopback address", exception.Message, StringComparison.Ordinal);
        Assert.Equal("one", Assert.Single(options.Devices).Name);
    }

    [Fact]
    public void A_gateway_shares_by_default_and_in_other_ways_when_it_is_told()
    {
        const string Text = """
            dangerous-plaintext: true
            tracker: http://127.0.0.1:8080
            devices:
              - {name: one, address: "unix:///run/one.sock"}
              - {name: two, address: "unix:///run/two.sock"}
            """;

        var usual = YamlMap.ReadText(File, Text, CommunicatorOptions.Read).Sharing;
        var other = YamlMap.ReadText(File, Text + "\ngather: 0s\nfetches: 3\ncache-piece: 4096\nspread: 1m\n", CommunicatorOptions.Read).Sharing;
        var few = Assert.Throws<ConfigurationException>(() => YamlMap.ReadText(File, Text + "\ngather-most: 49\n", CommunicatorOptions.Read));

        Assert.Equal(Sharing.Default with { Spread = TimeSpan.FromMilliseconds(20) }, usual);
        Assert.Equal(new Sharing(null, 3, 4096, TimeSpan.FromMinutes(1)), other);
        Assert.Contains("gather-most", few.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected one mapping")]
    [InlineData("- a", "expected one mapping")]
    [InlineData("a: [", "expected YAML")]
    public void What_is_no_mapping_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => ReadDevice(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith("/nowhere/x.yaml: expected a configuration file", Assert.Throws<ConfigurationException>(() => FirmwareServerOptions.Read("/nowhere/x.yaml")).Message, StringComparison.Ordinal);

    private static DeviceCoreOptions ReadDevice(string text) => YamlMap.ReadText(File, text, DeviceCoreOptions.Read);
}
