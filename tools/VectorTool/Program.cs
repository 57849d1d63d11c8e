using System.CommandLine;
using SecUpIoT.VectorTool;

// Exit codes: 0 done or fresh, 1 stale files (check) or a vector that the reference implementation contradicts, 2 wrong use.
const int Fresh = 0, Stale = 1, Failed = 2;

var root = new Option<DirectoryInfo?>("--root") { Description = "The repository; by default the nearest directory upwards that holds SecUpIoT.sln.", Recursive = true };
var generate = new Command("generate", "Write the vector files. Example: dotnet run --project tools/VectorTool -- generate");
generate.SetAction(parsed => With(parsed.GetValue(root), Generate));
var check = new Command("check", "Name the vector files that are stale, and exit with 1 if there are any. Example: dotnet run --project tools/VectorTool -- check");
check.SetAction(parsed => With(parsed.GetValue(root), Check));
var command = new RootCommand("""
    Makes the test vectors in spec/vectors: messages, malformed messages, signed statements and update packages, each with what a conforming
    implementation makes of it. The files depend on nothing but the source of this tool.

    Example: dotnet run --project tools/VectorTool -- check

    Exit codes: 0 done or fresh; 1 stale files, or the reference implementation contradicts a vector (named on standard error); 2 wrong use.
    """);
command.Options.Add(root);
command.Subcommands.Add(generate);
command.Subcommands.Add(check);

var parsed = command.Parse(args);
if (parsed.Errors.Count == 0) return parsed.Invoke();
parsed.Invoke();
return Failed;

static int With(DirectoryInfo? given, Func<string, int> act)
{
    var found = given?.FullName ?? VectorFiles.FindRoot(Directory.GetCurrentDirectory());
    if (found is null || !Directory.Exists(found))
    {
        Console.Error.WriteLine("No SecUpIoT.sln here or above; name the repository with --root.");
        return Failed;
    }

    var contradictions = VectorFiles.Contradictions();
    foreach (var contradiction in contradictions) Console.Error.WriteLine(contradiction);
    return contradictions.Count > 0 ? Stale : act(found);
}

static int Generate(string root)
{
    foreach (var (path, content) in VectorFiles.StaleIn(root))
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        Console.WriteLine($"written {path}");
    }

    return Fresh;
}

static int Check(string root)
{
    var stale = VectorFiles.StaleIn(root);
    foreach (var (path, _) in stale) Console.WriteLine($"stale {path}");
    return stale.Count == 0 ? Fresh : Stale;
}
