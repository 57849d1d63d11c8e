using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Options;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>What fuzzing found and was mended is refused with a sentence that helps; the inputs themselves are under tools/Fuzz/Findings.</summary>
public sealed class MendedDecoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secup-fuzz-tests-").FullName;

    private const string Ixit = "ixit: secup-iot-ixit/1\nupperTester: {none: true}\nlinks: {}\nprovisioned: ";

    [Theory]
    [InlineData("folder: [/k\nlisten: 1\nauthors: [d]\n", "file.yaml:1: expected YAML: it cannot be read from here on; look for a bracket, quote or key that is not closed")]
    [InlineData("folder: &a [x]\nauthors: *a\n", "file.yaml:2: expected YAML: an alias (*name) cannot be used here; write the value out")]
    [InlineData("listen: 127.0.0.1:1\ndangerous-plaintext: true\nauthors: [a]\nfolder: \"a\\0b\"\n", "file.yaml:4: folder: expected a text")]
    [InlineData("listen: 127.0.0.1:1\ndangerous-plaintext: true\nauthors: [\"a\\0b\"]\nfolder: a\n", "file.yaml:3: authors[0]: expected a text")]
    public void A_configuration_is_refused_with_its_line(string text, string expected) =>
        Assert.StartsWith(Path.Combine(_folder, expected), Assert.Throws<ConfigurationException>(() => Options(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[", 1 << 17)]
    [InlineData("{a: ", 1 << 17)]
    [InlineData("- ", 40)]
    public void Nesting_without_end_is_refused_before_the_stack_is_used_up(string opening, int times)
    {
        var text = "a:\n  " + string.Concat(Enumerable.Repeat(opening, times));

        Assert.Contains($"nested {StrictYaml.MostDepth} deep", Assert.Throws<ConfigurationException>(() => Options(text)).Message, StringComparison.Ordinal);
        Assert.Contains($"nested {StrictYaml.MostDepth} deep", Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_unread() => Assert.Contains(
        "characters are read", Assert.Throws<ConfigurationException>(() => Options(new string('#', StrictYaml.MostCharacters + 1))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{[a]: b}", "got a list")]
    [InlineData("{x: {[a]: b}}", "got a list")]
    [InlineData("{a: b, !x a: c}", "got 'a'")]
    public void Keys_that_no_JSON_object_can_have_are_a_fault_of_the_IXIT(string provisioned, string got)
    {
        var fault = Assert.Single(Assert.Throws<ClaimsFileException>(() => IxitFile.Parse("ixit.yaml", Ixit + provisioned)).Faults);

        Assert.Equal((4L, "texts as keys, each once, below 'provisioned'"), (fault.Line, fault.Expected));
        Assert.Contains(got, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"repl\ud800y":1}""")]
    [InlineData("""{"say":"device","message":"\ud800"}""")]
    [InlineData("""{"id":1,"result":{"deep":[{"in":"\udc00"}]}}""")]
    public void Half_of_a_surrogate_pair_is_garbage(string line) =>
        Assert.Equal(AttachmentFault.Garbage, Assert.Throws<AttachmentException>(() => UpperTesterHost.Serve(new NobodyAtAll(), new StringReader(line), TextWriter.Null)).Fault);

    [Fact]
    public void A_path_too_long_for_a_socket_is_no_address() => Assert.Null(StreamAddress.Parse("unix:///" + new string('x', 200)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FirmwareServerOptions Options(string text)
    {
        var file = Path.Combine(_folder, "file.yaml");
        File.WriteAllText(file, text);
        return FirmwareServerOptions.Read(file);
    }

    private sealed class NobodyAtAll : IUpperTester
    {
        public JsonObject Perform(string verb, JsonObject arguments, IOutside outside) => throw new UpperTesterException(UpperTesterError.Unimplemented, verb);

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
