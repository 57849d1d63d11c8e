using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Console;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Commands;

/// <summary>An author's tools: make, look at and verify packages (SUIT envelopes).</summary>
internal static class PackageCommand
{
    public static Command Create() => new("package", "Make, inspect and verify packages (IETF SUIT envelopes).") { CreateCreate(), CreateInspect(), CreateVerify() };

    private static Command CreateCreate()
    {
        var images = new Option<string[]>("--image") { Description = "Image file, or COMPONENT=FILE; may be given several times.", Required = true };
        var keys = new Option<FileInfo[]>("--key") { Description = "Author's private key; several make several signatures.", Required = true };
        var number = new Option<ulong>("--number") { Description = "Sequence number; higher than that of every earlier package of the class.", Required = true };
        var vendor = new Option<string>("--vendor") { Description = "Vendor: domain name or UUID.", Required = true };
        var deviceClass = new Option<string>("--class") { Description = "Class of devices: model name or UUID.", Required = true };
        var device = new Option<string?>("--device") { Description = "Only for this device (UUID)." };
        var text = new Option<string?>("--text") { Description = "What the update does, for people." };
        var integrate = new Option<bool>("--integrate") { Description = "Put the images inside the envelope (small images)." };
        var output = new Option<FileInfo>("--out") { Description = "Where the envelope goes.", Required = true };
        var command = new Command(
            "create",
            "Make a signed package of one or more images. Works offline; nothing but files is touched.\n\nExample: secup package create --image app.bin --number 2 --vendor example.com --class webcam --key author.key --out app-2.suit")
        {
            images, keys, number, vendor, deviceClass, device, text, integrate, output,
        };
        command.Runs((parsed, terminal) =>
        {
            var vendorId = Identities.Vendor(parsed.GetRequiredValue(vendor));
            var description = new PackageDescription(
                new SequenceNumber(parsed.GetValue(number)),
                vendorId,
                Identities.Class(vendorId, parsed.GetRequiredValue(deviceClass)),
                parsed.GetValue(device) is { } named ? Identities.Device(named) : null,
                parsed.GetValue(text),
                parsed.GetValue(integrate));
            var envelope = PackageAuthor.Create(description, [.. parsed.GetRequiredValue(images).Select(ReadImage)], [.. parsed.GetRequiredValue(keys).Select(Shared.ReadSigner)]);
            var file = parsed.GetRequiredValue(output);
            DurableFiles.Write(file.FullName, envelope, overwrite: true, mode: null);
            var digest = EnvelopeReader.Read(envelope, SuitLimits.Default).Value.ManifestDigest;
            terminal.Result(
                new JsonObject { ["envelope"] = file.FullName, ["manifest"] = digest.ToHex(), ["number"] = description.Number.Value, ["bytes"] = envelope.Length },
                $"Package {description.Number} ({digest.ToHex()})\n  envelope  {file.FullName}, {envelope.Length} bytes");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateInspect()
    {
        var path = new Argument<FileInfo>("envelope") { Description = "The envelope." };
        var command = new Command("inspect", "Show what an envelope says. Nothing is verified: see 'package verify'.\n\nExample: secup package inspect app-2.suit") { path };
        command.Runs((parsed, terminal) =>
        {
            var tree = EnvelopeInspector.Inspect(Read(parsed.GetRequiredValue(path)));
            terminal.Emit(ToJson(tree));
            if (!terminal.Json) terminal.Human.Profile.Out.Writer.WriteLine(tree.ToText());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateVerify()
    {
        var path = new Argument<FileInfo>("envelope") { Description = "The envelope." };
        var keys = new Option<FileInfo[]>("--key") { Description = "Public keys of trusted authors.", Required = true };
        var command = new Command(
            "verify",
            "Verify signature, digest and structure as a Firmware server does. Exit code 0: authentic; 1: refused, with the result code.\n\nExample: secup package verify app-2.suit --key author.key.pub")
        {
            path, keys,
        };
        command.Runs((parsed, terminal) =>
        {
            var encoded = Shared.ReadFile(parsed.GetRequiredValue(path), Limits.PublishedEnvelope);
            var judged = PackageContents.Read(encoded, [.. parsed.GetRequiredValue(keys).Select(Shared.ReadVerifier)]);
            if (judged.Value is not { } contents) throw CommandFailure.Refused(judged.Code, judged.Detail);
            terminal.Result(Describe(contents), $"Authentic: package {contents.Image.Number} ({contents.Image.Manifest.ToHex()})\n  vendor {contents.Vendor}\n  class  {contents.Class}");
            foreach (var payload in contents.Payloads) terminal.Say($"  payload {payload.Digest.ToHex()}, {payload.Size} bytes");
            return ExitCode.Done;
        });
        return command;
    }

    private static JsonObject Describe(PackageContents contents) => new()
    {
        ["manifest"] = contents.Image.Manifest.ToHex(),
        ["number"] = contents.Image.Number.Value,
        ["vendor"] = contents.Vendor.ToString(),
        ["class"] = contents.Class.ToString(),
        ["payloads"] = new JsonArray([.. contents.Payloads.Select(payload => new JsonObject { ["sha256"] = payload.Digest.ToHex(), ["bytes"] = payload.Size })]),
    };

    private static ImageFile ReadImage(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && !File.Exists(text)
            ? ImageFile.Read(ComponentId.Of(text[..at].Split('/')), text[(at + 1)..])
            : ImageFile.Read(ComponentId.Of("firmware"), text);
    }

    private static Envelope Read(FileInfo file)
    {
        var read = EnvelopeReader.Read(Shared.ReadFile(file, Limits.PublishedEnvelope), SuitLimits.Default);
        return read.Error is { } error ? throw CommandFailure.Refused(error.Code, error.Detail) : read.Value;
    }

    private static JsonObject ToJson(InspectionNode node)
    {
        var json = new JsonObject { ["name"] = node.Name };
        if (node.Value is not null) json["value"] = node.Value;
        if (node.Children.Count > 0) json["children"] = new JsonArray([.. node.Children.Select(ToJson)]);
        return json;
    }
}
