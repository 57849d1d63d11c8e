using System.Diagnostics;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>
/// RAUC: its service on a bus of our own, two raw slots in files, a boot loader that is a script, and a bundle in format "plain", signed with a test certificate. Mounting
/// the bundle needs root and a loop device.
/// </summary>
internal sealed class RaucPeer : IInstallPeer
{
    /// <summary>What it is called in the results.</summary>
    public const string Called = "rauc install";

    private readonly string _bundle;
    private readonly string _mounts;
    private readonly Process _bus;
    private readonly Process _service;
    private readonly Dictionary<string, string> _environment;

    private RaucPeer(Scratch scratch)
    {
        (_bundle, _mounts) = (scratch["image.raucb"], scratch["rauc-mount"]);
        _environment = new Dictionary<string, string> { ["DBUS_SYSTEM_BUS_ADDRESS"] = $"unix:path={scratch["bus"]}" };
        _bus = ChildProcess.Start("dbus-daemon", [$"--config-file={scratch["bus.conf"]}", "--nofork", "--nopidfile", "--print-address"]);
        // It says its address as soon as it listens, and nothing when it ends.
        if (_bus.StandardOutput.ReadLine() is null)
        {
            var said = _bus.StandardError.ReadToEnd().Trim();
            _bus.Dispose();
            throw new BenchException($"Expected dbus-daemon to listen, but it ended: {said}");
        }

        _service = ChildProcess.Start("rauc", [$"--conf={scratch["system.conf"]}", "--override-boot-slot=A", "service"], _environment);
        Drain(_bus);
        Drain(_service);
    }

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Missing() =>
        !ChildProcess.IsThere("rauc") ? "not installed (Debian: rauc)"
        : !ChildProcess.IsThere("dbus-daemon") ? "needs a bus (Debian: dbus-daemon)"
        : !ChildProcess.IsThere("mksquashfs") ? "needs mksquashfs to make its bundle (Debian: squashfs-tools)"
        : Environment.UserName != "root" ? "mounts its bundle, which needs root"
        : !File.Exists("/dev/loop-control") ? "mounts its bundle, which needs loop devices"
        : null;

    /// <summary>Makes slots and bundle, and starts bus and service.</summary>
    public static RaucPeer Prepare(Scratch scratch, string image, long size, CancellationToken cancel)
    {
        var (certificate, key) = TestCertificate.Write(scratch);
        foreach (var folder in (string[])["rauc-content", "rauc-data", "rauc-mount"]) Directory.CreateDirectory(scratch[folder]);
        InstallRun.Fill(scratch["rauc-a"], size);
        InstallRun.Fill(scratch["rauc-b"], size);
        File.Copy(image, Path.Combine(scratch["rauc-content"], "image.img"));
        File.WriteAllText(Path.Combine(scratch["rauc-content"], "manifest.raucm"), """
            [update]
            compatible=bench
            version=3

            [bundle]
            format=plain

            [image.rootfs]
            filename=image.img

            """);
        WriteSystem(scratch, certificate);
        ChildProcess.Succeed("rauc", ["--cert", certificate, "--key", key, "--keyring", certificate, "bundle", scratch["rauc-content"], scratch["image.raucb"]], cancel);
        Directory.Delete(scratch["rauc-content"], recursive: true);

        var peer = new RaucPeer(scratch);
        try
        {
            Waiting.Until(
                () => ChildProcess.Run("rauc", ["status"], peer._environment, cancel).ExitCode == 0, TimeSpan.FromSeconds(20),
                static () => "Expected the service of rauc to answer on a bus of its own, but it did not. Run 'rauc service' by hand to see why.", peer._service, cancel);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    public Contestant ToContestant() => new(Called, Role.Peer, Install) { Note = "format plain; its service is running; reads and digests the bundle, then copies and flushes once" };

    public void Dispose()
    {
        ChildProcess.Stop(_service);
        ChildProcess.Stop(_bus);
        Unmount(_mounts);
        _service.Dispose();
        _bus.Dispose();
    }

    private Sampled Install(CancellationToken cancel)
    {
        var before = ChildProcess.ProcessorOf(_service);
        var ended = ChildProcess.Succeed("rauc", ["install", _bundle], _environment, cancel);
        return new(ended.Wall, ended.Processor + ChildProcess.ProcessorOf(_service) - before);
    }

    // A service that was stopped in the middle of an installation leaves its bundle mounted; the loop device goes with the mount.
    private static void Unmount(string folder)
    {
        foreach (var mount in File.ReadLines("/proc/self/mounts").Select(static line => line.Split(' ')[1]).Where(mount => mount.StartsWith(folder, StringComparison.Ordinal)).Reverse().ToList())
            ChildProcess.Run("umount", [mount]);
    }

    private static void Drain(Process process)
    {
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    private static void WriteSystem(Scratch scratch, string certificate)
    {
        File.WriteAllText(scratch["system.conf"], $"""
            [system]
            compatible=bench
            bootloader=custom
            mountprefix={scratch["rauc-mount"]}
            data-directory={scratch["rauc-data"]}

            [keyring]
            path={certificate}

            [handlers]
            bootloader-custom-backend={scratch["boot.sh"]}

            [slot.rootfs.0]
            device={scratch["rauc-a"]}
            type=raw
            bootname=A

            [slot.rootfs.1]
            device={scratch["rauc-b"]}
            type=raw
            bootname=B

            """);
        File.WriteAllText(scratch["boot.sh"], """
            #!/bin/sh
            # A boot loader that always starts slot A.
            case "$1" in
              get-primary|get-current) echo A ;;
              get-state) echo good ;;
            esac

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(scratch["boot.sh"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(scratch["bus.conf"], $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path={scratch["bus"]}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
                <allow user="*"/>
              </policy>
            </busconfig>

            """);
    }
}
