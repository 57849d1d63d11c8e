using System.CommandLine;
using System.Diagnostics;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecUpIoT.Cli.Demo;

internal static class DemoCommand
{
    public static Command Create()
    {
        var imagePath = new Option<FileInfo?>("--image");
        var folder = new Option<DirectoryInfo?>("--folder");
        var command = new Command("demo") { imagePath, folder };
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var started = Stopwatch.StartNew();
            var path = parsed.GetValue(imagePath)?.FullName ?? typeof(object).Assembly.Location;
            var root = parsed.GetValue(folder)?.FullName ?? Directory.CreateTempSubdirectory("secup-demo-").FullName;
            var size = (ulong)new FileInfo(path).Length;
            var description = new TrialDescription("example.com", "demo", Profile.Secure, size + (1 << 20), TrialDescription.DefaultFirstPort, [Guid.NewGuid()]);
            var trial = TrialBuilder.Build(root, description, typeof(Command).Assembly.Location);
            var steps = new DemoSteps(trial, description, terminal);
            var (envelope, image) = steps.Author(path);
            var site = new InProcessSite(trial, description, new HostSurroundings(SystemClock.Instance, NullLoggerFactory.Instance, new P(terminal)));
            await using (site)
            {
                await site.StartAsync();
                (steps.Server, steps.Tracker) = (site.Server, site.Tracker);
                await steps.EnrolAsync(cancel);
                await steps.PublishAsync(envelope, image, cancel);
                var entries = await steps.WatchAsync(TimeSpan.FromMinutes(5), cancel);
                StatusTable.Show(terminal, entries);
            }

            var differing = steps.Compare(image);
            terminal.Say($"differing: {differing.Count}; {started.Elapsed.TotalSeconds:0.0} s; {root}");
            return differing.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private sealed class P(Terminal t) : IProgress<HostEvent>
    {
        public void Report(HostEvent value) { if (EventLine.ToText(value) is { } l) t.Say(l); }
    }
}
