using System.Diagnostics;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>
/// RAUC: its service on a bus of our own, two raw slots in files, a boot loader that is a script, and a bundle in format "plain", signed with a test certificate. Mounting
/// the bundle needs root and a loop device.
/// </summary>
internal sealed class RaucPeer : IInstallPeer
{
    private readonly string _bundle;
    private readonly Process _bus;
    private readonly Process _service;
    private readonly Dictionary<string, string> _environment;

    private RaucPeer(string bundle, Process bus, Process service, Dictionary<string, string> environment) =>
        (_bundle, _bus, _service, _environment) = (bundle, bus, service, environment);

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Missing() =>
        !ChildProcess.IsThere("rauc") ? "rauc install: not installed (Debian: rauc)"
        : !ChildProcess.IsThere("dbus-daemon") ? "rauc install: needs a bus (Debian: dbus-daemon)"
        : !ChildProcess.IsThere("mksquashfs") ? "rauc install: needs mksquashfs to make its bundle (Debian: squashfs-tools)"
        : Environment.UserName != "root" ? "rauc install: mounts its bundle, which needs root"
        : !File.Exists("/dev/loop-control") ? "rauc install: mounts its bundle, which needs loop devices"
        : null;

    /// <summary>Makes slots and bundle, and starts bus and service.</summary>
    public static RaucPeer Prepare(Scratch scratch, string image, long size)
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
        ChildProcess.Succeed("rauc", ["--cert", certificate, "--key", key, "--keyring", certificate, "bundle", scratch["rauc-content"], scratch["image.raucb"]]);
        Directory.Delete(scratch["rauc-content"], recursive: true);

        var environment = new Dictionary<string, string> { ["DBUS_SYSTEM_BUS_ADDRESS"] = $"unix:path={scratch["bus"]}" };
        var bus = ChildProcess.Start("dbus-daemon", [$"--config-file={scratch["bus.conf"]}", "--nofork", "--nopidfile", "--print-address"]);
        bus.StandardOutput.ReadLine();
        var service = ChildProcess.Start("rauc", [$"--conf={scratch["system.conf"]}", "--override-boot-slot=A", "service"], environment);
        Drain(bus);
        Drain(service);
        var peer = new RaucPeer(scratch["image.raucb"], bus, service, environment);
        peer.WaitUntilItAnswers();
        return peer;
    }

    public Contestant ToContestant() => new("rauc install", Role.Peer, Install) { Note = "format plain; its service is running; reads and digests the bundle, then copies and flushes once" };

    public void Dispose()
    {
        ChildProcess.End(_service);
        ChildProcess.End(_bus);
        _service.WaitForExit();
        _bus.WaitForExit();
        _service.Dispose();
        _bus.Dispose();
    }

    private Sampled Install(CancellationToken cancel)
    {
        var before = ChildProcess.ProcessorOf(_service);
        var ended = ChildProcess.Succeed("rauc", ["install", _bundle], _environment, cancel);
        return new(ended.Wall, ended.Processor + ChildProcess.ProcessorOf(_service) - before);
    }

    private void WaitUntilItAnswers()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (ChildProcess.Run("rauc", ["status"], _environment, default).ExitCode == 0) return;
            if (_service.HasExited) break;
            Thread.Sleep(50);
        }

        Dispose();
        throw new BenchException("Expected the service of rauc to answer on a bus of its own, but it did not. Run 'rauc service' by hand to see why.");
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
