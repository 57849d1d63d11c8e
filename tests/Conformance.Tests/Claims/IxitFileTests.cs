using NJsonSchema;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Claims;

/// <summary>How an implementation is attached is read completely, and a secret is never shown.</summary>
public sealed class IxitFileTests
{
    [Fact]
    public async Task A_file_is_read_and_matches_the_schema()
    {
        var ixit = IxitFile.Parse("ixit.yaml", Filled.Ixit);

        Assert.Equal(["./shim", "--quiet", "--quiet"], Assert.IsType<UpperTesterBinding.Stdio>(ixit.UpperTester).Command);
        Assert.Equal(new LinkBinding(LinkKind.Tunnel, null), ixit.Links[Link.Device]);
        Assert.Equal(new TlsMaterial("authority.pem", "suite.pem", new Secret(null, "SUITE_KEY")), ixit.Tls);
        Assert.Equal(new Deadlines(TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1)), ixit.Deadlines);
        Assert.Equal(RestartPolicy.Feature, ixit.Restart);
        Assert.Equal("8192", ixit.Parameters["imageSize"]);
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(Filled.Ixit)));
    }

    [Theory]
    [InlineData(Role.DeviceCore)]
    [InlineData(Role.StatusTracker)]
    public async Task A_new_file_is_read_and_matches_the_schema(Role role)
    {
        var text = ClaimsTemplate.WriteIxit([role]);

        var ixit = IxitFile.Parse("ixit.yaml", text);

        Assert.Equal(Deadlines.Standard, ixit.Deadlines);
        Assert.Empty(AttachmentFindings(Filled.Claims(role), ixit));
        Assert.Empty((await Schema()).Validate(YamlAsJson.Convert(text)));
    }

    [Fact]
    public void Every_way_to_an_upper_tester_is_read()
    {
        Assert.Equal(new UpperTesterBinding.Tcp("127.0.0.1:4711"), Tester("tcp: 127.0.0.1:4711"));
        Assert.Equal(new UpperTesterBinding.Unix("/run/shim.sock"), Tester("unix: /run/shim.sock"));
        Assert.Equal(new UpperTesterBinding.InProcess("vendor.dll", "Vendor.Shim"), Tester("inProcess: vendor.dll!Vendor.Shim"));
        Assert.Equal(new UpperTesterBinding.None(), Tester("none: true"));

        static UpperTesterBinding Tester(string binding) => IxitFile.Parse("ixit.yaml", $"ixit: secup-iot-ixit/1\nupperTester:\n  {binding}\nlinks: {{ device: tcp }}\n").UpperTester;
    }

    [Theory]
    [InlineData("device", "tcp", LinkKind.Tcp, null)]
    [InlineData("device", "tcp:127.0.0.1:4711", LinkKind.Tcp, "127.0.0.1:4711")]
    [InlineData("device", "\"tcp:[::1]:4711\"", LinkKind.Tcp, "[::1]:4711")]
    [InlineData("device", "unix:/tmp/d.sock", LinkKind.Unix, "/tmp/d.sock")]
    [InlineData("tracker", "http", LinkKind.Http, null)]
    [InlineData("operator", "https://tracker.example:8443", LinkKind.Https, "tracker.example:8443")]
    public void Every_way_to_a_link_is_read(string link, string written, LinkKind kind, string? address)
    {
        var ixit = IxitFile.Parse("ixit.yaml", $"ixit: secup-iot-ixit/1\nupperTester: {{ none: true }}\nlinks: {{ {link}: {written} }}\n");

        Assert.Equal(new LinkBinding(kind, address), Assert.Single(ixit.Links).Value);
        Assert.Equal(written.Trim('"'), Assert.Single(ixit.Links).Value.ToString());
    }

    [Theory]
    [InlineData("ixit: secup-iot-ixit/1", "ixit: secup-iot-ixit/9", "secup-iot-ixit/1", "'secup-iot-ixit/9'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: ./shim", "a command", "'./shim'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: []", "a command", "an empty list")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  tcp: here", "host and port", "'here'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  inProcess: vendor.dll", "assembly and type", "'vendor.dll'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  none: false", "true", "'false'")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  stdio: [./shim]\n  none: true", "one of stdio", "stdio and none")]
    [InlineData("  stdio: [./shim, --quiet, --quiet]", "  carrier: pigeon", "one of", "none")]
    [InlineData("  device: tunnel", "  device: http", "tunnel, tcp", "'http'")]
    [InlineData("  device: tunnel", "  device: tunnel\n  moon: tunnel", "one of the keys", "'moon'")]
    [InlineData("  device: tunnel", "  tracker: tcp", "tunnel, http", "'tcp'")]
    [InlineData("start: 20s", "start: soon", "duration", "'soon'")]
    [InlineData("start: 20s", "begin: 20s", "one of the keys", "'begin'")]
    [InlineData("restart: feature", "restart: always", "scenario, feature, never", "'always'")]
    [InlineData("{ imageSize: 8192 }", "{ imageSize: [8192] }", "a text or a number", "a list")]
    [InlineData("restart: feature", "restart: feature\nproxy: none", "one of the keys", "'proxy'")]
    public void A_fault_is_named(string sound, string faulty, string expected, string came)
    {
        Assert.Contains(sound, Filled.Ixit, StringComparison.Ordinal);

        var thrown = Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", Filled.Ixit.Replace(sound, faulty, StringComparison.Ordinal)));

        Assert.Contains(thrown.Faults, fault => fault.Expected.Contains(expected, StringComparison.Ordinal) && fault.Came.Contains(came, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("{ file: \"-----BEGIN PRIVATE KEY-----hunter2\" }")]
    [InlineData("{ environment: hunter-2 }")]
    [InlineData("{ file: key.pem, password: hunter2 }")]
    [InlineData("[hunter2]")]
    public void What_stands_in_place_of_a_secret_is_not_shown(string written)
    {
        var thrown = Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", Filled.Ixit.Replace("{ environment: SUITE_KEY }", written, StringComparison.Ordinal)));

        Assert.Contains("'tls.key'", Assert.Single(thrown.Faults).Expected, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_comes_from_its_place_when_it_is_needed()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "open sesame");

            Assert.Equal("open sesame", new Secret(file, null).Reveal());
            Assert.Contains("SECUP_NO_SUCH_VARIABLE", Assert.Throws<ClaimsFileException>(() => new Secret(null, "SECUP_NO_SUCH_VARIABLE").Reveal()).Message, StringComparison.Ordinal);
            Assert.Contains(file + ".none", Assert.Throws<ClaimsFileException>(() => new Secret(file + ".none", null).Reveal()).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<ReviewFinding> AttachmentFindings(ClaimSet claims, Ixit ixit) => StaticReview.Of(claims, ixit).Where(static finding => finding.Kind == ReviewKind.Attachment);

    private static Task<JsonSchema> Schema() => JsonSchema.FromJsonAsync(Repository.Read("conformance", "Schemas", "ixit.schema.json"));
}
