using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>What an operator does at a Status tracker: enrol, look, cancel.</summary>
internal static class OperatorCommands
{
    public static Command CreateEnrol()
    {
        var device = new Argument<string>("device") { Description = "Device identifier (UUID)." };
        var vendor = new Option<string>("--vendor") { Description = "Vendor: domain name or UUID.", Required = true };
        var deviceClass = new Option<string>("--class") { Description = "Class of devices: model name or UUID.", Required = true };
        var key = new Option<FileInfo>("--key") { Description = "The device's public key (PEM).", Required = true };
        var profile = new Option<Profile>("--profile") { Description = "core or secure.", DefaultValueFactory = _ => Profile.Secure };
        var peer = Peer.Tracker();
        var command = new Command("enrol", "Enrol a device at a Status tracker. Repeating it with the same data is harmless.\n\nExample: secup enrol 3f2c9d1e-0000-4000-8000-000000000001 --vendor example.com --class webcam --key device.key.pub --trial trial")
        {
            device, vendor, deviceClass, key, profile,
        };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var vendorId = Identities.Vendor(parsed.GetRequiredValue(vendor));
            var request = new EnrolRequest(
                Identities.Device(parsed.GetRequiredValue(device)),
                vendorId,
                Identities.Class(vendorId, parsed.GetRequiredValue(deviceClass)),
                parsed.GetValue(profile),
                PublicKeyOf(parsed.GetRequiredValue(key)));
            using var client = peer.Connect(parsed);
            var answer = await client.AskAsync<EnrolAnswer>(HttpBinding.OperatorPath, request, cancel).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["enrolled"] = answer.Device.ToString() }, $"Enrolled: {answer.Device}");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateCancel()
    {
        var device = new Argument<string>("device") { Description = "Device identifier (UUID)." };
        var peer = Peer.Tracker();
        var command = new Command("cancel", "Cancel the update of a device; it is told when it checks in next. Refused once the new image runs.\n\nExample: secup cancel 3f2c9d1e-0000-4000-8000-000000000001 --trial trial") { device };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            using var client = peer.Connect(parsed);
            var answer = await client.AskAsync<CancelAnswer>(HttpBinding.OperatorPath, new CancelRequest(Identities.Device(parsed.GetRequiredValue(device))), cancel).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["cancelling"] = answer.Device.ToString() }, $"Will be cancelled: {answer.Device}");
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
