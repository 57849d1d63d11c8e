using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>How an implementation is attached changes no verdict.</summary>
public sealed class SameVerdictTests
{
    [Theory]
    [InlineData(Role.DeviceCore)]
    [InlineData(Role.Communicator)]
    [InlineData(Role.StatusTracker)]
    [InlineData(Role.FirmwareServer)]
    public void Over_lines_the_reference_is_what_it_is_in_process(Role role)
    {
        var pickles = Suite.For(role).Where(pickle => !pickle.Has("links:native")).ToList();
        Assert.NotEmpty(pickles);
        using var shim = new Shim((reader, writer) =>
        {
            using var tester = References.Build(role);
            UpperTesterHost.Serve(tester, reader, writer);
        });
        using var source = new ImplementationSource(new AttachmentSettings { UpperTester = new UpperTesterBinding.Socket(shim.Point), Deadlines = Shim.Long });

        var results = Suite.Run(pickles, source.Attach).ToList();

        // What no line can hold needs a native link, and is not counted as passed.
        Assert.All(results, result => Assert.True(result.Verdict == Verdict.Pass || (result.Cause == Cause.Unimplemented && result.Message.Contains("needs a line of", StringComparison.Ordinal)), result.ToString()));
        Assert.Contains(results, result => result.Verdict == Verdict.Pass);
    }
}
