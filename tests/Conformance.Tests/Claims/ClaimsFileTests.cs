using NJsonSchema;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Claims;

/// <summary>What a vendor claims is read completely, or what is wrong is named with its line.</summary>
public sealed class ClaimsFileTests
{
    public static TheoryData<Role, Profile> All()
    {
        var all = new TheoryData<Role, Profile>();
        foreach (var role in Names.AllRoles)
            foreach (var profile in Enum.GetValues<Profile>()) all.Add(role, profile);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_filled_file_is_read_and_reviewed_and_matches_the_schema(Role role, Profile profile)
    {
        var text = Filled.Text(role, profile);

        var claims = ClaimsFile.Parse("ics.yaml", text);

        Assert.Equal([role], claims.Roles);
        Assert.Equal(profile, claims.Profile);
        Assert.Equal(Proforma.Items(role).Select(static row => row.Id), claims.Items.Keys);
        Assert.All(Proforma.Items(role), row => Assert.Equal(row.Extension is null && row.Profile <= profile, claims.Claims(row.Id)));
        Assert.Equal(ValueItem.Of(role, new(profile)), claims.Values.Select(static value => value.Item));
        Assert.Empty(StaticReview.Of(claims));
        Assert.Empty(Schema("ics").Validate(YamlAsJson.Convert(text)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_new_file_names_everything_that_is_open(Role role, Profile profile)
    {
        var thrown = Assert.Throws<ClaimsFileException>(() => ClaimsFile.Parse("ics.yaml", ClaimsTemplate.WriteClaims([role], profile)));

        var open = Proforma.Items(role).Where(row => Proforma.StatusOf(row, new(profile)) is ItemStatus.Recommended or ItemStatus.Optional).Select(static row => $"'items.{row.Id}'")
            .Concat(ValueItem.Of(role, new(profile)).Select(item => $"'values.{Names.Of(role)}.{item.Name}'"))
            .Concat(["'implementation.vendor'", "'implementation.name'", "'implementation.version'", "'testability.clock'"]);
        Assert.Equal(open.Order(), thrown.Faults.Select(static fault => fault.Expected[fault.Expected.IndexOf('\'', StringComparison.Ordinal)..]).Order());
        Assert.All(thrown.Faults, static fault => Assert.Equal("nothing", fault.Came));
    }

    [Fact]
    public void Extensions_are_read_and_match_the_schema_and_a_file_without_the_key_claims_none()
    {
        var both = Filled.Text(Role.StatusTracker, Profile.Core, Extension.Fleet, Extension.Gateway);
        const string key = "extensions: [Fleet, Gateway]\n";

        Assert.Equal([Extension.Fleet, Extension.Gateway], ClaimsFile.Parse("ics.yaml", both).Extensions);
        Assert.Empty(StaticReview.Of(ClaimsFile.Parse("ics.yaml", both)));
        Assert.Empty(Schema("ics").Validate(YamlAsJson.Convert(both)));
        Assert.Contains(key, both, StringComparison.Ordinal);
        Assert.Empty(ClaimsFile.Parse("ics.yaml", both.Replace(key, "", StringComparison.Ordinal)).Extensions);
        Assert.NotEmpty(Schema("ics").Validate(YamlAsJson.Convert(both.Replace(key, "extensions: [Campaigns]\n", StringComparison.Ordinal))));
    }

    [Fact]
    public void Two_roles_are_asked_each_general_requirement_once()
    {
        var text = ClaimsTemplate.WriteClaims([Role.StatusTracker, Role.FirmwareServer], Profile.Secure, Prefill.All);

        Assert.Single(text.Split('\n'), static line => line.StartsWith("  R-GEN-04:", StringComparison.Ordinal));
        Assert.Contains("  R-ST-01: yes", text, StringComparison.Ordinal);
        Assert.Contains("  R-FS-02: yes", text, StringComparison.Ordinal);
        Assert.Contains("  server: tunnel\n", ClaimsTemplate.WriteIxit([Role.StatusTracker, Role.FirmwareServer]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_shim_says_is_filled_in()
    {
        var hello = new Hello("FlashBoot \"3\"", "3.2", [Role.DeviceCore], VirtualClock: false, [], [], ["slots"], ["power-cut", "unheard-of"], []);

        var text = ClaimsTemplate.WriteClaims([Role.DeviceCore], Profile.Core, Prefill.Required, hello);

        Assert.Contains("  name: \"FlashBoot \\\"3\\\"\"\n", text, StringComparison.Ordinal);
        Assert.Contains("  clock: real\n  faults: [power-cut]\n  queries: [slots]\n", text, StringComparison.Ordinal);
        Assert.Contains("  device: tcp\n", ClaimsTemplate.WriteIxit([Role.DeviceCore], ["./shim"], hello), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  R-DC-04: yes\n", "", "'items.R-DC-04'", "none")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04:\n", "yes, no", "nothing")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04: null\n", "yes, no", "nothing")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04: maybe\n", "yes, no", "'maybe'")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04: [yes]\n", "yes, no", "a list")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04: yes\n  R-DC-04: yes\n", "YAML", "R-DC-04")]
    [InlineData("  R-DC-04: yes\n", "  R-DC-04: yes\n  R-CM-01: yes\n", "one of the keys", "'R-CM-01'")]
    [InlineData("ics: secup-iot-ics/1", "ics: secup-iot-ics/2", "'secup-iot-ics/1'", "'secup-iot-ics/2'")]
    [InlineData("  revision: \"1\"", "  revision: \"0\"", "'1'", "'0'")]
    [InlineData("  requirements: sha256:", "  requirements: sha256:00", "sha256:", "sha256:00")]
    [InlineData("roles: [device-core]", "roles: [device-core, device-core]", "only once", "twice")]
    [InlineData("roles: [device-core]", "roles: [device]", "device-core", "'device'")]
    [InlineData("roles: [device-core]", "roles: []", "device-core", "an empty list")]
    [InlineData("roles: [device-core]", "roles: device-core", "device-core", "'device-core'")]
    [InlineData("profile: Secure", "profile: secure", "Core, Secure", "'secure'")]
    [InlineData("extensions: []", "extensions: [Campaigns]", "Fleet, Gateway", "'Campaigns'")]
    [InlineData("extensions: []", "extensions: [Fleet, Fleet]", "only once", "twice")]
    [InlineData("extensions: []", "extensions: Fleet", "Fleet, Gateway", "'Fleet'")]
    [InlineData("extensions: []", "extensions:", "Fleet, Gateway", "nothing")]
    [InlineData("vendor: Yoyodyne", "vendor: \"\"", "who makes", "an empty text")]
    [InlineData("vendor: Yoyodyne", "vendor: Yoyodyne\n  colour: blue", "vendor, name, version", "'colour'")]
    [InlineData("    blockSize: 4096", "    blockSize: 262145", "1 to 262144", "'262145'")]
    [InlineData("    blockSize: 4096", "    blockSize: 4 KiB", "whole number", "'4 KiB'")]
    [InlineData("    trialPeriod: 30s", "    trialPeriod: 30", "duration", "'30'")]
    [InlineData("    trialPeriod: 30s", "    trialPeriod: 0s", "duration", "'0s'")]
    [InlineData("    algorithms: [ESP256, Ed25519]", "    algorithms: [RS256]", "ESP256", "'RS256'")]
    [InlineData("deviations: []\n", "", "'deviations'", "none")]
    [InlineData("deviations: []", "deviations: [R-DC-40]", "a list of", "a list")]
    [InlineData("deviations: []", "deviations: [{ requirement: R-DC-40 }]", "'deviations[0].reason'", "none")]
    [InlineData("deviations: []", "deviations: [{ requirement: R-DC-099, reason: none }]", "a requirement of the claimed roles", "'R-DC-099'")]
    [InlineData("  clock: virtual", "  clock: sundial", "virtual, real, none", "'sundial'")]
    [InlineData("  faults: []", "  faults: [fire]", "power-cut", "'fire'")]
    [InlineData("testability:", "skip: [R-DC-04]\ntestability:", "one of the keys", "'skip'")]
    [InlineData("  R-DC-04: yes", "  R-DC-04: yes: no", "YAML", "")]
    public void A_fault_is_named_with_its_line_what_was_expected_and_what_came(string sound, string faulty, string expected, string came)
    {
        var text = Filled.Text();
        var at = text.IndexOf(sound, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the file has no '{sound}'");
        var line = text[..at].Count(static character => character == '\n') + 1;

        var thrown = Assert.Throws<ClaimsFileException>(() => ClaimsFile.Parse("ics.yaml", text.Remove(at, sound.Length).Insert(at, faulty)));

        var fault = thrown.Faults[0];
        Assert.Contains(expected, fault.Expected, StringComparison.Ordinal);
        Assert.Contains(came, fault.Came, StringComparison.Ordinal);
        Assert.StartsWith($"ics.yaml:{fault.Line}: expected ", fault.ToString(), StringComparison.Ordinal);
        // What is missing has the line of what it is missing from.
        if (fault.Came != "none") Assert.InRange(fault.Line, line, line + faulty.Count(static character => character == '\n'));
    }

    [Fact]
    public void The_schema_refuses_an_open_item_and_an_unknown_key()
    {
        var sound = Filled.Text();

        Assert.NotEmpty(Schema("ics").Validate(YamlAsJson.Convert(sound.Replace("  R-DC-04: yes", "  R-DC-04:", StringComparison.Ordinal))));
        Assert.NotEmpty(Schema("ics").Validate(YamlAsJson.Convert(sound + "skip: all\n")));
    }

    [Fact]
    public void Who_denies_a_requirement_may_leave_out_its_value()
    {
        var text = Filled.Text(Role.Communicator)
            .Replace("  R-CM-13: yes", "  R-CM-13: no", StringComparison.Ordinal)
            .Replace("    progressInterval: 30s\n", "", StringComparison.Ordinal);

        Assert.DoesNotContain(ClaimsFile.Parse("ics.yaml", text).Values, static value => value.Item.Name == "progressInterval");
    }

    [Fact]
    public void Every_value_belongs_to_a_requirement_of_its_role() =>
        Assert.All(ValueItem.All, static item => Assert.Contains(item.Role, Requirements.Find(item.Requirement)!.Roles));

    [Fact]
    public void A_file_that_cannot_be_read_is_a_fault()
    {
        var thrown = Assert.Throws<ClaimsFileException>(() => ClaimsFile.Read(Path.Combine(AppContext.BaseDirectory, "no-such-file.yaml")));

        Assert.Equal("a readable file", Assert.Single(thrown.Faults).Expected);
    }

    [Fact]
    public void The_digest_of_the_requirements_changes_with_a_word()
    {
        var first = Requirements.All[0];

        Assert.Equal(RequirementSet.Digest, RequirementSet.DigestOf(Requirements.All));
        Assert.NotEqual(RequirementSet.Digest, RequirementSet.DigestOf(Requirements.All.Skip(1)));
        Assert.NotEqual(RequirementSet.Digest, RequirementSet.DigestOf([first with { Statement = first.Statement.Replace("required", "asked", StringComparison.Ordinal) }, .. Requirements.All.Skip(1)]));
        Assert.NotEqual(RequirementSet.Digest, RequirementSet.DigestOf([first with { Roles = [] }, .. Requirements.All.Skip(1)]));
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("5min", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    public void A_duration_is_read_and_written(string text, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Find(text));
        Assert.Equal(text, Durations.Write(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1 s")]
    [InlineData("0d")]
    [InlineData("367d")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999s")]
    public void What_is_no_duration_is_none(string text) => Assert.Null(Durations.Find(text));

    private static JsonSchema Schema(string name) => JsonSchema.FromJsonAsync(Repository.Read("conformance", "Schemas", $"{name}.schema.json")).GetAwaiter().GetResult();
}
