using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SecUpIoT.Hosting.Storage;

/// <summary>Makes files and their names survive a power cut. Throws what the system throws; callers name the operation.</summary>
internal static class DurableFiles
{
    /// <summary>
    /// Writes a whole file so that afterwards, whatever is cut, <paramref name="path"/> is either as before or complete:
    /// the bytes go to a temporary name beside it and are flushed before the rename, and the directory is flushed after it.
    /// </summary>
    /// <param name="path">The final name.</param>
    /// <param name="data">All bytes.</param>
    /// <param name="overwrite">False: an existing file is left alone and an <see cref="IOException"/> is thrown.</param>
    /// <param name="mode">The mode the file is created with; null for the default of the process. Without effect on Windows.</param>
    public static void Write(string path, ReadOnlySpan<byte> data, bool overwrite, UnixFileMode? mode = null)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(data);
                stream.Flush(flushToDisk: true);
            }

            Rename(temporary, path, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Renames within a file system and flushes both directories. The bytes of the file must have been flushed before.</summary>
    public static void Rename(string from, string to, bool overwrite)
    {
        File.Move(from, to, overwrite);
        var source = DirectoryOf(from);
        var target = DirectoryOf(to);
        FlushDirectory(target);
        if (source != target) FlushDirectory(source);
    }

    /// <summary>Creates a directory and flushes the one it stands in; nothing to do when it is there.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = DirectoryOf(path);
        CreateDirectory(parent);
        Directory.CreateDirectory(path);
        FlushDirectory(parent);
    }

    /// <summary>
    /// Makes the names in a directory durable. .NET opens no directory for flushing, hence the system calls.
    /// On Windows there is nothing to do: the file system journals its names.
    /// </summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Native.Open(Encoding.UTF8.GetBytes(path + '\0'), Native.ReadOnly);
        if (descriptor < 0) throw SystemSaid(path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Native.Flush(descriptor) != 0) throw SystemSaid(path);
    }

    /// <summary>
    /// Makes the bytes of a file durable, and of what is known about it only what is needed to read them back: where they stand and how many there are, not when they were
    /// written. On a file whose size does not change that is one write less to the file system. .NET flushes all, hence the system call.
    /// </summary>
    public static void FlushBytes(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file);
        else if (Native.FlushBytes(file) != 0) throw new IOException($"flushing the file failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    private static IOException SystemSaid(string path) =>
        new($"flushing the directory '{path}' failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private static class Native
    {
        public const int ReadOnly = 0;

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Flush(int descriptor);

        [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int FlushBytes(SafeFileHandle file);
    }
}
