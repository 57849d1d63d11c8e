using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>One thing that an entity answers on HTTP.</summary>
/// <param name="Methods">The methods.</param>
/// <param name="Path">The whole path, or what stands before the last segment when it ends in a slash.</param>
/// <param name="Roles">Roles of which the client's certificate must carry one; empty when any role of the authority will do.</param>
/// <param name="Answer">Answers; gets the last segment when <paramref name="Path"/> ends in a slash, otherwise an empty text.</param>
internal sealed record HttpRoute(IReadOnlyList<string> Methods, string Path, IReadOnlyList<LinkRole> Roles, Func<HttpContext, string, Task> Answer)
{
    /// <summary>The last segment when the path fits, or null when it does not.</summary>
    public string? Match(string path)
    {
        if (!Path.EndsWith('/')) return path == Path ? "" : null;
        return path.StartsWith(Path, StringComparison.Ordinal) && path.IndexOf('/', Path.Length) < 0 ? path[Path.Length..] : null;
    }
}
