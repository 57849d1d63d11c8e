using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>
/// A program that the suite started. When it is let go, nothing of it stays: it is killed with everything that it started, also with what outlived its parent.
/// </summary>
internal sealed class ChildProcess
{
    private const string Mark = "SECUP_UPPER_TESTER";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static int _started;

    private readonly Process _process;
    private readonly string _mark = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref _started)}");
    private readonly LastWords _lastWords;
    private readonly string _name;

    private ChildProcess(UpperTesterBinding.Stdio binding)
    {
        _name = binding.Command[0];
        var start = new ProcessStartInfo(_name)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = binding.Folder ?? "",
        };
        foreach (var argument in binding.Command.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment[Mark] = _mark;
        _process = Process.Start(start)!;
        _lastWords = new LastWords(_process.StandardError.BaseStream);
    }

    /// <summary>Starts the program and speaks with it.</summary>
    /// <exception cref="AttachmentException">It cannot be started.</exception>
    public static IUpperTester Start(UpperTesterBinding.Stdio binding, Deadlines deadlines)
    {
        if (binding.Command.Count == 0) throw new AttachmentException(AttachmentFault.Missing, "Expected a command in 'stdio', got none; name the program of the upper tester in the IXIT.");
        try
        {
            var child = new ChildProcess(binding);
            var process = child._process;
            return new LinesUpperTester(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, deadlines, child.Epitaph, child.LetGo);
        }
        catch (Exception exception) when (exception is Win32Exception or DirectoryNotFoundException)
        {
            throw new AttachmentException(
                AttachmentFault.Missing, $"Expected to start '{binding.Command[0]}', but: {exception.Message.TrimEnd('.')}; correct the command in the IXIT, or build the upper tester.");
        }
    }

    private string Epitaph()
    {
        var ended = _process.WaitForExit(Grace);
        var how = ended ? $"'{_name}' ended with exit code {_process.ExitCode}" : $"'{_name}' closed its output";
        return $"{how}; {_lastWords.Clause(Grace)}";
    }

    private void LetGo(bool inOrder)
    {
        if (inOrder) _process.WaitForExit(Grace);
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended.
        }

        KillMarked();
        _process.WaitForExit(Grace);
        _process.Dispose();
    }

    // A child of a child that has ended belongs to nobody's tree any more, but its environment still says where it comes from.
    private void KillMarked()
    {
        if (!OperatingSystem.IsLinux()) return;
        var mark = Encoding.UTF8.GetBytes($"{Mark}={_mark}\0");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) < 0) continue;
                using var stray = Process.GetProcessById(id);
                stray.Kill();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
            {
                // Somebody else's, or gone.
            }
        }
    }
}
