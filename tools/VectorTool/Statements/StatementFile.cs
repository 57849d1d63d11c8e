namespace SecUpIoT.VectorTool.Statements;
internal static class StatementFile { public static string Render() => ""; public static IEnumerable<string> Contradictions() => []; }
