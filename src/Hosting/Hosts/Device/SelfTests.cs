using System.ComponentModel;
using System.Diagnostics;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>Tells whether the image on trial works (R-DC-27, R-DC-28).</summary>
public interface ISelfTest
{
    /// <summary>True when the image that runs from its slot stands the test.</summary>
    Task<bool> RunAsync(SlotImage running, CancellationToken cancellation);
}

/// <summary>Reads the slot back and compares the digests: the image is still what was verified.</summary>
public sealed class DigestSelfTest(FlashFile flash) : ISelfTest
{
    /// <inheritdoc/>
    public Task<bool> RunAsync(SlotImage running, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                var expected = new Sequence<Digest>(running.Components.Select(static component => component.Digest));
                return flash.DigestComponents(running.Slot, running.Components, _ => cancellation.ThrowIfCancellationRequested()).Equals(expected);
            }
            catch (StorageException)
            {
                return false;
            }
        },
        cancellation);
}

/// <summary>
/// Runs a command of the device. Exit status 0 within the time is a pass; everything else, and a command that cannot be started, is a
/// failure. The command finds the slot, the sequence number and the manifest digest in SECUP_SLOT, SECUP_NUMBER and SECUP_MANIFEST. It is killed, with what it
/// started, when its time is up and when the device stops.
/// </summary>
public sealed class CommandSelfTest(string file, IReadOnlyList<string> arguments, TimeSpan within, IClock clock) : ISelfTest
{
    /// <inheritdoc/>
    public async Task<bool> RunAsync(SlotImage running, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(file) { UseShellExecute = false } };
        foreach (var argument in arguments) process.StartInfo.ArgumentList.Add(argument);
        process.StartInfo.Environment["SECUP_SLOT"] = running.Slot.ToString();
        process.StartInfo.Environment["SECUP_NUMBER"] = running.Name.Number.ToString();
        process.StartInfo.Environment["SECUP_MANIFEST"] = running.Name.Manifest.ToHex();
        try
        {
            if (!process.Start()) return false;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }

        try
        {
            var (inTime, status) = await clock.Within(within, WaitAsync, cancellation).ConfigureAwait(false);
            return inTime && status == 0;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        async Task<int> WaitAsync(CancellationToken ending)
        {
            await process.WaitForExitAsync(ending).ConfigureAwait(false);
            return process.ExitCode;
        }
    }
}
