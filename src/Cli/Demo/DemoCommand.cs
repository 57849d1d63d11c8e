using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Demo;

/// <summary>The main job on embedded defaults: one update of a real image through all four entities, or one attack that is refused.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var image = new Option<FileInfo?>("--image") { Description = "Firmware image; without it, the core library of the .NET runtime (some 15 MB)." };
        var topology = new Option<string>("--topology") { Description = "Which entities share a process: all-in-one, webcam, gateway (three devices) or distributed.", DefaultValueFactory = _ => "all-in-one" };
        topology.AcceptOnlyFromAmong("all-in-one", "webcam", "gateway", "distributed");
        var attack = new Option<string?>("--attack") { Description = "Mount this attack on a device instead; 'list' names them all." };
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "Empty or new folder for keys, data and evidence; it is kept. Without it, a temporary one." };
        var trace = new Option<DirectoryInfo?>("--trace") { Description = "Folder for the trace of every process; 'secup trace check' judges them." };
        var keep = new Option<bool>("--keep") { Description = "Keep the temporary folder." };
        var command = new Command(
            "demo",
            "Sign a real image, run the four entities on loopback with TLS, and watch it travel into the device's slot, be verified, installed, booted on trial, confirmed, reported and recorded. "
            + "Exit code 0: the slot holds the image byte for byte and the tracker lists the device as completed.\n\nExample: secup demo --image firmware.bin")
        {
            image, topology, attack, folder, trace, keep,
        };
        command.Runs(async (parsed, terminal, cancel) =>
        {
            if (parsed.GetValue(attack) == "list")
            {
                AttackRun.List(terminal);
                return ExitCode.Done;
            }

            var temporary = parsed.GetValue(folder) is null;
            var root = parsed.GetValue(folder)?.FullName ?? Path.Combine(Path.GetTempPath(), $"secup-demo-{Guid.NewGuid():N}");
            try
            {
                using var traces = new DemoTraces(parsed.GetValue(trace));
                var path = parsed.GetValue(image)?.FullName ?? typeof(object).Assembly.Location;
                var code = parsed.GetValue(attack) is { } name
                    ? await AttackAsync(name, root, path, traces, terminal, cancel).ConfigureAwait(false)
                    : await UpdateAsync(root, path, traces, Enum.Parse<Topology>(parsed.GetRequiredValue(topology).Replace("-", "", StringComparison.Ordinal), ignoreCase: true), terminal, cancel).ConfigureAwait(false);
                traces.Conclude();
                return code;
            }
            finally
            {
                if (temporary && !parsed.GetValue(keep) && Directory.Exists(root)) Directory.Delete(root, recursive: true);
                else terminal.Say($"Evidence: {root}");
            }
        });
        return command;
    }

    private static async Task<int> AttackAsync(string name, string root, string path, DemoTraces traces, Terminal terminal, CancellationToken cancel)
    {
        using var ports = TrialPorts.Take(devices: 1);
        var (trial, description) = Prepare(root, path, ports);
        return await AttackRun.RunAsync(name, trial, description, ImageFile.Read(Protocol.Suit.ComponentId.Of("firmware"), path), traces, terminal, cancel).ConfigureAwait(false);
    }

    private static async Task<int> UpdateAsync(string root, string path, DemoTraces traces, Topology topology, Terminal terminal, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var console = new DemoConsole(terminal);
        using var ports = TrialPorts.Take(topology.Devices());
        var (trial, description) = Prepare(root, path, ports);
        var steps = new DemoSteps(trial, description, terminal);
        var (envelope, image) = steps.Author(path);
        console.Step(0, $"keys, certificates and a factory image (number {TrialBuilder.FactoryNumber}) in {trial.Root}");
        console.Step(0, $"the author signs {path}, {image.Size} bytes, sha256 {image.Digest.ToHex()}");

        Sequence<TrackEntry> entries;
        var site = await DemoSite.StartAsync(topology, trial, console, traces, () => steps.EnrolAsync(cancel), cancel).ConfigureAwait(false);
        await using (site.ConfigureAwait(false))
        {
            await steps.PublishAsync(envelope, image, cancel).ConfigureAwait(false);
            entries = await console.DrawAsync(() => steps.WatchAsync(TimeSpan.FromMinutes(10), cancel)).ConfigureAwait(false);
        }

        return Conclude(terminal, entries, steps.Compare(image), image, watch.Elapsed, description);
    }

    private static int Conclude(Terminal terminal, Sequence<TrackEntry> entries, IReadOnlyList<int> differing, ImageFile image, TimeSpan took, TrialDescription description)
    {
        StatusTable.Show(terminal, entries);
        var completed = entries.Count(entry => entry.CompletedAt != default);
        var held = completed == description.Devices.Count && differing.Count == 0;
        terminal.Result(
            new JsonObject { ["held"] = held, ["completed"] = completed, ["devices"] = description.Devices.Count, ["slotsThatDiffer"] = differing.Count, ["bytes"] = image.Size, ["seconds"] = Math.Round(took.TotalSeconds, 2) },
            $"Slots equal to the image: {description.Devices.Count - differing.Count} of {description.Devices.Count}. Recorded as completed: {completed} of {description.Devices.Count}. {took.TotalSeconds:0.0} s.\n{(held ? "All held." : "NOT all held.")}");
        return held ? ExitCode.Done : ExitCode.Refused;
    }

    private static (TrialFolder Trial, TrialDescription Description) Prepare(string root, string path, TrialPorts ports)
    {
        var size = ImageFile.Read(Protocol.Suit.ComponentId.Of("firmware"), path).Size;
        var description = TrialDescription.Of("example.com", "demo", Profile.Secure, size + (1 << 20), ports);
        // The factory image is a small library that lies beside this program.
        return (TrialBuilder.Build(root, description, typeof(Command).Assembly.Location), description);
    }
}
