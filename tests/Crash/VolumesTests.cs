using System.Diagnostics;
using System.Runtime.InteropServices;
using SecUpIoT.Cli;
using SecUpIoT.Crash.Site;

namespace SecUpIoT.Crash;

/// <summary>A full disk is really full for the process whose disk it is, and nothing outlives the guardian.</summary>
public sealed class VolumesTests
{
    private const int Suspend = 19;

    [SkippableFact]
    public async Task A_process_whose_disk_is_full_is_told_so_by_the_system_and_its_neighbour_is_not()
    {
        using var scratch = new Scratch();
        using var volumes = await Volumes.CreateAsync(scratch["volumes"], ["one", "other"], mebibytes: 4);
        if (volumes.Fault is { } fault)
        {
            Assert.False(CrashSettings.FullDiskRequired, $"{fault} {CrashSettings.RequireFullDiskName}=1 says that it must be possible here.");
            Skip.If(true, $"{fault} Run as root, or allow user namespaces.");
        }

        volumes.Fill("one");
        var full = await NewKeyAsync(volumes, "one", "a.key");
        var neighbour = await NewKeyAsync(volumes, "other", "a.key");
        volumes.Free("one");
        var again = await NewKeyAsync(volumes, "one", "b.key");

        Assert.NotEqual(ExitCode.Done, full.ExitCode);
        Assert.Contains("No space left on device", full.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, neighbour.ExitCode);
        Assert.Equal(ExitCode.Done, again.ExitCode);
    }

    [Fact]
    public async Task The_guardian_ends_even_a_frozen_process()
    {
        using var scratch = new Scratch();
        using var volumes = await Volumes.CreateAsync(scratch["volumes"], ["one"], mebibytes: 1);
        using var process = Process.Start(volumes.Starting("sleep", "3600"))!;
        volumes.Watch(process.Id);
        Assert.Equal(0, SystemKill(process.Id, Suspend));

        volumes.Dispose();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private static Task<Ran> NewKeyAsync(Volumes volumes, string volume, string file) => Secup.RunAsync(volumes, "key", "new", volumes.Inside(volume, file));

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SystemKill(int processId, int signal);
}
