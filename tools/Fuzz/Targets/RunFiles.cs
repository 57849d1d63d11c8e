using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Fuzz.Oracles;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>The record of a run in a folder: run.json, scenarios.ndjson and wall.json, with a zero byte between them.</summary>
internal static class RunFiles
{
    private static readonly string[] Names = ["run.json", "scenarios.ndjson", "wall.json"];
    private static readonly string Folder = Make();

    public static Answer<object> Read(ReadOnlyMemory<byte> input)
    {
        lock (Names)
        {
            var rest = input;
            foreach (var name in Names)
            {
                var end = rest.Span.IndexOf((byte)0);
                var path = Path.Combine(Folder, name);
                if (rest.IsEmpty) File.Delete(path);
                else File.WriteAllBytes(path, (end < 0 ? rest : rest[..end]).Span);
                rest = end < 0 ? default : rest[(end + 1)..];
            }

            return Answer.OfThrowing<object, RunFolderException>(static () =>
            {
                using var folder = RunFolder.Open(Folder);
                return folder.Read();
            });
        }
    }

    public static Answer<ResultsDocument> ReadResults(ReadOnlyMemory<byte> input)
    {
        lock (Names)
        {
            var file = Path.Combine(Folder, "results.json");
            File.WriteAllBytes(file, input.Span);
            var read = Answer.OfThrowing<ResultsDocument, RunFolderException>(() => ResultsDocument.Read(file));
            if (read.Value is { } document) _ = Difference.Between(document, document);
            return read;
        }
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("secup-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
