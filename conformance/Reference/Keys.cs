using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The keys of the reference under test.</summary>
internal static class Keys
{
    /// <summary>A key of its own, from the seed of <c>reset</c>.</summary>
    public static Ed25519KeyPair Own(string name, ulong seed) => TestKeys.Derive($"reference {name} {seed}");

    /// <summary>The trust anchors in a provisioning.</summary>
    public static IReadOnlyList<IVerifier> Anchors(JsonObject arguments, string name) =>
        [.. Fields.Texts(arguments, name).Select(text => KeyFiles.VerifierFromSpki(Convert.FromBase64String(text))
            ?? throw new UpperTesterException(UpperTesterError.Invalid, $"a key in '{name}' is none that the reference knows"))];
}
