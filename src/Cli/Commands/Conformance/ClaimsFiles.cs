using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Claims;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The two files of a vendor on the command line.</summary>
internal static class ClaimsFiles
{
    /// <summary>The claims, in a new folder.</summary>
    public const string Claims = "ics.yaml";

    /// <summary>The attachment, in a new folder.</summary>
    public const string Attachment = "ixit.yaml";

    public static Option<FileInfo> ClaimsOption() => new("--ics", "-i") { Description = "The claims.", DefaultValueFactory = static _ => new FileInfo(Claims) };

    public static Option<FileInfo?> AttachmentOption() => new("--ixit", "-x") { Description = $"The attachment; {Attachment} when there is one." };

    /// <summary>Reads a file; each of its faults is a line, or a document, of its own.</summary>
    /// <returns>Null when it has faults.</returns>
    public static T? Read<T>(Terminal terminal, FileInfo file, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(file.ToString());
        }
        catch (ClaimsFileException exception)
        {
            foreach (var fault in exception.Faults)
            {
                terminal.Result(
                    new JsonObject { ["file"] = fault.File, ["line"] = fault.Line, ["expected"] = fault.Expected, ["came"] = fault.Came, ["remedy"] = fault.Remedy },
                    fault.ToString());
            }

            return null;
        }
    }
}
