using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Demo;

/// <summary>Mounts one attack on a real Device core over its device link, and checks that it is refused and that nothing changed.</summary>
internal static class AttackRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void List(Terminal terminal)
    {
        terminal.Emit(new JsonArray([.. Attacks.All.Select(attack => new JsonObject
        {
            ["name"] = attack.Name, ["assumes"] = attack.Assumes, ["requirement"] = attack.Requirement, ["expected"] = attack.Expected.ToString(),
        })]));
        foreach (var attack in Attacks.All) terminal.Say($"{attack.Name,-20} {attack.Requirement,-8} {attack.Expected,-28} the attacker has {attack.Assumes}");
    }

    public static async Task<int> RunAsync(string name, TrialFolder trial, TrialDescription description, ImageFile image, DemoTraces traces, Terminal terminal, CancellationToken cancel)
    {
        var attack = Attacks.All.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new CommandFailure(ExitCode.Usage, $"No attack is called '{name}'. Known: {string.Join(", ", Attacks.All.Select(candidate => candidate.Name))}.");
        terminal.Say($"Attack {attack.Name}: the attacker sits in the Communicator's place and has {attack.Assumes}.");

        var author = Shared.ReadSigner(new FileInfo(trial.AuthorKey));
        var tracker = Shared.ReadSigner(new FileInfo(trial.TrackerKey));
        var setup = DeviceCoreOptions.Read(trial.Configuration(TrialConfigurations.Device(1))).Open(SystemClock.Instance);
        var configuration = setup.Configuration;
        var before = setup.Flash.ReadRecord()!.Confirmed;
        var host = new DeviceCoreHost(setup, HostSurroundings.Silent with { Events = new DemoConsole(terminal), Trace = traces.Open(TrialConfigurations.Device(1)) });
        ResultCode observed;
        await using (host.ConfigureAwait(false))
        {
            var link = new DeviceLinkClient(host.Start(), SystemClock.Instance, Patience, Patience);
            await using (link.ConfigureAwait(false))
            {
                var deviceKey = Shared.ReadVerifier(new FileInfo(KeyFilePair.PublicPath(trial.DeviceKey(1))));
                var scene = new AttackScene(link, author, tracker, deviceKey, configuration.Device, configuration.Vendor, configuration.Class, image);
                observed = await attack.MountAsync(scene, cancel).ConfigureAwait(false);
            }
        }

        using var after = FlashFile.Open(trial.DeviceFlash(1));
        var unchanged = after.ReadRecord()!.Confirmed == before;
        var defeated = observed == attack.Expected && unchanged;
        terminal.Result(
            new JsonObject
            {
                ["attack"] = attack.Name, ["requirement"] = attack.Requirement, ["expected"] = attack.Expected.ToString(),
                ["observed"] = observed.ToString(), ["imageUnchanged"] = unchanged, ["defeated"] = defeated,
            },
            $"{(defeated ? "Defeated" : "NOT DEFEATED")} by {attack.Requirement}: expected {attack.Expected}, observed {observed}; the confirmed image is {(unchanged ? "unchanged" : "CHANGED")} ({before.Name}).");
        return defeated ? ExitCode.Done : ExitCode.Refused;
    }
}
