using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>The value of a parameter, after its shape was checked.</summary>
public abstract record ParameterValue
{
    private ParameterValue()
    {
    }

    /// <summary>A vendor, class or device identifier.</summary>
    public sealed record Identifier(Guid Value) : ParameterValue;

    /// <summary>A vendor identifier that is a private enterprise number (tag 112). A device with UUIDs never matches it.</summary>
    public sealed record EnterpriseNumber(Bytes Value) : ParameterValue;

    /// <summary>An image digest.</summary>
    public sealed record Image(Digest Value) : ParameterValue;

    /// <summary>A number that is not negative.</summary>
    public sealed record Number(ulong Value) : ParameterValue;

    /// <summary>A priority, of either sign; smaller is more urgent.</summary>
    public sealed record Priority(long Value) : ParameterValue;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : ParameterValue;

    /// <summary>Text.</summary>
    public sealed record Text(string Value) : ParameterValue;

    /// <summary>Bytes; for version, wait-info and component-metadata the wrapped CBOR, for encryption-info the COSE message.</summary>
    public sealed record Octets(Bytes Value) : ParameterValue;
}

/// <summary>The parameters of one component, or a set of them in a command. Immutable.</summary>
public sealed record SuitParameters
{
    /// <summary>No parameters.</summary>
    public static SuitParameters Empty { get; } = new(ImmutableSortedDictionary<SuitParameter, ParameterValue>.Empty);

    /// <summary>Takes the values by key.</summary>
    public SuitParameters(ImmutableSortedDictionary<SuitParameter, ParameterValue> values) => Values = values;

    /// <summary>The values by key.</summary>
    public ImmutableSortedDictionary<SuitParameter, ParameterValue> Values { get; }

    /// <summary>Vendor identifier, when it is a UUID.</summary>
    public VendorId? Vendor => Identifier(SuitParameter.VendorIdentifier) is { } id ? new VendorId(id) : null;

    /// <summary>Class identifier.</summary>
    public ClassId? Class => Identifier(SuitParameter.ClassIdentifier) is { } id ? new ClassId(id) : null;

    /// <summary>Device identifier.</summary>
    public DeviceId? Device => Identifier(SuitParameter.DeviceIdentifier) is { } id ? new DeviceId(id) : null;

    /// <summary>Image digest.</summary>
    public Digest? ImageDigest => (Find(SuitParameter.ImageDigest) as ParameterValue.Image)?.Value;

    /// <summary>Image size in bytes.</summary>
    public ulong? ImageSize => NumberAt(SuitParameter.ImageSize);

    /// <summary>Component slot.</summary>
    public ulong? Slot => NumberAt(SuitParameter.ComponentSlot);

    /// <summary>URI to fetch from.</summary>
    public string? Uri => (Find(SuitParameter.Uri) as ParameterValue.Text)?.Value;

    /// <summary>Index of the source component.</summary>
    public int? SourceComponent => (int?)NumberAt(SuitParameter.SourceComponent);

    /// <summary>Literal content.</summary>
    public Bytes? Content => OctetsAt(SuitParameter.Content);

    /// <summary>Arguments of an invocation.</summary>
    public Bytes? InvokeArgs => OctetsAt(SuitParameter.InvokeArgs);

    /// <summary>Encryption info: an encoded COSE_Encrypt.</summary>
    public Bytes? EncryptionInfo => OctetsAt(SuitParameter.EncryptionInfo);

    /// <summary>The value under a key, or null.</summary>
    public ParameterValue? Find(SuitParameter key) => Values.GetValueOrDefault(key);

    /// <summary>The unsigned number under a key, or null.</summary>
    public ulong? NumberAt(SuitParameter key) => (Find(key) as ParameterValue.Number)?.Value;

    /// <summary>The bytes under a key, or null.</summary>
    public Bytes? OctetsAt(SuitParameter key) => (Find(key) as ParameterValue.Octets)?.Value;

    /// <summary>The same parameters with one set.</summary>
    public SuitParameters With(SuitParameter key, ParameterValue value) => new(Values.SetItem(key, value));

    /// <summary>The same parameters with all of <paramref name="others"/> set, replacing what was there.</summary>
    public SuitParameters OverriddenBy(SuitParameters others) => new(Values.SetItems(others.Values));

    /// <summary>The same parameters with those of <paramref name="others"/> set that were not set before.</summary>
    public SuitParameters CompletedBy(SuitParameters others) => others.OverriddenBy(this);

    /// <summary>Only the parameters under <paramref name="keys"/>.</summary>
    public SuitParameters Only(IEnumerable<SuitParameter> keys)
    {
        var wanted = keys.ToHashSet();
        return new SuitParameters(Values.Where(pair => wanted.Contains(pair.Key)).ToImmutableSortedDictionary());
    }

    /// <inheritdoc/>
    public bool Equals(SuitParameters? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Values.Count, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    private Guid? Identifier(SuitParameter key) => (Find(key) as ParameterValue.Identifier)?.Value;
}
