using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>The published packages in sets, by the words of the features and the beginnings of their names.</summary>
internal static class VectorSets
{
    private static readonly Dictionary<string, string[]> Prefixes = new()
    {
        ["signatures"] = ["signature-", "manifest-and-digest-exchanged", "manifest-not-cbor-unsigned"],
        ["digests"] = ["manifest-bit", "manifest-exchanged"],
        ["algorithms"] = ["algorithm-"],
        ["envelopes"] = ["encoding-", "element-"],
        ["structure"] = ["malformed-", "severed-"],
        ["commands"] = ["unsupported-", "condition-", "missing-components", "missing-common", "missing-version", "missing-number", "missing-install", "number-negative"],
        ["conditions"] = ["missing-vendor", "missing-class", "missing-shared", "vendor-not-set"],
        ["payloads"] = ["missing-image", "missing-uri", "missing-copied"],
        ["limits"] = ["limit-", "encoding-deep", "encoding-claims"],
        ["lower numbers"] = ["number-lower", "number-zero"],
        ["equal numbers"] = ["number-equal"],
        ["far numbers"] = ["number-far", "number-largest"],
        ["vendors"] = ["vendor-other", "vendor-enterprise"],
        ["classes"] = ["class-"],
        ["devices"] = ["device-other"],
        ["sizes"] = ["room-"],
        ["integrated payloads"] = ["integrated-"],
        ["right"] = ["right-ed25519", "right-no-key-id", "right-no-validate", "right-reference-uri", "right-fills-slot", "right-install-severable", "right-device", "right-number-most", "right-fetch-ahead", "right-empty-image"],
        ["right conditions"] = ["right-ed25519", "right-device"],
        ["right text"] = ["right-author-tool", "right-text"],
        ["right signatures"] = ["right-beside", "right-both"],
        ["right second algorithm"] = ["right-esp256"],
        ["right integrated payloads"] = ["right-integrated"],
        ["right components"] = ["right-two-components"],
        ["right options"] = ["right-staging", "right-vendor-in-both"],
    };

    /// <summary>Packages that are refused.</summary>
    public static IReadOnlyList<PackageVector> Refused(string set) => Of(set, right: false);

    /// <summary>Packages that are accepted.</summary>
    public static IReadOnlyList<PackageVector> Accepted(string set) => Of(set, right: true);

    private static List<PackageVector> Of(string set, bool right)
    {
        var prefixes = Prefixes.GetValueOrDefault(set) ?? throw new SuiteErrorException($"there is no set of packages '{set}'");
        var found = PackageVector.All.Where(vector => prefixes.Any(prefix => vector.Name.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        if (found.Count == 0) throw new SuiteErrorException($"the set of packages '{set}' is empty");
        return found.TrueForAll(vector => vector.Name.StartsWith("right-", StringComparison.Ordinal) == right)
            ? found
            : throw new SuiteErrorException($"the set of packages '{set}' holds accepted and refused ones");
    }
}
