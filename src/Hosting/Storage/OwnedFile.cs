using Microsoft.Win32.SafeHandles;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage;

/// <summary>Opens files that exactly one process may use at a time.</summary>
internal static class OwnedFile
{
    // errno EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION as an HRESULT on Windows.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>
    /// Opens <paramref name="path"/> for reading and writing under an exclusive lock, which ends with the handle, and so with the process.
    /// On Unix the lock is advisory (flock): it keeps out every process that opens the file through this method.
    /// </summary>
    /// <exception cref="StorageException">Busy: another process holds the file. NotAvailable: there is none. StorageFailed: anything
    /// else.</exception>
    public static SafeFileHandle Open(string path, FileMode mode)
    {
        try
        {
            return File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (InUse.Contains(exception.HResult))
        {
            throw new StorageException(
                ResultCode.Busy,
                $"{path}: expected to be its only user, but another process holds it. Stop that process, or give this one a file of its own.",
                exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException(
                ResultCode.NotAvailable,
                $"{path}: expected a file, but there is none. Create it first, or correct the path.",
                exception);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(path, "open the file", exception);
        }
    }

    /// <summary>Takes the lock file of a directory or database, creating it if needed.</summary>
    public static SafeFileHandle Lock(string path) => Open(path, FileMode.OpenOrCreate);
}
