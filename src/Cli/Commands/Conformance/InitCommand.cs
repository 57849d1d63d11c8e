using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Writes what a vendor fills in: claims, attachment, and the keys of the suite that an implementation has to believe.</summary>
internal static class InitCommand
{
    private const string Material = "material";

    public static Command Create()
    {
        var role = Roles.Option("What the implementation plays:", required: true);
        var profile = new Option<Profile>("--profile") { Description = "Core or Secure.", DefaultValueFactory = static _ => Profile.Secure };
        var extensions = new Option<Extension[]>("--extension") { Description = "Fleet or Gateway, or both: what is claimed beside the profile.", AllowMultipleArgumentsPerToken = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Where the files are written.", DefaultValueFactory = static _ => new DirectoryInfo(".") };
        var shim = new Option<string?>("--shim") { Description = "The command of the upper tester, in quotes; it is asked what it offers." };
        var prefill = new Option<Prefill>("--claims") { Description = "What is answered yes already: what is required, or all.", DefaultValueFactory = static _ => Prefill.Required };
        var force = new Option<bool>("--force") { Description = "Overwrite files that are there." };
        var command = new Command(
            "init",
            """
            Write the claims (ics.yaml), the attachment (ixit.yaml) and the public keys of the suite for an implementation. Every question stands beside its answer; edit values only, then run 'secup conformance check'.
            Exit code 0; 3 when a file is there already; 10 to 15 when the shim cannot be asked. Example: secup conformance init --role device-core --out flashboot --shim "./shim --quiet"
            """)
        {
            role, profile, extensions, folder, shim, prefill, force,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var roles = Roles.Read(parsed.GetValue(role));
            var words = parsed.GetValue(shim) is { } text ? CommandWords.Split(text) : null;
            if (words is { Count: 0 }) throw new CommandFailure(RunExit.Usage, "--shim: expected a command, got nothing.");
            var hello = words is null ? null : Ask(words, roles[0]);
            var claimed = new ClaimedProfile(parsed.GetValue(profile), [.. (parsed.GetValue(extensions) ?? []).Distinct().Order()]);
            var files = new Dictionary<string, string>
            {
                [ClaimsFiles.Claims] = ClaimsTemplate.WriteClaims(roles, claimed, parsed.GetValue(prefill), hello),
                [ClaimsFiles.Attachment] = ClaimsTemplate.WriteIxit(roles, words, hello),
            };
            foreach (var (name, pem) in KeysFor(roles)) files[Path.Combine(Material, name)] = pem;
            var written = Write(parsed.GetRequiredValue(folder), files, parsed.GetValue(force));
            terminal.Result(
                new JsonObject { ["files"] = new JsonArray([.. written.Select(static file => (JsonNode)file)]) },
                $"Written:\n{string.Join('\n', written.Select(static file => $"  {file}"))}\nNext: fill in {ClaimsFiles.Claims} and {ClaimsFiles.Attachment}, then: secup conformance check");
            return ExitCode.Done;
        });
        return command;
    }

    private static Hello Ask(IReadOnlyList<string> words, Role role)
    {
        try
        {
            using var source = new ImplementationSource(new AttachmentSettings { UpperTester = new UpperTesterBinding.Stdio(words) });
            using var implementation = source.Attach(role);
            return implementation.Hello;
        }
        catch (UpperTesterException exception)
        {
            throw new CommandFailure(RunExit.Of(AttachmentFault.WrongAnswer), $"--shim: expected an answer to hello, got an error: {exception.Message}. Mend the shim: conformance/UPPER-TESTER.md.", inner: exception);
        }
    }

    // Public keys only, and only those that the role believes: the suite keeps the private ones.
    private static IEnumerable<(string Name, string Pem)> KeysFor(IReadOnlyList<Role> roles)
    {
        if (roles.Any(static role => role != Role.Communicator)) yield return ("author.pem", TestKeys.Author.Public.ToPem());
        if (roles.Contains(Role.DeviceCore)) yield return ("tracker.pem", TestKeys.Tracker.Public.ToPem());
    }

    private static List<string> Write(DirectoryInfo folder, Dictionary<string, string> files, bool force)
    {
        var paths = files.ToDictionary(file => Path.Combine(folder.ToString(), file.Key), static file => file.Value);
        // All or nothing: the answers that somebody wrote are not to be lost.
        if (!force && paths.Keys.FirstOrDefault(File.Exists) is { } there) throw CommandFailure.File(there, "expected no such file, but it is there. Name another folder with --out, or overwrite it with --force.");
        try
        {
            foreach (var (path, text) in paths)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(folder.FullName, $"expected a folder that can be written, but: {exception.Message}", exception);
        }

        return [.. paths.Keys];
    }
}
