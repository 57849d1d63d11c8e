using System.Collections.Immutable;
using System.Text;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// Reads a manifest whose digest was verified, together with the severed elements that travel beside it, in the order of SUIT manifest S6.1:
/// version, components, severed elements, command sequences.
/// </summary>
internal static class ManifestReader
{
    private const int VersionKey = 1;
    private const int SequenceNumberKey = 2;
    private const int CommonKey = 3;
    private const int ReferenceUriKey = 4;
    private const int ComponentIdKey = 5;
    private const int SetVersionKey = 6;

    public static Result<Manifest, SuitError> Read(
        Bytes encoded,
        ImmutableSortedDictionary<SuitElement,
        Bytes> severable,
        SuitProfile profile)
    {
        var decoded = SuitCbor.DecodeMap(encoded, "manifest");
        if (decoded.Error is { } error) return error;
        var map = decoded.Value;
        if (map.Find(VersionKey) is not { } version) return new SuitError(ResultCode.MissingElement, "no manifest version");
        if ((version as CborInteger)?.AsInt32 != Manifest.Version)
        {
            return new SuitError(ResultCode.UnsupportedManifestVersion, "the manifest version is not 1");
        }

        if (map.Find(SequenceNumberKey) is not { } number) return new SuitError(ResultCode.MissingElement, "no sequence number");
        if ((number as CborInteger)?.AsUInt64 is not { } sequenceNumber)
        {
            return SuitCbor.Malformed("the sequence number is not an unsigned integer");
        }

        if (map.Find(CommonKey) is not { } commonItem) return new SuitError(ResultCode.MissingElement, "no common block");
        if (commonItem is not CborOctets { Value: var commonContent }) return SuitCbor.Malformed("the common block is not a byte string");
        var common = CommonReader.Read(commonContent, profile);
        if (common.Error is { } noCommon) return noCommon;
        var head = ReadHead(map, new Manifest { SequenceNumber = new(sequenceNumber), Common = common.Value.Common }, profile);
        if (head.Error is { } wrongHead) return wrongHead;
        var elements = CollectElements(map, severable, profile);
        if (elements.Error is { } wrongElement) return wrongElement;
        return ReadSequences(head.Value, common.Value.Shared, elements.Value, profile);
    }

    private static Result<Manifest, SuitError> ReadHead(CborMap map, Manifest manifest, SuitProfile profile)
    {
        if (map.Find(ReferenceUriKey) is { } uri)
        {
            if (uri is not CborText { Value: var text }) return SuitCbor.Malformed("the reference URI is not text");
            if (Encoding.UTF8.GetByteCount(text) > profile.Limits.Uri) return SuitCbor.TooMuch("the reference URI is too long");
            manifest = manifest with { ReferenceUri = text };
        }

        if (map.Find(ComponentIdKey) is { } componentId)
        {
            if (!profile.Supports(SuitCapabilities.TrustDomains))
            {
                return new SuitError(ResultCode.UnsupportedCommand, "manifest-component-id");
            }

            var id = CommonReader.ReadId(componentId, profile.Limits);
            if (id.Error is { } error) return error;
            manifest = manifest with { ManifestComponentId = id.Value };
        }

        if (map.Find(SetVersionKey) is { } setVersion)
        {
            if (!profile.Supports(SuitCapabilities.UpdateManagement)) return new SuitError(ResultCode.UnsupportedCommand, "set-version");
            if (setVersion is not CborOctets { Value: var wrapped }) return SuitCbor.Malformed("set-version is not a byte string");
            var array = SuitCbor.DecodeArray(wrapped, "set-version");
            if (array.Error is { } error) return error;
            var numbers = VersionMatch.ReadNumbers(array.Value);
            if (numbers.Error is { } fault) return fault;
            manifest = manifest with { SetVersion = numbers.Value };
        }

        return manifest;
    }

    private sealed record Elements(ImmutableSortedDictionary<SuitElement, Bytes> Present, ImmutableSortedDictionary<SuitElement, Digest> Severed);

    // Brings the elements within the manifest and the severed ones together; what was severed has to match the digest it left behind.
    private static Result<Elements, SuitError> CollectElements(
        CborMap map,
        ImmutableSortedDictionary<SuitElement,
        Bytes> severable,
        SuitProfile profile)
    {
        var present = ImmutableSortedDictionary.CreateBuilder<SuitElement, Bytes>();
        var severed = ImmutableSortedDictionary.CreateBuilder<SuitElement, Digest>();
        foreach (var entry in map.Entries)
        {
            if (entry.IntegerKey is >= VersionKey and <= SetVersionKey) continue;
            if (entry.IntegerKey is not { } key || !Enum.IsDefined((SuitElement)key) || key == 0)
            {
                return SuitCbor.Malformed("an unknown element in the manifest");
            }

            var element = (SuitElement)key;
            if (!profile.Supports(Severability.CapabilityOf(element)))
            {
                return new SuitError(ResultCode.UnsupportedCommand, $"manifest element {key}");
            }

            if (entry.Value is CborOctets { Value: var content })
            {
                if (severable.ContainsKey(element)) return Invalid(element, "is both in the manifest and severed");
                present.Add(element, content);
                continue;
            }

            if (!Severability.IsSeverable(element)) return SuitCbor.Malformed($"{element} is not a byte string");
            var digest = SuitDigests.Read(entry.Value);
            if (digest.Error is { } error) return error;
            severed.Add(element, digest.Value);
        }

        foreach (var (element, content) in severable)
        {
            if (!severed.TryGetValue(element, out var expected))
            {
                return Invalid(element, "is in the envelope, but the manifest has no digest of it");
            }

            if (SuitDigests.OfElement(content) != expected) return Invalid(element, "does not match its digest");
            present.Add(element, content);
        }

        return new Elements(present.ToImmutable(), severed.ToImmutable());
    }

    private static Result<Manifest, SuitError> ReadSequences(Manifest manifest, Bytes? shared, Elements elements, SuitProfile profile)
    {
        var reader = new SequenceReader(profile, manifest.Common);
        if (shared is { } sharedContent)
        {
            var sequence = reader.ReadSection(sharedContent, "shared sequence", shared: true);
            if (sequence.Error is { } error) return error;
            manifest = manifest with { Common = manifest.Common with { Shared = sequence.Value } };
        }

        if (profile.RequireVendorAndClass && Compatibility.FindMissing(manifest.Common.Shared) is { } missing) return missing;
        var sections = ImmutableSortedDictionary.CreateBuilder<SuitElement, CommandSequence>();
        foreach (var (element, content) in elements.Present)
        {
            if (element == SuitElement.Text)
            {
                var text = SuitTextReader.Read(content, manifest.Common, profile.Limits);
                if (text.Error is { } error) return error;
                manifest = manifest with { Text = text.Value };
            }
            else if (element == SuitElement.Coswid)
            {
                manifest = manifest with { Coswid = content };
            }
            else
            {
                var sequence = reader.ReadSection(content, element.ToString(), shared: false);
                if (sequence.Error is { } error) return error;
                sections.Add(element, sequence.Value);
            }
        }

        return manifest with
        {
            Sections = sections.ToImmutable(),
            Severed = elements.Severed,
            Missing = [.. elements.Severed.Keys.Where(element => !elements.Present.ContainsKey(element))],
        };
    }

    // A tampered element is a failure of authentication, not of parsing (SUIT report, reason 4).
    private static SuitError Invalid(SuitElement element, string what) =>
        new(ResultCode.SeveredSectionInvalid, SuitReportReason.Unauthorised, $"{element} {what}");
}
