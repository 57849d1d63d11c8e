using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Hosting;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Load;
using SecUpIoT.Protocol;

var devices = new Option<int>("--devices") { Description = "Enrolled devices.", DefaultValueFactory = static _ => 10_000 };
var seed = new Option<ulong>("--seed") { Description = "What keys, identifiers and nonces of the devices follow from.", DefaultValueFactory = static _ => 1 };
var polls = new Option<int>("--polls") { Description = "Polls: signed reports in which nothing has changed.", DefaultValueFactory = static _ => 50_000 };
var reports = new Option<int>("--reports") { Description = "Reports: signed reports that move the tracker's record to another phase.", DefaultValueFactory = static _ => 20_000 };
var connections = new Option<int>("--connections") { Description = "Connections at once, each with one request at a time.", DefaultValueFactory = static _ => 128 };
var batch = new Option<int>("--batch") { Description = "Check-ins in one request: 1 as a Communicator sends them, more as a gateway does.", DefaultValueFactory = static _ => 1 };
var enrolment = new Option<EnrolmentWay>("--enrol") { Description = "store: by the tracker's machine and store, before it starts. operator: at its operator interface.", DefaultValueFactory = static _ => EnrolmentWay.Store };
var folder = new Option<DirectoryInfo?>("--folder") { Description = "Keep the tracker's folder here, and use its enrolled devices the next time." };
var secup = new Option<FileInfo?>("--secup") { Description = "The program secup, or secup.dll; without it, the one that was built with this program." };
var small = new Option<int?>("--small") { Description = "Measure in turn with a fleet of so many devices, and give the ratio." };
var against = new Option<FileInfo?>("--against") { Description = "Measure in turn with another secup, such as that of another checkout, and give the ratio." };
var rounds = new Option<int>("--rounds") { Description = "Turns of each side with --small or --against.", DefaultValueFactory = static _ => 3 };
var noRestart = new Option<bool>("--no-restart") { Description = "Leave out the kill, the restart and the check that nothing acknowledged was lost." };
var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
var root = new RootCommand(
    """
    Load on a Status tracker: simulated devices with real signatures, real HTTP over TLS 1.3 with client certificates, a real tracker process.

    Examples:
      secup-load                                                   10 000 devices, half a minute
      secup-load --devices 1000000 --small 10000 --folder /tmp/m   a million devices, in turn with ten thousand
      secup-load --against ../old/artifacts/bin/SecUpIoT.Cli/release/secup --devices 10000 --json

    What the figures mean: bench/Load/README.md. Exit code 0: done; 1: the run failed or something acknowledged was lost; 2: stopped.
    """)
{
    devices, seed, polls, reports, connections, batch, enrolment, folder, secup, small, against, rounds, noRestart, json,
};
foreach (var option in (Option<int>[])[devices, connections, batch, rounds])
    option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name}: expected at least 1."); });
foreach (var option in (Option<int>[])[polls, reports])
    option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 0) result.AddError($"{option.Name}: expected a number that is not negative."); });
batch.Validators.Add(result => { if (result.GetValueOrDefault<int>() > Limits.CheckIns) result.AddError($"--batch: expected at most {Limits.CheckIns}."); });
small.Validators.Add(result => { if (result.GetValueOrDefault<int?>() < 1) result.AddError("--small: expected at least 1."); });

root.SetAction(async (parsed, cancel) =>
{
    // Signals are heeded only once the action has handed back its task.
    await Task.Yield();
    var settings = new LoadSettings
    {
        Devices = parsed.GetValue(devices),
        Seed = parsed.GetValue(seed),
        Polls = parsed.GetValue(polls),
        Reports = parsed.GetValue(reports),
        Connections = parsed.GetValue(connections),
        Batch = parsed.GetValue(batch),
        Enrolment = parsed.GetValue(enrolment),
        Folder = parsed.GetValue(folder)?.FullName,
        Secup = parsed.GetValue(secup)?.FullName ?? SecupProgram.BuiltBeside(AppContext.BaseDirectory),
        Small = parsed.GetValue(small),
        Against = parsed.GetValue(against)?.FullName,
        Rounds = parsed.GetValue(rounds),
        Restart = !parsed.GetValue(noRestart),
    };
    try
    {
        var result = await new LoadRun(settings, new ProgressLine(Console.Error)).RunAsync(cancel).ConfigureAwait(false);
        Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, ResultJson.Default.LoadResult) : ResultText.Of(result));
        return 0;
    }
    catch (OperationCanceledException) when (cancel.IsCancellationRequested)
    {
        Console.Error.WriteLine("Stopped.");
        return 2;
    }
    catch (Exception exception) when (exception is LoadFailure or StorageException or ConfigurationException or IOException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
});

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) }).ConfigureAwait(false);

/// <summary>How a result is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
