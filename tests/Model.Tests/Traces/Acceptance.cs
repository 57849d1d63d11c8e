using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>Asks the model whether a trace can be one of its runs.</summary>
internal static class Acceptance
{
    public static async Task AcceptsAsync(params IReadOnlyList<TraceFile> files) => await AcceptsAsync(ModelTrace.Of(files));

    public static async Task AcceptsAsync(IReadOnlyList<string> lines)
    {
        var ran = await AskAsync(lines);
        Assert.True(ran.ExitCode == 0, ran.All + string.Join('\n', lines));
    }

    /// <summary>The model must reject the lines, with a complete search.</summary>
    public static async Task RejectsAsync(IReadOnlyList<string> lines)
    {
        var ran = await AskAsync(lines);
        Assert.True(ran.ExitCode == 1 && ran.Output.StartsWith("rejected", StringComparison.Ordinal), ran.All + string.Join('\n', lines));
    }

    /// <summary>Exit code 0 when the model has such a run, 1 when it has none.</summary>
    public static async Task<Ran> AskAsync(IReadOnlyList<string> lines)
    {
        var folder = Directory.CreateTempSubdirectory("secup-trace-").FullName;
        try
        {
            var file = Path.Combine(folder, "run.rows");
            await File.WriteAllLinesAsync(file, lines);
            return await SpinTools.ScriptAsync("accept.sh", "--seconds", "300", file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
