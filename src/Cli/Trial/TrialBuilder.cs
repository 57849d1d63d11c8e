using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Options;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Trial;

/// <summary>Makes everything that a trial needs: an authority with certificates, signing keys, and devices with a factory image.</summary>
internal static class TrialBuilder
{
    /// <summary>Sequence number of the factory image; one below it is left for those who try to go back.</summary>
    public const ulong FactoryNumber = 2;

    private static readonly string[] Loopback = ["127.0.0.1", "localhost"];

    /// <summary>Builds the trial in an empty or new folder.</summary>
    /// <exception cref="CommandFailure">The folder holds something already, or the factory image cannot be used.</exception>
    public static TrialFolder Build(string root, TrialDescription description, string factoryImage)
    {
        var trial = new TrialFolder(root);
        if (Directory.Exists(trial.Root) && Directory.EnumerateFileSystemEntries(trial.Root).Any())
            throw CommandFailure.File(trial.Root, "expected an empty or new folder, but it holds files. Choose another, or remove it.");
        foreach (var folder in new[] { trial.Keys, trial.Pki, trial.Data, trial.Images }) Directory.CreateDirectory(folder);

        var now = SystemClock.Instance.Now;
        using (var authority = TrialAuthority.Create(trial.Pki, now))
        {
            foreach (var role in Enum.GetValues<LinkRole>()) authority.Issue(role.Spelling(), role, Loopback, now);
        }

        TrialConfigurations.Write(trial, description);
        var author = WriteKey(trial.AuthorKey);
        WriteKey(trial.TrackerKey);
        var image = ImageFile.Read(ComponentId.Of("firmware"), factoryImage);
        var envelope = PackageAuthor.Create(PackageOf(description, FactoryNumber, "factory image"), [image], [author]);
        File.WriteAllBytes(Path.Combine(trial.Images, "factory.suit"), envelope);
        for (var number = 1; number <= description.Devices.Count; number++)
        {
            WriteKey(trial.DeviceKey(number));
            Provision(trial, description, number, envelope, image);
        }

        description.Write(trial);
        return trial;
    }

    /// <summary>What the author of the trial says about a package for its devices.</summary>
    public static PackageDescription PackageOf(TrialDescription description, ulong number, string text) =>
        new(new SequenceNumber(number), description.VendorId, description.ClassId, null, text, Integrate: false);

    /// <summary>Makes the flash of a device and puts the factory image into it.</summary>
    private static void Provision(TrialFolder trial, TrialDescription description, int number, byte[] envelope, ImageFile image)
    {
        using (FlashFile.Create(trial.DeviceFlash(number), new DeviceId(description.Devices[number - 1].Id), description.SlotCapacity))
        {
            // Only made here; from now on it is opened as the device itself opens it.
        }

        var setup = DeviceCoreOptions.Read(trial.Configuration(TrialConfigurations.Device(number))).Open(SystemClock.Instance);
        using (setup.Flash) FactoryImage.Install(setup.Flash, setup.Configuration, envelope, digest => digest == image.Digest ? File.OpenRead(image.Path) : null);
    }

    private static Esp256KeyPair WriteKey(string path)
    {
        var pair = Esp256KeyPair.Generate();
        KeyFilePair.Write(path, pair.ToPem(), pair.Public.ToPem(), overwrite: false);
        return pair;
    }
}
