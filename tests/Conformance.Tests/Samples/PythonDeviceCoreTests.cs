using System.Diagnostics;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.Verdicts;
using Xunit.Abstractions;

namespace SecUpIoT.Conformance.Tests.Samples;

/// <summary>
/// The second implementation, samples/device-core-python: its own tests, and the suite through its shim. Skipped where Python's packages are missing, unless
/// SECUP_REQUIRE_PYTHON is 1.
/// </summary>
public sealed class PythonDeviceCoreTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Folder = Path.Combine(RepositoryRoot.Folder, "samples", "device-core-python");

    [SkippableFact]
    public void Its_own_tests_pass()
    {
        Skip.IfNot(IsPossible(), "Python 3.11 with msgpack, cbor2 and cryptography is needed: apt-get install python3-msgpack python3-cbor2 python3-cryptography");

        var (code, said) = Run("-m", "unittest");

        output.WriteLine(said);
        Assert.True(code == 0, said);
        Assert.Matches("Ran [1-9][0-9]* tests", said);
    }

    [SkippableFact]
    public void It_conforms_through_its_shim()
    {
        Skip.IfNot(IsPossible(), "Python 3.11 with msgpack, cbor2 and cryptography is needed: apt-get install python3-msgpack python3-cbor2 python3-cryptography");
        var claims = ClaimsFile.Read(Path.Combine(Folder, "ics.yaml"));
        var plan = Selector.Plan(claims);
        using var source = new ImplementationSource(IxitFile.Read(Path.Combine(Folder, "ixit.yaml")));

        var results = Suite.Run(plan.Selected, source.Attach).ToList();
        var judged = RollUp.Judge(RequirementRow.For(claims.Roles), plan, results);

        Assert.All(results, static result => Assert.True(result.Verdict == Verdict.Pass, result.ToString()));
        Assert.All(judged, static row => Assert.True(row.Verdict is RequirementVerdict.Pass or RequirementVerdict.Untested, row.ToString()));
        Assert.True(judged.Count(static row => row.Verdict == RequirementVerdict.Pass) > 50);
    }

    private static bool IsPossible()
    {
        var isRequired = Environment.GetEnvironmentVariable("SECUP_REQUIRE_PYTHON") == "1";
        return isRequired || (File.Exists(Python) && Run("-c", "import msgpack, cbor2, cryptography, sys; sys.exit(sys.version_info < (3, 11))").Code == 0);
    }

    private static (int Code, string Said) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
