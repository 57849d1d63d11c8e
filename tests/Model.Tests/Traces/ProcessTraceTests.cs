using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>From the code to the model: what real processes did is a run of the model, and with one event altered it is none.</summary>
public sealed class ProcessTraceTests : IDisposable
{
    // Two whole blocks of 64 KiB and a part of a third, as many as in the simulation.
    private const int Size = 160_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("secup-demo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_processes_of_a_demonstration_are_a_run_of_the_model()
    {
        SpinTools.Need();
        var files = await DemonstrateAsync();

        await Acceptance.AcceptsAsync(files);
        await Acceptance.RejectsAsync(ModelTrace.Of([.. files.Select(file => Without(file, TraceMachine.DeviceCore, "SelfTestPassed"))]));
        await Acceptance.RejectsAsync(ModelTrace.Of([.. files.Select(file => Without(file, TraceMachine.StatusTracker, "UpdateDue"))]));
        await Acceptance.RejectsAsync(ModelTrace.Of([.. files.Select(file => Without(file, TraceMachine.Communicator, "InstallStarted"))]));
    }

    private async Task<IReadOnlyList<TraceFile>> DemonstrateAsync()
    {
        var bytes = new byte[Size];
        new Random(1).NextBytes(bytes);
        var (image, traces) = (Path.Combine(_folder, "image.bin"), Path.Combine(_folder, "traces"));
        await File.WriteAllBytesAsync(image, bytes);
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "secup.dll"), "demo", "--image", image, "--topology", "distributed", "--trace", traces];
        var ran = await SpinTools.RunAsync(TimeSpan.FromMinutes(3), "dotnet", arguments);
        Assert.True(ran.ExitCode == 0, ran.All);
        var files = Directory.GetFiles(traces).Order(StringComparer.Ordinal).Select(file => TraceReader.Read(Path.GetFileName(file), File.ReadAllBytes(file)).Value!).ToList();
        Assert.Equal(4, files.Count);
        return files;
    }

    private static TraceFile Without(TraceFile file, TraceMachine machine, string trigger)
    {
        var at = file.Entries.Index().Where(entry => entry.Item.Event.Machine == machine && entry.Item.Event.Step?.Trigger == trigger).Select(entry => entry.Index).DefaultIfEmpty(-1).First();
        return file with { Entries = [.. file.Entries.Where((_, index) => index != at)] };
    }
}
