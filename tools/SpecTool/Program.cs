using System.CommandLine;
using SecUpIoT.SpecTool;
using YamlDotNet.Core;

// Exit codes: 0 done or fresh, 1 stale files (check), 2 wrong use or unreadable specification.
const int Fresh = 0, Stale = 1, Failed = 2;

var root = new Option<DirectoryInfo?>("--root") { Description = "The repository; by default the nearest directory upwards that holds SecUpIoT.sln.", Recursive = true };
var generate = new Command("generate", "Write the generated pages. Example: dotnet run --project tools/SpecTool -- generate");
generate.SetAction(parsed => With(parsed.GetValue(root), Generate));
var check = new Command("check", "Name the generated pages that are stale, and exit with 1 if there are any. Example: dotnet run --project tools/SpecTool -- check");
check.SetAction(parsed => With(parsed.GetValue(root), Check));
var command = new RootCommand("""
    Generates pages of the specification from its YAML files: spec/requirements.md, spec/messages.md, spec/result-codes.md, spec/threats.md and
    docs/traceability.md; and from the machine tables spec/model/tables.pml.

    Example: dotnet run --project tools/SpecTool -- check

    Exit codes: 0 done or fresh; 1 stale files, named on standard output; 2 wrong use, or a file of the specification cannot be read.
    """);
command.Options.Add(root);
command.Subcommands.Add(generate);
command.Subcommands.Add(check);

var parsed = command.Parse(args);
if (parsed.Errors.Count == 0) return parsed.Invoke();
parsed.Invoke();
return Failed;

static int With(DirectoryInfo? given, Func<SpecFiles, int> act)
{
    var found = given?.FullName ?? SpecFiles.FindRoot(Directory.GetCurrentDirectory());
    if (found is null)
    {
        Console.Error.WriteLine("No SecUpIoT.sln here or above; name the repository with --root.");
        return Failed;
    }

    try
    {
        return act(SpecFiles.Load(found));
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException)
    {
        Console.Error.WriteLine(exception is YamlException yaml ? $"{yaml.Message} (line {yaml.Start.Line})" : exception.Message);
        return Failed;
    }
}

static int Generate(SpecFiles spec)
{
    foreach (var (path, content) in StaleFiles.Of(spec))
    {
        var file = Path.Combine(spec.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        Console.WriteLine($"written {path}");
    }

    return Fresh;
}

static int Check(SpecFiles spec)
{
    var stale = StaleFiles.Of(spec);
    foreach (var (path, _) in stale) Console.WriteLine($"stale {path}");
    return stale.Count == 0 ? Fresh : Stale;
}
