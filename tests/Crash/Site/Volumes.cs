using System.Diagnostics;
using System.Globalization;

namespace SecUpIoT.Crash.Site;

/// <summary>
/// The disks of the site: a small file system in memory for each process, so that a disk that is full is really full (ENOSPC) and full for that process
/// alone. They live in a mount namespace of a guardian process, beside which the processes of the site are started. The guardian waits for the end of its
/// input and then kills whatever of the site still runs, frozen or not: nothing outlives the test, however it ends.
/// </summary>
/// <remarks>
/// Root needs the right to mount; anybody else needs user namespaces. Where neither is allowed the volumes are plain folders, which nobody can fill.
/// </remarks>
internal sealed class Volumes : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        size=$1; shift
        if [ "$size" != 0 ]; then for volume in "$@"; do mount -t tmpfs -o "size=$size,mode=700" tmpfs "$volume" || exit 1; done; fi
        echo ready
        pids=
        while read -r word pid; do
          kept=
          for known in $pids; do [ "$known" = "$pid" ] || kept="$kept $known"; done
          pids=$kept
          [ "$word" = add ] && pids="$pids $pid"
        done
        [ -n "$pids" ] && kill -KILL $pids
        exit 0
        """;

    private readonly string _root;
    private readonly Process _guardian;
    private readonly IReadOnlyList<string> _entering;
    private readonly Lock _gate = new();
    private bool _ended;

    private Volumes(string root, Process guardian, IReadOnlyList<string> entering, string? fault)
    {
        _root = root;
        _guardian = guardian;
        _entering = entering;
        Fault = fault;
    }

    /// <summary>Why no disk can be filled here; null when they can.</summary>
    public string? Fault { get; }

    /// <summary>Makes the volumes as folders below a root, each of this many MiB where that can be had.</summary>
    public static async Task<Volumes> CreateAsync(string root, IReadOnlyList<string> names, int mebibytes)
    {
        var folders = names.Select(name => Path.Combine(root, name)).ToList();
        foreach (var folder in folders) Directory.CreateDirectory(folder);
        var said = new List<string>();
        foreach (var (unshare, entering) in Ways())
        {
            var (guardian, error) = await GuardAsync([.. unshare, "sh", "-c", Script, "guardian", $"{mebibytes}m", .. folders]).ConfigureAwait(false);
            if (guardian is not null) return new Volumes(root, guardian, [.. entering, "--target", guardian.Id.ToString(CultureInfo.InvariantCulture), "--mount", "--"], null);
            said.Add(error);
        }

        var (plain, failure) = await GuardAsync(["sh", "-c", Script, "guardian", "0"]).ConfigureAwait(false);
        if (plain is null) throw new InvalidOperationException($"Expected a shell to run, but: {failure}");
        return new Volumes(root, plain, [], $"No disk can be filled: neither a mount namespace nor a user namespace with one is to be had ({string.Join("; ", said)}).");
    }

    /// <summary>A file of a volume as the processes of the site see it.</summary>
    public string Inside(string name, string file) => Path.Combine(_root, name, file);

    /// <summary>The same file as this process reaches it.</summary>
    public string Outside(string name, string file) =>
        Fault is null ? $"/proc/{_guardian.Id}/root{Path.Combine(_root, name, file)}" : Inside(name, file);

    /// <summary>How a program is started so that it sees the volumes.</summary>
    public ProcessStartInfo Starting(params IReadOnlyList<string> command)
    {
        IReadOnlyList<string> all = [.. _entering, .. command];
        var start = new ProcessStartInfo(all[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in all.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its pipes would stay behind in the temporary folder when a process is killed
        start.Environment["DOTNET_TieredPGO"] = "0"; // most of them live too short a time for it to pay
        return start;
    }

    /// <summary>The guardian ends this process if nobody else does.</summary>
    public void Watch(int processId) => Tell("add", processId);

    /// <summary>The process has ended; its number may be given to another one.</summary>
    public void Forget(int processId) => Tell("drop", processId);

    /// <summary>Writes until nothing more fits; the last byte that fits is taken.</summary>
    public void Fill(string name)
    {
        var piece = new byte[1 << 20];
        using var ballast = new FileStream(Outside(name, "ballast"), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
        for (var size = piece.Length; size > 0;)
        {
            try
            {
                ballast.Write(piece.AsSpan(0, size));
            }
            catch (IOException exception) when (IsFull(exception))
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free(string name) => File.Delete(Outside(name, "ballast"));

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
        }

        _guardian.StandardInput.Close();
        if (!_guardian.WaitForExit(TimeSpan.FromSeconds(30))) _guardian.Kill();
        _guardian.Dispose();
    }

    private static bool IsFull(IOException exception) => exception.HResult == 28; // ENOSPC

    private static IEnumerable<(IReadOnlyList<string> Unshare, IReadOnlyList<string> Enter)> Ways() =>
        Environment.IsPrivilegedProcess
            ? [(["unshare", "--mount"], ["nsenter"]), (["unshare", "--mount", "--map-root-user"], ["nsenter", "--user", "--preserve-credentials"])]
            : [(["unshare", "--mount", "--map-root-user"], ["nsenter", "--user", "--preserve-credentials"])];

    private static async Task<(Process? Guardian, string Error)> GuardAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (null, $"{command[0]}: {exception.Message}");
        }

        if (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) == "ready") return (process, "");
        var error = await process.StandardError.ReadToEndAsync().ConfigureAwait(false);
        process.Dispose();
        return (null, error.Trim());
    }

    private void Tell(string word, int processId)
    {
        lock (_gate)
        {
            if (_ended) return;
            _guardian.StandardInput.Write($"{word} {processId.ToString(CultureInfo.InvariantCulture)}\n");
            _guardian.StandardInput.Flush();
        }
    }
}
