using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Commands;

/// <summary>Makes a trial: a small authority, keys, devices with a factory image, and a configuration file for each entity.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Empty or new folder." };
        var devices = new Option<int>("--devices") { Description = "How many devices, 1 to 100.", DefaultValueFactory = _ => 1 };
        var vendor = new Option<string>("--vendor") { Description = "Vendor: domain name or UUID.", DefaultValueFactory = _ => "example.com" };
        var model = new Option<string>("--class") { Description = "Class of devices: model name or UUID.", DefaultValueFactory = _ => "webcam" };
        var profile = new Option<Profile>("--profile") { Description = "core or secure.", DefaultValueFactory = _ => Profile.Secure };
        var capacity = new Option<int>("--slot-size") { Description = "Size of each of the two slots of a device, in MiB.", DefaultValueFactory = _ => 64 };
        var image = new Option<FileInfo?>("--factory-image") { Description = "Image that the devices leave the factory with; without it, a small library that lies beside this program." };
        var command = new Command("init", "Make a trial folder: authority, certificates, keys, devices with a factory image, and configuration files on free ports.\n\nExample: secup init trial --devices 3")
        {
            folder, devices, vendor, model, profile, capacity, image,
        };
        devices.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100) result.AddError("--devices: expected 1 to 100.");
        });
        capacity.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 4096) result.AddError("--slot-size: expected 1 to 4096.");
        });
        command.Runs((parsed, terminal) =>
        {
            using var ports = TrialPorts.Take(parsed.GetValue(devices));
            var description = TrialDescription.Of(parsed.GetRequiredValue(vendor), parsed.GetRequiredValue(model), parsed.GetValue(profile), (ulong)parsed.GetValue(capacity) << 20, ports);
            var trial = TrialBuilder.Build(parsed.GetRequiredValue(folder).FullName, description, parsed.GetValue(image)?.FullName ?? typeof(Command).Assembly.Location);
            terminal.Result(
                new JsonObject { ["folder"] = trial.Root, ["devices"] = new JsonArray([.. description.Devices.Select(device => (JsonNode)device.Id.ToString())]) },
                $"Trial in {trial.Root}: {description.Devices.Count} devices of vendor {description.Vendor}, class {description.Model}, with factory image {TrialBuilder.FactoryNumber}.\n"
                + "Next: run the entities (secup node run, or each alone), 'secup enrol --trial', 'secup package create', 'secup publish', 'secup status --watch'.");
            return ExitCode.Done;
        });
        return command;
    }
}
