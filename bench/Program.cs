using System.CommandLine;
using SecUpIoT.Benchmarks.Commands;
using SecUpIoT.Benchmarks.Programs;

var root = new RootCommand(
    """
    What this repository costs, beside what people would use instead: measured, compared, written down. bench/README.md says what each figure means.

    Exit code 0: done; 1: 'compare' found a regression; 2: the command line is wrong; 3: something that was to be measured cannot be; 130: Ctrl-C.

    Examples:
      dotnet run -c Release --project bench -- smoke
      dotnet run -c Release --project bench -- install --size 256 --rounds 5
      dotnet run -c Release --project bench -- all --publish
    """)
{
    MicroCommand.Create(),
    ProgramCommands.Install(),
    ProgramCommands.Serve(),
    ProgramCommands.Conformance(),
    AllCommand.Create(),
    AllocationsCommand.Create(),
    SmokeCommand.Create(),
    CompareCommand.Create(),
    CompareCommand.CreateSample(),
    ReportCommand.Create(),
};

try
{
    var parsed = root.Parse(args);
    var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) }).ConfigureAwait(false);
    return parsed.Errors.Count > 0 ? BenchExit.Usage : code;
}
catch (BenchException failure)
{
    await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
    return BenchExit.Impossible;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"Expected to read and write files, but the system refused: {failure.Message} Is the disk full? bench/README.md says how to choose another.").ConfigureAwait(false);
    return BenchExit.Impossible;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted. What was measured until then is in the file of the results, where the command writes one.").ConfigureAwait(false);
    return BenchExit.Interrupted;
}
