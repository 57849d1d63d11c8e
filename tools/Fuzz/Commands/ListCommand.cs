using System.CommandLine;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>list.</summary>
internal static class ListCommand
{
    public static Command Make()
    {
        var json = CommandLine.JsonOption();
        var command = new Command("list", "The targets: group, name, decoder. Example: dotnet run --project tools/Fuzz -- list") { json };
        command.SetAction(parsed =>
        {
            foreach (var target in AllTargets.List)
            {
                if (parsed.GetValue(json)) CommandLine.Write(new { target.Group, target.Name, target.Decoder, target.MostBytes });
                else Console.WriteLine($"{target.Group,-10}{target.Name,-20}{target.Decoder}");
            }

            return CommandLine.Done;
        });
        return command;
    }
}
