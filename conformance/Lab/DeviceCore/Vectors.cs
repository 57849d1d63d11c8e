using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>A published package, and what a device makes of it.</summary>
internal sealed record PackageVector(string Name, Bytes Envelope, IReadOnlyList<ResultCode> Results, IReadOnlyList<Digest> Payloads)
{
    private static JsonObject File { get; } = VectorFiles.Read("packages");

    /// <summary>Every published package that fits into a delivery.</summary>
    public static IReadOnlyList<PackageVector> All { get; } =
        [.. ((JsonArray)File["vectors"]!).Select(static node => Read((JsonObject)node!)).Where(static vector => vector.Envelope.Length <= Limits.Envelope)];

    /// <summary>What these packages are for.</summary>
    public static JsonObject Device => (JsonObject)File["device"]!;

    /// <summary>A published key.</summary>
    public static Ed25519KeyPair Key(string name) => Ed25519KeyPair.FromPem((string)File["keys"]![name]!["private"]!);

    /// <summary>The public half of a published key.</summary>
    public static Bytes Spki(string name) => Bytes.FromHex((string)File["keys"]![name]!["spki"]!);

    private static PackageVector Read(JsonObject node)
    {
        var name = (string)node["name"]!;
        var images = node["plan"]?["images"] as JsonArray ?? [];
        return new(name, VectorFiles.Binary(node["envelope"]!), [Enum.Parse<ResultCode>((string)node["result"]!), .. AsWell(name)], [.. images.Select(static image => Digest.FromHex((string)image!["digest"]!))]);
    }

    // Where the device link or the profile of packages leaves more than one way open.
    private static ResultCode[] AsWell(string name) => name switch
    {
        // Commands that a device need not support.
        "condition-abort" or "condition-slot" or "limit-nesting" or "limit-steps" or "missing-vendor-in-a-branch" or "missing-vendor-optional" or "unsupported-command-in-branch"
            or "missing-copied-digest" => [ResultCode.UnsupportedCommand, ResultCode.UnsupportedParameter],
        // The P-256 author of the vectors is no anchor here.
        "algorithm-es256" => [ResultCode.NotAuthentic],
        "algorithm-mac" or "algorithm-confused" => [ResultCode.NotAuthentic, ResultCode.UnsupportedAlgorithm],
        // A delivery without an envelope.
        "encoding-empty" => [ResultCode.MissingElement],
        _ => [],
    };
}

/// <summary>A published directive, and what a device makes of it.</summary>
internal sealed record DirectiveVector(string Name, Bytes Signed, IReadOnlyList<ResultCode> Results)
{
    private static JsonObject File { get; } = VectorFiles.Read("statements");

    /// <summary>Every published directive.</summary>
    public static IReadOnlyList<DirectiveVector> All { get; } =
        [.. ((JsonArray)File["vectors"]!).Select(static node => (JsonObject)node!).Where(static node => (string)node["kind"]! == "Directive").Select(Read)];

    /// <summary>To whom they are addressed.</summary>
    public static DeviceId Device => new(Guid.Parse((string)File["device"]!["device"]!));

    /// <summary>The published key of the Status tracker.</summary>
    public static Ed25519KeyPair Tracker => Ed25519KeyPair.FromPem((string)File["keys"]!["tracker"]!["private"]!);

    // The nonce in the vectors is never the outstanding one, because the device chooses that. So what is right in them is stale, and what is wrong in two ways may be refused for either.
    private static DirectiveVector Read(JsonObject node)
    {
        var (name, result) = ((string)node["name"]!, Enum.Parse<ResultCode>((string)node["result"]!));
        return new(name, VectorFiles.Binary(node["signed"]!), name == "empty" ? [ResultCode.DirectiveMissing] : result switch
        {
            ResultCode.Success => [ResultCode.StaleNonce],
            ResultCode.WrongDevice or ResultCode.DirectiveExpired => [result, ResultCode.StaleNonce],
            _ => [result],
        });
    }
}

/// <summary>Published bytes that are no message.</summary>
internal sealed record MalformedVector(string Name, string Fault, Bytes Bytes)
{
    /// <summary>All that fit into a frame and into a line of the upper tester interface.</summary>
    public static IReadOnlyList<MalformedVector> All { get; } =
        [.. ((JsonArray)VectorFiles.Read("messages-malformed")["vectors"]!)
            .Select(static node => new MalformedVector((string)node!["name"]!, (string)node["fault"]!, VectorFiles.Binary(node["hex"]!)))
            .Where(static vector => vector.Bytes.Length <= Limits.Frame)];

    /// <summary>True when it announces or holds more than is allowed.</summary>
    public bool IsExcessive => Fault is "TooLong" or "Oversize" || Name.StartsWith("claim-", StringComparison.Ordinal) || Name is "digest-large" or "many-fields" or "most-fields";
}

/// <summary>Published bytes of a message.</summary>
internal sealed record MessageVector(string Id, string Name, Bytes Bytes)
{
    /// <summary>All that fit into a frame.</summary>
    public static IReadOnlyList<MessageVector> All { get; } =
        [.. ((JsonArray)VectorFiles.Read("messages")["vectors"]!)
            .Select(static node => new MessageVector((string)node!["id"]!, (string)node["name"]!, VectorFiles.Binary(node["hex"]!)))
            .Where(static vector => vector.Bytes.Length <= Limits.Frame)];
}
