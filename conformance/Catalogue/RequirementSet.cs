using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Catalogue;

/// <summary>What claims and results are about: the rows of the catalogue, as this suite was built with them.</summary>
public static class RequirementSet
{
    /// <summary><c>sha256:</c> and the digest over every row as far as a verdict depends on it.</summary>
    public static string Digest { get; } = DigestOf(Requirements.All);

    /// <summary>The digest of these rows. Where a row comes from, and how it is formalised, is not part of it.</summary>
    public static string DigestOf(IEnumerable<Requirement> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rows.Select(static row => Line(row) + "\n")))));
    }

    private static string Line(Requirement row) => new JsonArray(
        row.Id,
        row.ProfileName,
        row.Level.ToString(),
        row.Statement,
        row.Evidence.ToString(),
        row.UntestableBecause,
        new JsonArray([.. row.Roles.Select(static role => (JsonNode)Names.Of(role))])).ToJsonString(JsonSerializerOptions.Default);
}
