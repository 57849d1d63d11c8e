using System.Globalization;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>A state of the checked world in one line, as spec/model/world.md defines it and the model prints it.</summary>
public sealed class StateLine(Cast cast)
{
    private static readonly Direction[] DeviceDirections = [Direction.Down, Direction.Up, Direction.Ask, Direction.Answer];

    /// <summary>The line.</summary>
    public string Of(CheckedWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var words = new List<string>();
        for (var device = 0; device < world.Devices.Length; device++)
        {
            words.Add($"D{device + 1}:{Device(world.Devices[device])}");
            words.Add($"C{device + 1}:{Communicator(world.Communicators[device].State)}");
            words.Add($"T{device + 1}:{Track(world.Tracks[device])}");
            words.Add($"L{device + 1}:{string.Join(',', DeviceDirections.Select(direction => Places(world, direction, device)))}");
        }

        for (var server = 0; server < world.Servers.Length; server++)
        {
            var entries = world.Links[server].Published.Select(entry => cast.ImageOf(entry.Manifest)).Order().Select(Number);
            var places = $"{Type(world.At(Direction.ServerAsk, server, Place.Now))}/{Type(world.At(Direction.ServerAnswer, server, Place.Now))}";
            words.Add($"S{server + 1}:{world.Links[server].State.Phase},l{string.Concat(entries)},q{places}");
            var packages = cast.Settings.Publishable.Select(image => $",p{Number(image)}={world.Servers[server].Packages[image].Phase}");
            words.Add($"F{server + 1}:u{Bit(world.Servers[server].IsUp)}{string.Concat(packages)}");
        }

        return string.Join(' ', words);
    }

    private static string Places(CheckedWorld world, Direction direction, int device) =>
        $"{Type(world.At(direction, device, Place.Now))}/{Type(world.At(direction, device, Place.Late))}";

    private static string Type(Letter? letter) => letter is null ? "-" : Number(letter.Message.Tag);

    private string Device(DevicePart part)
    {
        var candidate = part.Journal.Candidate is { } update
            ? $"{Image(update.Image.Name)}/{update.Stage}/{Number((int)(update.Received / Cast.BlockSize))}"
            : "-";
        var outcome = part.Journal.LastOutcome is { } ended ? $"{Image(ended.Image)}/{ended.Result}" : "-";
        var order = part.Order == DeviceOrder.None ? "-" : part.Order == DeviceOrder.Read ? "read" : part.Order == DeviceOrder.Seal ? "seal" : "test";
        return $"{part.State.Phase},c{Image(part.Journal.Confirmed.Name)},k{candidate},r{Image(part.State.Running?.Name)},o{outcome}"
            + $",n{(part.State.Nonce is null ? "-" : "1")},f{Bit(part.State.FreezeSuspected)},w{order}";
    }

    private string Communicator(CommunicatorState state)
    {
        var want = state.Want is { } block ? Number((int)(block.Offset / Cast.BlockSize)) : "-";
        var refused = state.RefusedManifest is { } manifest ? $"{Number(cast.ImageOf(manifest))}/{state.RefusedCode}" : "-";
        return $"{state.Phase},i{Or(state.Manifest is { } known ? Number(cast.ImageOf(known)) : "")},w{want},r{refused},d{Bit(state.ReportDue)}";
    }

    private string Track(TrackPart part) => part.State.Record is { } record
        ? $"{record.Phase},t{Image(record.Target)},c{Image(record.Confirmed)},{record.Result},v{Bit(record.ResultVerified)},x{Bit(record.CancelWanted)},a{Number((int)record.Attempts)}"
        : "Absent";

    private string Image(ImageName? name) => name is null ? "-" : Number(cast.ImageOf(name));

    private static string Or(string text) => text.Length == 0 ? "-" : text;

    private static string Bit(bool value) => value ? "1" : "0";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
