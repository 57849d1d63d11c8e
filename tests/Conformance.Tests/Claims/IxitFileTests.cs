using NJsonSchema;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Claims;

/// <summary>How an implementation is attached is read completely, and a secret is never shown.</summary>
public sealed class IxitFileTests
{
    private const string Key = "keys/communicator.pem";

    [Fact]
    public async Task A_file_is_read_and_matches_the_schema()
    {
        var settings = IxitFile.Parse("ixit.yaml", Filled.Ixit);

        Assert.Equal(["./shim", "--quiet", "--quiet"], Assert.IsType<UpperTesterBinding.Stdio>(settings.UpperTester).Command);
        Assert.Empty(settings.Links);
        var files = Assert.IsType<TlsSettings.Files>(settings.Tls);
        Assert.Equal(("authority.pem", ("communicator.pem", Key)), (files.AuthorityFile, files.Certificates["communicator"]));
        Assert.Equal(new Deadlines(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)), settings.Deadlines);
        Assert.Equal(Restart.Role, settings.Restart);
        Assert.Equal(8192, (long)settings.Provisioned["slotCapacity"]!);
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(Filled.Ixit)));
    }

    [Theory]
    [InlineData(Role.DeviceCore)]
    [InlineData(Role.StatusTracker)]
    public async Task A_new_file_is_read_and_matches_the_schema(Role role)
    {
        var text = ClaimsTemplate.WriteIxit([role]);

        var settings = IxitFile.Parse("ixit.yaml", text);

        Assert.Equal(Deadlines.Default, settings.Deadlines);
        Assert.Empty(StaticReview.Of(Filled.Claims(role), settings));
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(text)));
    }

    [Fact]
    public void Every_way_to_an_upper_tester_is_read()
    {
        Assert.Equal(new UpperTesterBinding.Socket(StreamPoint.Parse("tcp:127.0.0.1:4711")), Tester("tcp: 127.0.0.1:4711"));
        Assert.Equal("unix:/run/shim.sock", Assert.IsType<UpperTesterBinding.Socket>(Tester("unix: /run/shim.sock")).Point.ToString());
        Assert.Equal(new UpperTesterBinding.InProcess("vendor.dll", "Vendor.Shim"), Tester("inProcess: vendor.dll!Vendor.Shim"));
        Assert.Equal(new UpperTesterBinding.None(), Tester("none: true"));
        Assert.Equal("/opt", Assert.IsType<UpperTesterBinding.Stdio>(Tester("stdio: [shim]\n  folder: /opt")).Folder);

        static UpperTesterBinding Tester(string binding) => IxitFile.Parse("ixit.yaml", $"ixit: secup-iot-ixit/1\nupperTester:\n  {binding}\nlinks: {{ device: tcp }}\n").UpperTester;
    }

    [Theory]
    [InlineData("device", "tcp", null, false)]
    [InlineData("device", "tcp:127.0.0.1:4711", "tcp:127.0.0.1:4711", false)]
    [InlineData("device", "\"tcp:[::1]:4711\"", "tcp:[::1]:4711", false)]
    [InlineData("device", "unix:/tmp/d.sock", "unix:/tmp/d.sock", false)]
    [InlineData("tracker", "http", null, false)]
    [InlineData("tracker", "https", null, true)]
    [InlineData("operator", "https://tracker.example:8443", "https://tracker.example:8443", false)]
    public async Task Every_way_to_a_link_is_read(string link, string written, string? address, bool isProtected)
    {
        var text = $"ixit: secup-iot-ixit/1\nupperTester: {{ none: true }}\nlinks: {{ {link}: {written} }}\n";

        var native = Assert.Single(IxitFile.Parse("ixit.yaml", text).Links).Value;

        Assert.Equal((address, isProtected), (native.Address, native.Protected));
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(text)));
    }

    [Fact]
    public async Task A_Status_tracker_may_have_an_address_for_each_Firmware_server()
    {
        const string text = "ixit: secup-iot-ixit/1\nupperTester: { none: true }\nlinks: { server: { server-1: \"http://localhost:1\", server-2: \"http://localhost:2\" } }\n";

        var peers = IxitFile.Parse("ixit.yaml", text).Links[Link.Server].Peers;

        Assert.Equal(["http://localhost:1", "http://localhost:2"], [peers["server-1"], peers["server-2"]]);
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(text)));
        Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", text.Replace("http://localhost:2", "localhost", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ixit: secup-iot-ixit/1", "ixit: secup-iot-ixit/9", "secup-iot-ixit/1", "'secup-iot-ixit/9'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: ./shim", "a command", "'./shim'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: []", "a command", "an empty list")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  tcp: here", "host and port", "'here'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  tcp: localhost:65536", "somewhere to connect to", "'localhost:65536'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  tcp: localhost:1\n  folder: /opt", "with 'stdio' only", "'tcp'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  inProcess: vendor.dll", "assembly and type", "'vendor.dll'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  none: false", "true", "'false'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: [./shim]\n  none: true", "one of stdio", "stdio and none")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  carrier: pigeon", "one of", "none")]
    [InlineData("  device: tunnel", "  device: http", "tunnel, tcp", "'http'")]
    [InlineData("  device: tunnel", "  device: tunnel\n  moon: tunnel", "one of the keys", "'moon'")]
    [InlineData("  device: tunnel", "  tracker: tcp", "tunnel, http", "'tcp'")]
    [InlineData("    authority: authority.pem\n", "", "'tls.files.authority'", "none")]
    [InlineData("certificate: communicator.pem, ", "", "'tls.files.certificates.communicator.certificate'", "none")]
    [InlineData("tls:\n", "tls:\n  folder: authority\n", "either 'folder' or 'files'", "both")]
    [InlineData("reset: 20s", "reset: soon", "duration", "'soon'")]
    [InlineData("reset: 20s", "begin: 20s", "one of the keys", "'begin'")]
    [InlineData("restart: role", "restart: always", "scenario, role", "'always'")]
    [InlineData("restart: role", "restart: role\nproxy: none", "one of the keys", "'proxy'")]
    public void A_fault_is_named(string sound, string faulty, string expected, string came)
    {
        Assert.Contains(sound, Filled.Ixit, StringComparison.Ordinal);

        var thrown = Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", Filled.Ixit.Replace(sound, faulty, StringComparison.Ordinal)));

        Assert.Contains(thrown.Faults, fault => fault.Expected.Contains(expected, StringComparison.Ordinal) && fault.Came.Contains(came, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"-----BEGIN PRIVATE KEY-----hunter2\"")]
    [InlineData("\"hunter2\\nhunter2\"")]
    [InlineData("{ environment: hunter-2 }")]
    [InlineData("{ environment: HUNTER, password: hunter2 }")]
    [InlineData("{ password: hunter2 }")]
    [InlineData("[hunter2]")]
    public void What_stands_in_place_of_a_key_is_not_shown(string written)
    {
        var thrown = Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", Filled.Ixit.Replace(Key, written, StringComparison.Ordinal)));

        Assert.Contains("communicator.key'", Assert.Single(thrown.Faults).Expected, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", thrown.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_path_may_stand_in_an_environment_variable()
    {
        const string name = "SECUP_TEST_KEY_OF_IXIT";
        var text = Filled.Ixit.Replace(Key, $"{{ environment: {name} }}", StringComparison.Ordinal);
        Assert.Contains(name, Assert.Single(Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", text)).Faults).Expected, StringComparison.Ordinal);
        try
        {
            Environment.SetEnvironmentVariable(name, "/secret/key.pem");

            Assert.Equal("/secret/key.pem", Assert.IsType<TlsSettings.Files>(IxitFile.Parse("ixit.yaml", text).Tls).Certificates["communicator"].Key);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static Task<JsonSchema> Schema() => JsonSchema.FromJsonAsync(Repository.Read("conformance", "Schemas", "ixit.schema.json"));
}
