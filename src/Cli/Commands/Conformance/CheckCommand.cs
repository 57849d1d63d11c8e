using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The static conformance review: whether the claims can be true at all.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var claims = ClaimsFiles.ClaimsOption();
        var attachment = ClaimsFiles.AttachmentOption();
        var command = new Command(
            "check",
            """
            Review claims and attachment without running anything: everything that is open, unknown, prohibited or contradictory is named with its line or its item.
            Exit code 0 when the claims conform statically, 3 when they do not. Example: secup conformance check --ics flashboot/ics.yaml --ixit flashboot/ixit.yaml
            """)
        {
            claims, attachment,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var named = parsed.GetValue(attachment);
            var settingsFile = named ?? (File.Exists(ClaimsFiles.Attachment) ? new FileInfo(ClaimsFiles.Attachment) : null);
            var read = ClaimsFiles.Read(terminal, parsed.GetRequiredValue(claims), ClaimsFile.Read);
            var settings = settingsFile is null ? null : ClaimsFiles.Read(terminal, settingsFile, IxitFile.Read);
            if (read is null || (settingsFile is not null && settings is null))
            {
                terminal.Result(new JsonObject { ["conforms"] = false }, "The files have to be complete before they can be reviewed.");
                return ExitCode.Configuration;
            }

            var findings = StaticReview.Of(read, settings);
            foreach (var finding in findings)
                terminal.Result(new JsonObject { ["finding"] = finding.Kind.ToString(), ["subject"] = finding.Subject, ["text"] = finding.Text }, finding.ToString());
            var who = $"{read.Vendor} {read.Name} {read.Version} as {string.Join(", ", read.Roles.Select(Names.Of))}, profile {read.Claimed}";
            terminal.Result(
                new JsonObject { ["conforms"] = findings.Count == 0, ["claimed"] = read.Items.Count(static item => item.Value), ["denied"] = read.Items.Count(static item => !item.Value), ["attachmentReviewed"] = settings is not null },
                findings.Count == 0
                    ? $"{who}: conforms statically. {read.Items.Count(static item => item.Value)} items claimed, {read.Items.Count(static item => !item.Value)} denied; attachment {(settings is null ? "not looked at" : "in order")}."
                    : $"{who}: does not conform statically; {findings.Count} findings.");
            return findings.Count == 0 ? ExitCode.Done : ExitCode.Configuration;
        });
        return command;
    }
}
