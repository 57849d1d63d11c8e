namespace SecUpIoT.Cli.Commands;

/// <summary>The repository, for the commands that renew its files or run its tests' programs.</summary>
internal static class Checkout
{
    /// <summary>A file in the repository that the current folder, or the program, lies in.</summary>
    public static string Find(string path)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SecUpIoT.sln"))) return Path.Combine(folder.FullName, path);
            }
        }

        throw new CommandFailure(ExitCode.Configuration, $"Expected the repository, for {path}; {Environment.CurrentDirectory} lies in none. Change to its folder.");
    }

    /// <summary>Writes a file of the repository.</summary>
    public static string Write(string path, string text)
    {
        var file = Find(path);
        try
        {
            File.WriteAllText(file, text);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(file, $"expected a file that can be written, but: {exception.Message}", exception);
        }
    }
}
