using System.Diagnostics;
using SecUpIoT.Fuzz.Commands;
using SecUpIoT.Fuzz.Engine;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>The commands that need no fuzzer: exit codes, and what becomes of a finding.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secup-fuzz-tests-").FullName;

    [Theory]
    [InlineData(0, "list")]
    [InlineData(0, "list", "--json")]
    [InlineData(2, "run")]
    [InlineData(2, "run", "no-such-target")]
    [InlineData(2, "run", "wire", "--minutes", "0")]
    [InlineData(2, "replay", "no-such-file", "--target", "cbor")]
    [InlineData(2, "no-such-command")]
    public void Exit_codes_are_as_stated(int expected, params string[] arguments) => Assert.Equal(expected, CommandLine.Run(arguments));

    [Fact]
    public void A_file_is_replayed_by_the_name_of_its_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "cbor"));
        var file = Path.Combine(folder.FullName, "x.bin");
        File.WriteAllBytes(file, [0x81, 0x00]);

        Assert.Equal(CommandLine.Done, CommandLine.Run(["replay", file]));
        Assert.Equal(CommandLine.Failed, CommandLine.Run(["replay", file, "--target", "nothing"]));
    }

    /// <summary>The driver starts it just so, whatever started this process.</summary>
    [Fact]
    public async Task The_decoders_process_starts_and_answers_to_each_input()
    {
        var (target, shared) = (AllTargets.Find("cbor")[0], Path.Combine(_folder, "shared"));
        using var page = SharedPage.Create(shared);
        var command = DecoderProcess.CommandOf(typeof(DecoderProcess).Assembly.Location, target, shared, _folder);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var answer = new byte[1];
        for (var input = 1; input <= 3; input++)
        {
            await process.StandardInput.BaseStream.WriteAsync(BitConverter.GetBytes(input));
            await process.StandardInput.BaseStream.FlushAsync();
            await process.StandardOutput.BaseStream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, page.Executions);
    }

    [Fact]
    public void What_one_process_holds_another_does_not_get()
    {
        using (Repository.TryHold("test.lock")) Assert.Null(Repository.TryHold("test.lock"));
        using var again = Repository.TryHold("test.lock");
        Assert.NotNull(again);
    }

    [Fact]
    public void Of_each_way_to_break_a_promise_the_smallest_input_is_kept()
    {
        var findings = new FindingFolder(_folder);
        var breach = new Breach(Oracle.OneEncoding, "x", "detail");

        Assert.True(findings.Keep([1, 2, 3], breach));
        Assert.False(findings.Keep([1, 2], breach));
        Assert.False(findings.Keep([1, 2, 3, 4], breach));
        Assert.True(findings.Keep([9], breach with { Signature = "y" }));
        Assert.Equal([1, 2], Directory.EnumerateFiles(_folder, "*.bin").Select(static file => new FileInfo(file).Length).Order());
    }

    [Fact]
    public void Shrinking_keeps_the_breach_and_nothing_else()
    {
        var target = new FuzzTarget("flawed", "none", "", new Examination<string>(static input => input.Span.IndexOf((byte)7) >= 0 ? throw new NotFiniteNumberException() : Answer.Refused<string>("no"), new Allowance(4096, 64)), static () => []);
        byte[] input = [.. Enumerable.Range(0, 40).Select(static i => (byte)i)];

        Assert.Equal([7], Shrinking.Of(target, input, target.Examine(input)!));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
