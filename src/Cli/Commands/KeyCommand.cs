using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Cli.Commands;

/// <summary>Key pairs of authors, Status trackers and devices.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var command = new Command("key", "Make and look at signing keys of authors, Status trackers and devices.")
        {
            CreateNew(),
            CreateShow(),
        };
        return command;
    }

    private static Command CreateNew()
    {
        var path = new Argument<FileInfo>("path") { Description = "File for the private key; the public key goes beside it with the ending .pub." };
        var algorithm = new Option<string>("--algorithm") { Description = "esp256 (P-256) or ed25519.", DefaultValueFactory = _ => "esp256" };
        algorithm.AcceptOnlyFromAmong("esp256", "ed25519");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace existing files: the old key is lost." };
        var command = new Command("new", "Make a key pair. The private key file is readable by its owner only.\n\nExample: secup key new keys/author.key")
        {
            path, algorithm, overwrite,
        };
        command.Runs((parsed, terminal) =>
        {
            var file = parsed.GetRequiredValue(path);
            var (secret, open, keyId) = Generate(parsed.GetRequiredValue(algorithm));
            file.Directory!.Create();
            KeyFilePair.Write(file.FullName, secret, open, parsed.GetValue(overwrite));
            terminal.Result(
                new JsonObject { ["privateKey"] = file.FullName, ["publicKey"] = KeyFilePair.PublicPath(file.FullName), ["keyId"] = keyId },
                $"Key {keyId}\n  private  {file.FullName}\n  public   {KeyFilePair.PublicPath(file.FullName)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var path = new Argument<FileInfo>("path") { Description = "Public key file (PEM)." };
        var command = new Command("show", "Show the identifier of a public key.\n\nExample: secup key show keys/author.key.pub") { path };
        command.Runs((parsed, terminal) =>
        {
            var verifier = Shared.ReadVerifier(parsed.GetRequiredValue(path));
            var algorithm = verifier is Esp256PublicKey ? "ESP256" : "Ed25519";
            terminal.Result(new JsonObject { ["keyId"] = verifier.KeyId.ToString(), ["algorithm"] = algorithm }, $"{verifier.KeyId}  {algorithm}");
            return ExitCode.Done;
        });
        return command;
    }

    private static (string Secret, string Open, string KeyId) Generate(string algorithm)
    {
        if (algorithm == "ed25519")
        {
            var pair = Ed25519KeyPair.Generate();
            return (pair.ToPem(), pair.Public.ToPem(), pair.KeyId.ToString());
        }
        else
        {
            var pair = Esp256KeyPair.Generate();
            return (pair.ToPem(), pair.Public.ToPem(), pair.KeyId.ToString());
        }
    }
}

/// <summary>The two files of a key pair.</summary>
internal static class KeyFilePair
{
    public static string PublicPath(string path) => path + ".pub";

    public static void Write(string path, string secret, string open, bool overwrite)
    {
        Hosting.Storage.KeyFiles.WritePrivate(path, secret, overwrite);
        Hosting.Storage.KeyFiles.WritePublic(PublicPath(path), open, overwrite);
    }
}
