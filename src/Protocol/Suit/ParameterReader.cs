using System.Collections.Immutable;
using System.Text;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Reads the parameter maps of a manifest: known keys only, each with its own shape and bound (SUIT manifest S8.4.8).</summary>
internal static class ParameterReader
{
    private const ulong EnterpriseNumberTag = 112;
    private const int IdentifierSize = 16;

    /// <summary>The tag that may occur in a command sequence: a vendor identifier as private enterprise number.</summary>
    public static CborRules Rules { get; } = CborRules.Strict.WithTags(EnterpriseNumberTag);

    public static Result<SuitParameters, SuitError> Read(CborValue value, SuitProfile profile, int? maxComponentIndex)
    {
        if (value is not CborMap { Entries: { Count: > 0 } entries }) return SuitCbor.Malformed("parameters are not a map with entries");
        var builder = ImmutableSortedDictionary.CreateBuilder<SuitParameter, ParameterValue>();
        foreach (var entry in entries)
        {
            if (entry.IntegerKey is not { } number) return SuitCbor.Malformed("a parameter key is not a small integer");
            var key = (SuitParameter)number;
            if (CapabilityOf(key) is not { } capability || !profile.Supports(capability))
            {
                return new SuitError(ResultCode.UnsupportedParameter, $"parameter {number}");
            }

            var read = ReadValue(key, entry.Value, profile.Limits);
            if (read.Error is { } error) return error;
            if (key == SuitParameter.SourceComponent && maxComponentIndex is { } max && read.Value is ParameterValue.Number { Value: var source } && source > (ulong)max)
            {
                return new SuitError(ResultCode.UnsupportedComponent, $"source component {source}");
            }

            builder.Add(key, read.Value);
        }

        return new SuitParameters(builder.ToImmutable());
    }

    /// <summary>The extension a parameter belongs to, or null when it is unknown.</summary>
    public static SuitCapabilities? CapabilityOf(SuitParameter key) => key switch
    {
        SuitParameter.EncryptionInfo => SuitCapabilities.Encryption,
        SuitParameter.UseBefore or SuitParameter.MinimumBattery or SuitParameter.UpdatePriority or SuitParameter.Version or SuitParameter.WaitInfo
            or SuitParameter.ComponentMetadata => SuitCapabilities.UpdateManagement,
        SuitParameter.None => null,
        _ => Enum.IsDefined(key) ? SuitCapabilities.Base : null,
    };

    private static Result<ParameterValue, SuitError> ReadValue(SuitParameter key, CborValue value, SuitLimits limits)
    {
        switch (key, value)
        {
            case (SuitParameter.VendorIdentifier, CborTagged { Tag: EnterpriseNumberTag, Item: CborOctets { Value: { Length: > 0 and <= IdentifierSize } number } }):
                return new ParameterValue.EnterpriseNumber(number);
            case (SuitParameter.VendorIdentifier or SuitParameter.ClassIdentifier or SuitParameter.DeviceIdentifier, CborOctets { Value: { Length: IdentifierSize } id }):
                // The wire has the order of RFC 9562; the platform's default would swap the first eight bytes.
                return new ParameterValue.Identifier(new Guid(id.Span, bigEndian: true));
            case (SuitParameter.ImageDigest, CborOctets { Value: var wrapped }):
                return ReadDigest(wrapped);
            case (SuitParameter.ImageSize, CborInteger { AsUInt64: { } size }):
                return size <= limits.ImageSize
                    ? new ParameterValue.Number(size)
                    : new SuitError(ResultCode.ImageTooLarge, $"image-size {size}");
            case (SuitParameter.SourceComponent, CborInteger { AsInt32: >= 0 and var index }):
                return new ParameterValue.Number((ulong)index);
            case (SuitParameter.UseBefore or SuitParameter.ComponentSlot or SuitParameter.MinimumBattery, CborInteger { AsUInt64: { } number }):
                return new ParameterValue.Number(number);
            case (SuitParameter.UpdatePriority, CborInteger { AsInt64: { } priority }):
                return new ParameterValue.Priority(priority);
            case (SuitParameter.StrictOrder or SuitParameter.SoftFailure, CborFlag { Value: var flag }):
                return new ParameterValue.Flag(flag);
            case (SuitParameter.Uri, CborText { Value: var uri }):
                return Encoding.UTF8.GetByteCount(uri) <= limits.Uri
                    ? new ParameterValue.Text(uri)
                    : SuitCbor.TooMuch("the URI is too long");
            case (SuitParameter.Content, CborOctets { Value: var content }):
                return content.Length <= limits.Content ? new ParameterValue.Octets(content) : SuitCbor.TooMuch("the content is too long");
            case (SuitParameter.InvokeArgs or SuitParameter.FetchArguments or SuitParameter.EncryptionInfo, CborOctets { Value: var octets }):
                return new ParameterValue.Octets(octets);
            case (SuitParameter.Version, CborOctets { Value: var version }):
                return VersionMatch.Read(version).Error is { } error ? error : new ParameterValue.Octets(version);
            case (SuitParameter.WaitInfo or SuitParameter.ComponentMetadata, CborOctets { Value: var map }):
                return CheckMap(map) is { } fault ? fault : new ParameterValue.Octets(map);
            default:
                return SuitCbor.Malformed($"the value of parameter {(int)key} has the wrong type or length");
        }
    }

    private static Result<ParameterValue, SuitError> ReadDigest(Bytes wrapped)
    {
        var item = SuitCbor.Decode(wrapped, "image digest");
        if (item.Error is { } error) return error;
        var digest = SuitDigests.Read(item.Value);
        return digest.Error is { } fault ? fault : new ParameterValue.Image(digest.Value);
    }

    private static SuitError? CheckMap(Bytes wrapped)
    {
        const ulong epochTimeTag = 1;
        var decoded = SuitCbor.Decode(wrapped, "parameter", CborRules.Strict.WithTags(epochTimeTag));
        if (decoded.Error is { } error) return error;
        return decoded.Value is CborMap { Entries.Count: > 0 } ? null : SuitCbor.Malformed("the parameter is not a map with entries");
    }
}
