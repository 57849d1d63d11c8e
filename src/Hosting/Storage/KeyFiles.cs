using System.Text;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage;

/// <summary>
/// Keeps keys in PEM files. A private key file is readable by its owner only from the moment it exists (R-GEN-11), and no message of this
/// class contains anything of a key. What stands in the PEM is not looked at here.
/// </summary>
public static class KeyFiles
{
    /// <summary>Largest key file that is read, in bytes.</summary>
    public const int Largest = 64 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>
    /// Writes a private key with mode 0600, durably and whole or not at all. On Windows the directory's access rules apply.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="pem">The key.</param>
    /// <param name="overwrite">False: an existing file is left alone and the call is refused.</param>
    /// <exception cref="StorageException">NotAllowed: the file exists. StorageFailed: it could not be written.</exception>
    public static void WritePrivate(string path, string pem, bool overwrite = false) => Write(path, pem, overwrite, OwnerOnly);

    /// <summary>Writes a public key, durably and whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pem">The key.</param>
    /// <param name="overwrite">False: an existing file is left alone and the call is refused.</param>
    /// <exception cref="StorageException">NotAllowed: the file exists. StorageFailed: it could not be written.</exception>
    public static void WritePublic(string path, string pem, bool overwrite = false) => Write(path, pem, overwrite, mode: null);

    /// <summary>Reads a private key. The file must not give any right to group or others (R-GEN-11; not checked on Windows).</summary>
    /// <exception cref="StorageException">NotAllowed: others have rights on it. NotAvailable: there is none. LimitExceeded: too large.
    /// StorageFailed: unreadable.</exception>
    public static string ReadPrivate(string path) => Read(path, isPrivate: true);

    /// <summary>Reads a public key.</summary>
    /// <exception cref="StorageException">NotAvailable: there is none. LimitExceeded: too large. StorageFailed: unreadable.</exception>
    public static string ReadPublic(string path) => Read(path, isPrivate: false);

    private static void Write(string path, string pem, bool overwrite, UnixFileMode? mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(pem);
        try
        {
            DurableFiles.Write(path, Encoding.UTF8.GetBytes(pem), overwrite, mode);
        }
        catch (IOException exception) when (!overwrite && File.Exists(path))
        {
            throw new StorageException(
                ResultCode.NotAllowed,
                $"{path}: expected no file of this name, but there is one, and overwriting a key loses it. Choose another name, or ask for overwriting.",
                exception);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(path, "write the key file", exception);
        }
    }

    private static string Read(string path, bool isPrivate)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // The mode is asked of the open file, not of the name: what is checked is what is read.
            if (isPrivate && !OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) is var mode && (mode & Others) != 0)
            {
                throw new StorageException(
                    ResultCode.NotAllowed,
                    $"{path}: expected a private key that only its owner can read, but its mode is 0{Convert.ToString((int)mode, 8)}. "
                    + $"Run: chmod 600 '{path}', and replace the key if somebody else may have read it.");
            }

            if (stream.Length > Largest)
            {
                throw new StorageException(
                    ResultCode.LimitExceeded,
                    $"{path}: expected a key file of at most {Largest} bytes, but it has {stream.Length}. Check that the path names a PEM file.");
            }

            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException(
                ResultCode.NotAvailable,
                $"{path}: expected a key file, but there is none. Create the key, or correct the path.",
                exception);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(path, "read the key file", exception);
        }
    }
}
