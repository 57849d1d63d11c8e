using Microsoft.Win32.SafeHandles;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Fuzz;

/// <summary>Where things are.</summary>
public static class Repository
{
    /// <summary>The nearest folder upwards that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory) ?? FindRoot(Directory.GetCurrentDirectory())
        ?? throw new InvalidOperationException("Expected SecUpIoT.sln here or above, found none; run this inside the repository.");

    /// <summary>What runs leave behind; not tracked.</summary>
    public static string Work { get; } = Path.Combine(Root, "artifacts", "fuzz");

    /// <summary>Kept inputs that the vectors do not give.</summary>
    public static string Corpus { get; } = Path.Combine(Root, "tools", "Fuzz", "Corpus");

    /// <summary>Inputs that broke a promise once.</summary>
    public static string Findings { get; } = Path.Combine(Root, "tools", "Fuzz", "Findings");

    /// <summary>Holds a file in <see cref="Work"/> until it is disposed, or gives null when another process holds it.</summary>
    /// <exception cref="StorageException">The system refused.</exception>
    internal static SafeFileHandle? TryHold(string name)
    {
        Directory.CreateDirectory(Work);
        try
        {
            return OwnedFile.Lock(Path.Combine(Work, name));
        }
        catch (StorageException exception) when (exception.Code == ResultCode.Busy)
        {
            return null;
        }
    }

    private static string? FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SecUpIoT.sln"))) return folder.FullName;
        }

        return null;
    }
}
