using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Cli.Commands;

/// <summary>What an author does at a Firmware server: publish and withdraw packages.</summary>
internal static class AuthorCommands
{
    public static Command CreatePublish()
    {
        var envelope = new Argument<FileInfo>("envelope") { Description = "The signed envelope." };
        var payloads = new Option<FileInfo[]>("--payload") { Description = "Image files that the package names; only those that the server misses are uploaded.", AllowMultipleArgumentsPerToken = true };
        var peer = Peer.Server();
        var command = new Command("publish", "Publish a package at a Firmware server. Repeating it is harmless.\n\nExample: secup publish app-2.suit --payload app.bin --trial trial") { envelope, payloads };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var bytes = Shared.ReadFile(parsed.GetRequiredValue(envelope), Limits.PublishedEnvelope);
            using var client = peer.Connect(parsed);
            var answer = await Publishing.PublishAsync(client, bytes, parsed.GetValue(payloads) ?? [], terminal, cancel).ConfigureAwait(false);
            terminal.Result(
                new JsonObject { ["manifest"] = answer.Manifest.ToHex(), ["phase"] = answer.Phase.ToString() },
                $"{answer.Phase}: {answer.Manifest.ToHex()}");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateWithdraw()
    {
        var manifest = new Argument<string>("manifest") { Description = "The manifest digest (64 hexadecimal digits), as 'package verify' prints it." };
        var peer = Peer.Server();
        var command = new Command("withdraw", "Withdraw a package: it is neither listed nor served any more; devices that are receiving it are told to stop.\n\nExample: secup withdraw 4916...a9ae --trial trial") { manifest };
        peer.AddTo(command);
        command.Runs(async (parsed, terminal, cancel) =>
        {
            var digest = ParseDigest(parsed.GetRequiredValue(manifest));
            using var client = peer.Connect(parsed);
            await client.AskAsync<WithdrawAnswer>(HttpBinding.AuthorPath, new WithdrawRequest(digest), cancel).ConfigureAwait(false);
            terminal.Result(new JsonObject { ["withdrawn"] = digest.ToHex() }, $"Withdrawn: {digest.ToHex()}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Digest ParseDigest(string text) => text.Length == 2 * Digest.Size && text.All(char.IsAsciiHexDigit)
        ? Digest.FromHex(text)
        : throw new CommandFailure(ExitCode.Usage, $"Expected 64 hexadecimal digits, got '{text}'.");
}

/// <summary>The author's conversation with a Firmware server: envelope, then the payloads that it misses.</summary>
internal static class Publishing
{
    public static async Task<PublishAnswer> PublishAsync(PeerClient client, byte[] envelope, IReadOnlyList<FileInfo> payloads, Terminal terminal, CancellationToken cancel)
    {
        var answer = await client.AskAsync<PublishAnswer>(HttpBinding.AuthorPath, new PublishRequest(envelope), cancel).ConfigureAwait(false);
        if (answer.Missing.Count == 0) return answer;
        var files = payloads.Select(file => Authoring.ImageFile.Read(Protocol.Suit.ComponentId.Of("payload"), file.FullName)).ToList();
        foreach (var missing in answer.Missing)
        {
            var file = files.FirstOrDefault(candidate => candidate.Digest == missing.Digest)
                ?? throw new CommandFailure(ExitCode.Usage, $"The server misses payload {missing.Digest.ToHex()} ({missing.Size} bytes), and no --payload has that digest.");
            terminal.Say($"Uploading {file.Path}, {file.Size} bytes");
            var content = File.OpenRead(file.Path);
            await using (content.ConfigureAwait(false))
            {
                if (await client.Link.UploadAsync(missing, content, cancel).ConfigureAwait(false) is { } fault) throw PeerClient.Failure(fault);
            }
        }

        return await client.AskAsync<PublishAnswer>(HttpBinding.AuthorPath, new PublishRequest(envelope), cancel).ConfigureAwait(false);
    }
}
