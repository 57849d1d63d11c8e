namespace SecUpIoT.Load;

/// <summary>Finds the program <c>secup</c>.</summary>
internal static class SecupProgram
{
    /// <summary>The one that was built with this program: bin/SecUpIoT.Cli with the same configuration, beside bin/SecUpIoT.Load.</summary>
    /// <param name="output">The output folder of a project of this repository.</param>
    public static string BuiltBeside(string output)
    {
        var own = new DirectoryInfo(output);
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, "SecUpIoT.Cli", own.Name, "secup.dll");
        return File.Exists(assembly) ? assembly : throw new LoadFailure($"Expected the program secup at {assembly}; build src/Cli, or name it with --secup.");
    }
}
