using System.Diagnostics;
using System.Globalization;
using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>An upper tester that the suite starts, and what is said when it does not do what it should.</summary>
public sealed class ChildProcessTests
{
    private const string Hello = """{"upperTester":"1","implementation":"sh","version":"1","roles":["device-core"],"clock":"virtual","verbs":[],"acts":[],"queries":[],"faults":[],"tunnelled":["device"]}""";

    [SkippableFact]
    public void It_is_started_and_spoken_with()
    {
        using var source = Source($$$"""
            n=0
            while read -r line; do
              n=$((n+1))
              case "$line" in *hello*) echo "{\"id\":$n,\"result\":$HELLO}";; *) echo "{\"id\":$n,\"result\":{}}";; esac
              case "$line" in *bye*) exit 0;; esac
            done
            """);

        using var implementation = source.Attach(Role.DeviceCore);
        implementation.Reset(1);

        Assert.Equal("sh", implementation.Hello.Implementation);
    }

    [Fact]
    public void A_command_that_does_not_exist_is_missing()
    {
        using var source = new ImplementationSource(new AttachmentSettings { UpperTester = new UpperTesterBinding.Stdio(["/nowhere/shim"]) });

        var exception = Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore));

        Assert.Equal(AttachmentFault.Missing, exception.Fault);
        Assert.Contains("/nowhere/shim", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void One_that_ends_is_reported_with_exit_code_and_last_words()
    {
        using var source = Source("read -r line; echo 'first' >&2; echo 'no device attached' >&2; exit 3");

        var exception = Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore));

        Assert.Equal(AttachmentFault.Died, exception.Fault);
        Assert.Contains("exit code 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no device attached", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_it_writes_to_standard_error_is_bounded()
    {
        using var source = Source("read -r line; head -c 3000000 /dev/zero | tr '\\0' 'x' >&2; echo 'the end' >&2; exit 1");

        var exception = Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore));

        Assert.InRange(exception.Message.Length, 1, 1000);
    }

    [SkippableTheory]
    [InlineData("sleep 300 & echo $! >> PIDS; sleep 300")]
    [InlineData("(sleep 300 & echo $! >> PIDS) ; exec sleep 300")]
    [InlineData("trap '' TERM HUP INT; (setsid sleep 300 & echo $! >> PIDS); while true; do sleep 1; done")]
    public void Nothing_of_it_stays(string body)
    {
        var pids = Path.GetTempFileName();
        try
        {
            using (var source = Source($"echo $$ > PIDS; {body}".Replace("PIDS", pids, StringComparison.Ordinal)))
            {
                var exception = Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore));
                Assert.Equal(AttachmentFault.Hung, exception.Fault);
            }

            var started = File.ReadAllLines(pids).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(2, started.Count);
            Assert.All(started, id => Assert.True(HasGone(id), $"process {id} is still there"));
        }
        finally
        {
            File.Delete(pids);
        }
    }

    [SkippableFact]
    public void Kept_for_a_role_it_is_the_same_process_until_it_is_lost()
    {
        using var source = Source($$$"""
            n=0
            while read -r line; do
              n=$((n+1))
              case "$line" in
                *hello*) echo "{\"id\":$n,\"result\":$HELLO}" | sed "s/\"sh\"/\"$$\"/";;
                *reset*\"seed\":13*) exit 1;;
                *) echo "{\"id\":$n,\"result\":{}}";;
              esac
            done
            """, Restart.Role);

        var first = Name(source, 1);
        var second = Name(source, 2);
        using (var lost = source.Attach(Role.DeviceCore)) Assert.Throws<AttachmentException>(() => lost.Reset(13));
        var third = Name(source, 3);

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    private static string Name(ImplementationSource source, ulong seed)
    {
        using var implementation = source.Attach(Role.DeviceCore);
        implementation.Reset(seed);
        return implementation.Hello.Implementation;
    }

    private static ImplementationSource Source(string script, Restart restart = Restart.Scenario)
    {
        Skip.If(OperatingSystem.IsWindows(), "the shims of these tests are shell scripts");
        return new ImplementationSource(new AttachmentSettings
        {
            UpperTester = new UpperTesterBinding.Stdio(["/bin/sh", "-c", $"HELLO='{Hello}'\n{script}"]),
            Deadlines = script.Contains("sleep", StringComparison.Ordinal) ? Shim.Short : Shim.Long,
            Restart = restart,
        });
    }

    // One that was killed may be there for a moment until its new parent has heard of it.
    private static bool HasGone(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WaitForExit(2000) || process.HasExited || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException)
        {
            return true;
        }
    }
}
