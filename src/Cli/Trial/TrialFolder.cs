using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Cli.Trial;

/// <summary>
/// Where things lie in a trial: keys, certificates, configurations and data of all entities below one folder. A deployment would keep the author's key
/// elsewhere (R-GEN-24); here it is beside the rest so that a trial needs no preparation.
/// </summary>
internal sealed class TrialFolder(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string Keys => Path.Combine(Root, "keys");

    public string Pki => Path.Combine(Root, "pki");

    public string Data => Path.Combine(Root, "data");

    public string Images => Path.Combine(Root, "images");

    public string AuthorKey => Path.Combine(Keys, "author.key");

    public string TrackerKey => Path.Combine(Keys, "tracker.key");

    public string DeviceKey(int number) => Path.Combine(Keys, $"device-{number}.key");

    public string DeviceFlash(int number) => Path.Combine(Data, $"device-{number}.flash");

    public string TrackerData => Path.Combine(Data, "tracker");

    public string ServerData => Path.Combine(Data, "firmware-server");

    public string Configuration(string name) => Path.Combine(Root, name + ".yaml");

    /// <summary>The three files of the certificate that was issued under this name.</summary>
    public IssuedCertificate Certificate(string name) =>
        new(Path.Combine(Pki, name + ".crt"), Path.Combine(Pki, name + ".key"), Path.Combine(Pki, "ca.crt"));
}
