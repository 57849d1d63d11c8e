using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>What an operator does at a Status tracker: enrol and look.</summary>
internal static class OperatorCommands
{
    public static Command CreateEnrol()
    {
        var device = new Argument<string?>("device") { Description = "Device identifier (UUID); without it, all devices of the trial folder.", Arity = ArgumentArity.ZeroOrOne };
        var vendor = new Option<string?>("--vendor") { Description = "Vendor: domain name or UUID." };
        var deviceClass = new Option<string?>("--class") { Description = "Class of devices: model name or UUID." };
        var key = new Option<FileInfo?>("--key") { Description = "The device's public key (PEM)." };
        var profile = new Option<Profile>("--profile") { Description = "core or secure.", DefaultValueFactory = _ => Profile.Secure };
        var peer = Peer.Tracker();
        var command = new Command(
            "enrol",
            "Enrol a device at a Status tracker. Repeating it with the same data is harmless.\n\nExamples: secup enrol --trial trial\n          secup enrol 3f2c9d1e-0000-4000-8000-000000000001 --vendor example.com --class webcam --key device.key.pub --tracker https://127.0.0.1:8443 ...")
        {
            device, vendor, deviceClass, key, profile,
        };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            IReadOnlyList<DeviceId> enrolled;
            if (parsed.GetValue(device) is { } one)
            {
                if (parsed.GetValue(vendor) is not { } named || parsed.GetValue(deviceClass) is not { } model || parsed.GetValue(key) is not { } file)
                    throw new CommandFailure(ExitCode.Usage, "Expected --vendor, --class and --key beside a device identifier.");
                var vendorId = Identities.Vendor(named);
                enrolled = [await Enrolment.EnrolAsync(client, new EnrolRequest(Identities.Device(one), vendorId, Identities.Class(vendorId, model), parsed.GetValue(profile), PublicKeyOf(file)), cancel).ConfigureAwait(false)];
            }
            else
            {
                var trial = peer.TrialOf(parsed) ?? throw new CommandFailure(ExitCode.Usage, "Expected a device identifier, or --trial for all its devices.");
                enrolled = await Enrolment.EnrolAllAsync(client, trial, TrialDescription.Read(trial), cancel).ConfigureAwait(false);
            }

            terminal.Emit(new JsonObject { ["enrolled"] = new JsonArray([.. enrolled.Select(id => (JsonNode)id.ToString())]) });
            foreach (var id in enrolled) terminal.Say($"Enrolled: {id}");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateStatus()
    {
        var device = new Argument<string?>("device") { Description = "Only this device (UUID).", Arity = ArgumentArity.ZeroOrOne };
        var completed = new Option<bool>("--completed") { Description = "Only the devices that completed their update." };
        var watch = new Option<bool>("--watch") { Description = "Show it anew whenever it changes, until Ctrl-C." };
        var peer = Peer.Tracker();
        var command = new Command("status", "Where the devices are, and which completed their update (R-ST-08).\n\nExample: secup status --completed --trial trial") { device, completed, watch };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var query = new TrackQuery(parsed.GetValue(device) is { } one ? Identities.Device(one) : null, null);
            TrackAnswer? shown = null;
            while (true)
            {
                var answer = await client.AskAsync<TrackAnswer>(HttpBinding.OperatorPath, query, cancel).ConfigureAwait(false);
                if (parsed.GetValue(completed)) answer = new TrackAnswer(new(answer.Entries.Where(entry => entry.CompletedAt != default)));
                if (!answer.Equals(shown)) StatusTable.Show(terminal, answer.Entries);
                shown = answer;
                if (!parsed.GetValue(watch)) return ExitCode.Done;
                await Task.Delay(TimeSpan.FromSeconds(1), cancel).ConfigureAwait(false);
            }
        });
        return command;
    }

    public static Bytes PublicKeyOf(FileInfo file) => Shared.ReadVerifier(file) switch
    {
        Esp256PublicKey p256 => p256.Spki,
        Ed25519PublicKey ed25519 => ed25519.Spki,
        _ => throw CommandFailure.File(file.FullName, "expected a P-256 or Ed25519 public key."),
    };
}

/// <summary>The operator's conversation with a Status tracker about new devices.</summary>
internal static class Enrolment
{
    public static async Task<DeviceId> EnrolAsync(PeerClient client, EnrolRequest request, CancellationToken cancel) =>
        (await client.AskAsync<EnrolAnswer>(HttpBinding.OperatorPath, request, cancel).ConfigureAwait(false)).Device;

    /// <summary>Enrols every device of a trial.</summary>
    public static async Task<IReadOnlyList<DeviceId>> EnrolAllAsync(PeerClient client, TrialFolder trial, TrialDescription description, CancellationToken cancel)
    {
        var enrolled = new List<DeviceId>();
        for (var number = 1; number <= description.Devices.Count; number++)
        {
            var key = OperatorCommands.PublicKeyOf(new FileInfo(KeyFilePair.PublicPath(trial.DeviceKey(number))));
            var request = new EnrolRequest(new DeviceId(description.Devices[number - 1].Id), description.VendorId, description.ClassId, description.Profile, key);
            enrolled.Add(await EnrolAsync(client, request, cancel).ConfigureAwait(false));
        }

        return enrolled;
    }
}
