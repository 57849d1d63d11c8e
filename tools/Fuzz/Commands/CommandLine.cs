using System.CommandLine;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using SecUpIoT.Fuzz.Engine;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>The commands and what they have in common.</summary>
internal static class CommandLine
{
    /// <summary>Done, and no promise was broken.</summary>
    public const int Done = 0;

    /// <summary>An input breaks a promise.</summary>
    public const int Found = 1;

    /// <summary>Wrong use, or no run is possible here.</summary>
    public const int Failed = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static int Run(string[] args)
    {
        var command = new RootCommand("""
            Tries the decoders of this repository with inputs that nobody would send in earnest, and keeps those that break a promise: an exception that is not
            documented, memory beyond what the input deserves, an accepted input that is not the one encoding of its value.

            Example: dotnet run --project tools/Fuzz -- run packages --minutes 30

            Exit codes: 0 done, no promise broken; 1 findings; 2 wrong use, or no run is possible here.
            """);
        command.Subcommands.Add(ListCommand.Make());
        command.Subcommands.Add(SeedsCommand.Make());
        command.Subcommands.Add(RunCommand.Make());
        command.Subcommands.Add(ReplayCommand.Make());
        command.Subcommands.Add(MinimiseCommand.Make());
        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0) return parsed.Invoke();
        parsed.Invoke();
        return Failed;
    }

    /// <summary>The driver and the instrumented copy, one process at a time: others wait until they can use what the first has made.</summary>
    /// <exception cref="FuzzingException">No run is possible on this machine.</exception>
    public static (string Driver, string Program) Prepare()
    {
        // A file that another process holds can be tried for, and not waited for.
        SafeFileHandle? held;
        while ((held = Repository.TryHold("prepare.lock")) is null) Thread.Sleep(100);
        using (held) return (Driver.Make(Console.Error.WriteLine), InstrumentedCopy.Make(Console.Error.WriteLine));
    }

    public static Option<bool> JsonOption() => new("--json") { Description = "One JSON object a line on standard output." };

    public static void Write(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Json));

    public static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return Failed;
    }
}
