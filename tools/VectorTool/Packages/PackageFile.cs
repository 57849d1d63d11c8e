using System.Text.Json.Nodes;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>spec/vectors/packages.json.</summary>
internal static class PackageFile
{
    public static IReadOnlyList<PackageVector> Vectors { get; } =
        [.. AcceptedPackages.All().Concat(UnauthenticPackages.All()).Concat(UnsuitablePackages.All()).OrderBy(vector => vector.Name, StringComparer.Ordinal)];

    public static string Render() => Json.Render(new JsonObject
    {
        ["$schema"] = "../schemas/vectors-packages.schema.json",
        ["keys"] = new JsonObject
        {
            ["author"] = TestKeys.ToJson(TestKeys.Author),
            ["author-p256"] = TestKeys.AuthorP256.ToJson(),
            ["stranger"] = TestKeys.ToJson(TestKeys.Stranger),
            ["tracker"] = TestKeys.ToJson(TestKeys.Tracker),
        },
        ["device"] = new JsonObject
        {
            ["device"] = Target.Device.ToString(),
            ["vendor"] = Target.Vendor.ToString(),
            ["class"] = Target.Class.ToString(),
            ["authors"] = new JsonArray("author", "author-p256"),
            ["components"] = new JsonArray("firmware", "radio"),
            ["stagingComponents"] = new JsonArray("staging"),
            ["slotCapacity"] = $"{Target.SlotCapacity}",
            ["pageSize"] = Target.PageSize,
            ["confirmed"] = RecordShape.Fields(Target.Confirmed),
        },
        ["payloads"] = Json.Array(new[] { Target.Image, Target.Radio, Target.Full, [] }.Select(payload => new JsonObject
        {
            ["digest"] = Digest.Of(payload).ToHex(),
            ["content"] = Json.Hex(payload),
        })),
        ["vectors"] = Json.Array(Vectors.Select(vector => new JsonObject
        {
            ["name"] = vector.Name,
            ["description"] = vector.Description,
            ["envelope"] = Json.Hex(vector.Envelope),
            ["result"] = vector.Result.ToString(),
            ["plan"] = Plan(vector),
        })),
    });

    public static IEnumerable<string> Contradictions()
    {
        foreach (var vector in Vectors)
        {
            var (result, _) = Target.Judge(vector.Envelope);
            if (result != vector.Result) yield return $"package {vector.Name}: expected {vector.Result}, the device says {result}";
        }
    }

    private static JsonObject? Plan(PackageVector vector) => Target.Judge(vector.Envelope).Package is not { } package ? null : new JsonObject
    {
        ["number"] = package.Name.Number.ToString(),
        ["manifest"] = package.Name.Manifest.ToHex(),
        ["images"] = Json.Array(package.Components.Select((component, index) => new JsonObject
        {
            ["digest"] = component.Digest.ToHex(),
            ["size"] = $"{component.Size}",
            ["offset"] = $"{component.Offset}",
            ["integrated"] = index < package.Integrated.Count,
        })),
    };
}
