using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Protocol;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>SWUpdate: a signed .swu with the image, installed from the stream into a raw slot in a file; the process is started for it.</summary>
internal sealed class SwupdatePeer : IInstallPeer
{
    /// <summary>What it is called in the results.</summary>
    public const string Called = "swupdate -i, sync";

    private readonly string _slot;
    private readonly IReadOnlyList<string> _arguments;

    private SwupdatePeer(string slot, IReadOnlyList<string> arguments) => (_slot, _arguments) = (slot, arguments);

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Missing() =>
        !ChildProcess.IsThere("swupdate") ? "not installed (Debian: swupdate)"
        : !ChildProcess.IsThere("cpio") ? "needs cpio to make its file (Debian: cpio)"
        : !ChildProcess.IsThere("openssl") ? "needs openssl to sign its file (Debian: openssl)"
        : null;

    /// <summary>Makes slot and file.</summary>
    public static SwupdatePeer Prepare(Scratch scratch, string image, long size, Digest digest, CancellationToken cancel)
    {
        var (certificate, key) = TestCertificate.Write(scratch);
        InstallRun.Fill(scratch["swupdate-slot"], size);
        Directory.CreateDirectory(scratch["swupdate-content"]);
        string In(string name) => Path.Combine(scratch["swupdate-content"], name);
        File.WriteAllText(In("sw-description"), $$"""
            software =
            {
              version = "3";
              hardware-compatibility = [ "1.0" ];
              images: (
                {
                  filename = "image.bin";
                  device = "{{scratch["swupdate-slot"]}}";
                  type = "raw";
                  sha256 = "{{digest.ToHex()}}";
                  installed-directly = true;
                }
              );
            }

            """);
        File.Copy(image, In("image.bin"));
        ChildProcess.Succeed("openssl", ["cms", "-sign", "-in", In("sw-description"), "-out", In("sw-description.sig"), "-signer", certificate, "-inkey", key, "-outform", "DER", "-nosmimecap", "-binary"], cancel);
        ChildProcess.Succeed("sh", ["-c", $"cd '{scratch["swupdate-content"]}' && printf 'sw-description\\nsw-description.sig\\nimage.bin\\n' | cpio -o -H crc > '{scratch["image.swu"]}'"], cancel);
        Directory.Delete(scratch["swupdate-content"], recursive: true);
        return new SwupdatePeer(scratch["swupdate-slot"], ["-k", certificate, "-H", "bench:1.0", "-i", scratch["image.swu"]]);
    }

    public Contestant ToContestant() => new(Called, Role.Peer, Install) { Note = "installed-directly; digests what it copies; it does not flush the slot, so that sync does" };

    public void Dispose()
    {
        // Nothing runs between two installations.
    }

    private Sampled Install(CancellationToken cancel)
    {
        // A script, so that flushing is within the time: the image has to be on the disk as with the others.
        var ended = ChildProcess.Succeed("sh", ["-c", "slot=$1; shift; swupdate \"$@\" && sync \"$slot\"", "sh", _slot, .. _arguments], cancel);
        return new(ended.Wall, ended.Processor);
    }
}
