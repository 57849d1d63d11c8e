using System.CommandLine;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>replay FILE...</summary>
internal static class ReplayCommand
{
    public static Command Make()
    {
        var json = CommandLine.JsonOption();
        var files = new Argument<FileInfo[]>("FILE") { Description = "Inputs. The target is the name of a folder in the path, or given with --target.", Arity = ArgumentArity.OneOrMore };
        var given = new Option<string?>("--target") { Description = "The target, when no folder has its name." };
        var command = new Command("replay", "Try single inputs again. Example: dotnet run --project tools/Fuzz -- replay tools/Fuzz/Findings/trace/*.bin") { files, given, json };
        command.SetAction(parsed =>
        {
            var broken = false;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                if (!file.Exists) return CommandLine.Fail($"{file}: expected a file, there is none.");
                var target = parsed.GetValue(given) is { } name ? AllTargets.List.FirstOrDefault(known => known.Name == name) : Of(file);
                if (target is null) return CommandLine.Fail($"{file}: expected a target's name as folder or in --target; 'list' shows them.");
                var breach = target.Examine(File.ReadAllBytes(file.FullName));
                broken |= breach is not null;
                if (parsed.GetValue(json)) CommandLine.Write(new { file = file.FullName, target = target.Name, oracle = breach?.Oracle.ToString(), breach?.Signature, breach?.Detail });
                else Console.WriteLine($"{file}: {breach?.ToString() ?? "keeps every promise"}");
            }

            return broken ? CommandLine.Found : CommandLine.Done;
        });
        return command;
    }

    private static FuzzTarget? Of(FileInfo file)
    {
        for (var folder = file.Directory; folder is not null; folder = folder.Parent)
        {
            if (AllTargets.List.FirstOrDefault(target => target.Name == folder.Name) is { } found) return found;
        }

        return null;
    }
}
