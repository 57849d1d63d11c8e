namespace SecUpIoT.VectorTool.Packages;
internal static class PackageFile { public static string Render() => ""; public static IEnumerable<string> Contradictions() => []; }
