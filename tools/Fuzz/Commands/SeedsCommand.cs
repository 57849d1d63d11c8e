using System.CommandLine;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>seeds.</summary>
internal static class SeedsCommand
{
    public static Command Make()
    {
        var json = CommandLine.JsonOption();
        var command = new Command("seeds", "Write what each target starts from under artifacts/fuzz/seeds. Example: dotnet run --project tools/Fuzz -- seeds") { json };
        command.SetAction(parsed =>
        {
            foreach (var target in AllTargets.List)
            {
                var folder = SeedFolder.Write(target);
                var (count, bytes) = (Directory.EnumerateFiles(folder).Count(), Directory.EnumerateFiles(folder).Sum(static file => new FileInfo(file).Length));
                if (parsed.GetValue(json)) CommandLine.Write(new { target.Name, count, bytes, folder });
                else Console.WriteLine($"{target.Name,-20}{count,6} seeds {bytes,9} bytes  {Path.GetRelativePath(Repository.Root, folder)}");
            }

            return CommandLine.Done;
        });
        return command;
    }
}
