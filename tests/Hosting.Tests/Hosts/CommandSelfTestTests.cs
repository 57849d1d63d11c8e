using System.Diagnostics;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Hosting.Tests.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>A command of the device judges the image on trial.</summary>
[Trait("requirement", "R-DC-27")]
[Trait("requirement", "R-DC-28")]
public sealed class CommandSelfTestTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(7);
    private static readonly SlotImage Running = new(Slot.B, Samples.Image(2), Sequence<ImageComponent>.Empty);

    private readonly Scratch _scratch = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _scratch.Dispose();

    [SkippableTheory]
    [InlineData("exit 0", true)]
    [InlineData("exit 1", false)]
    [InlineData("kill -9 $$", false)]
    [InlineData("test \"$SECUP_SLOT $SECUP_NUMBER ${#SECUP_MANIFEST}\" = 'B 2 64'", true)]
    [InlineData("test \"$SECUP_NUMBER\" = 3", false)]
    public async Task Status_0_is_a_pass_and_nothing_else(string script, bool passes)
    {
        NeedShell();
        Assert.Equal(passes, await Shell(script).RunAsync(Running, CancellationToken.None).Soon());
    }

    [Fact]
    public async Task A_command_that_is_not_there_fails() =>
        Assert.False(await new CommandSelfTest(_scratch["nothing"], [], Within, _clock).RunAsync(Running, CancellationToken.None));

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_does_not_outlive_its_time_or_its_device(bool stopped)
    {
        NeedShell();
        var pipe = _scratch["alive"];
        using (var made = Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync();
        using var stopping = new CancellationTokenSource();
        var testing = Shell($"exec 3> '{pipe}'; sleep 600 & wait").RunAsync(Running, stopping.Token);
        // Opened when the command has opened it, and at its end when nobody holds it any more.
        using var alive = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)).Soon();
        await _clock.SomebodyWaits(Within).Soon();

        if (stopped) await stopping.CancelAsync();
        else _clock.Advance(Within);

        if (stopped) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => testing).Soon();
        else Assert.False(await testing.Soon());
        Assert.Equal(0, await Task.Run(() => alive.Read(new byte[1])).Soon());
    }

    private static void NeedShell() => Skip.If(OperatingSystem.IsWindows(), "The commands of these tests are for a POSIX shell.");

    private CommandSelfTest Shell(string script) => new("sh", ["-c", script], Within, _clock);
}
