using System.Security.Cryptography;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Suit;

/// <summary>What a component will hold, as far as it can be known before anything was fetched.</summary>
internal sealed class SymbolicValue
{
    /// <summary>The URI that it is fetched from, or null.</summary>
    public string? Uri { get; init; }

    /// <summary>The bytes, when the envelope or the manifest holds them.</summary>
    public Bytes? Bytes { get; init; }

    /// <summary>The component in which it is installed now, or null.</summary>
    public DeviceComponent? Installed { get; init; }

    /// <summary>The digest that the manifest demands of it.</summary>
    public Digest? Digest { get; private set; }

    /// <summary>The size that the manifest demands of it.</summary>
    public ulong? Size { get; private set; }

    /// <summary>Adds a demand. False when it contradicts an earlier one.</summary>
    public bool Demand(Digest digest, ulong? size)
    {
        if (Digest is { } known && known != digest) return false;
        if (Size is { } knownSize && size is { } newSize && knownSize != newSize) return false;
        Digest = digest;
        Size ??= size;
        return true;
    }
}

/// <summary>
/// Runs a procedure on symbols instead of bytes: a fetch binds a component to where its bytes will come from, copy and swap move that, and
/// image-match becomes a demand on it. Everything else is answered from the device's facts.
/// </summary>
/// <param name="facts">The device.</param>
/// <param name="trustInstalled">True to answer image-match on an untouched component from the facts; false to make it a demand as well.</param>
internal sealed class SymbolicActions(DeviceFacts facts, bool trustInstalled) : ISuitActions
{
    private readonly Dictionary<ComponentId, SymbolicValue> _values = [];

    /// <summary>Every value that was fetched, also those that were overwritten later.</summary>
    public List<SymbolicValue> Fetched { get; } = [];

    /// <summary>The installed values that were looked at or moved.</summary>
    public List<SymbolicValue> Installed { get; } = [];

    /// <summary>What a component holds now, or null when nothing was done to it.</summary>
    public SymbolicValue? Find(ComponentId id) => _values.GetValueOrDefault(id);

    /// <summary>The component that is invoked first, what it holds then, and the arguments.</summary>
    public (ManifestComponent Component, SymbolicValue Value, Bytes? Arguments)? Invoked { get; private set; }

    /// <inheritdoc/>
    public bool IsVendor(ManifestComponent component, ParameterValue vendor) =>
        vendor is ParameterValue.Identifier { Value: var id } && facts.Vendors.Contains(new VendorId(id));

    /// <inheritdoc/>
    public bool IsClass(ManifestComponent component, ClassId deviceClass) => facts.Classes.Contains(deviceClass);

    /// <inheritdoc/>
    public bool IsDevice(ManifestComponent component, DeviceId device) => facts.Device == device;

    /// <inheritdoc/>
    public bool IsSlot(ManifestComponent component, ulong slot) => facts.Slot == slot;

    /// <inheritdoc/>
    public bool HasImage(ManifestComponent component, Digest digest, ulong? size)
    {
        var value = Current(component);
        if (value.Bytes is { } bytes && (Digest.Of(bytes.Span) != digest || (size is { } expected && expected != (ulong)bytes.Length)))
        {
            return false;
        }

        if (trustInstalled && value.Installed is { } installed && (installed.InstalledDigest != digest || (size is { } demanded && installed.InstalledSize != demanded)))
        {
            return false;
        }

        return value.Demand(digest, size);
    }

    /// <inheritdoc/>
    public bool HasContent(ManifestComponent component, Bytes content) => Current(component).Bytes is { } bytes
        ? CryptographicOperations.FixedTimeEquals(bytes.Span, content.Span)
        : HasImage(component, Digest.Of(content.Span), (ulong)content.Length);

    /// <inheritdoc/>
    public bool Holds(SuitCommandCode condition, ManifestComponent component, SuitParameters parameters) => false;

    /// <inheritdoc/>
    public Bytes? Read(ManifestComponent component) => Current(component).Bytes;

    /// <inheritdoc/>
    public SuitError? Fetch(ManifestComponent component, FetchSource source, SuitParameters parameters)
    {
        // Only an update may fetch; a device that boots has no one to ask.
        if (!trustInstalled) return Refused("fetch");
        var value = new SymbolicValue { Uri = source.Uri, Bytes = source.Integrated };
        Fetched.Add(value);
        _values[component.Id] = value;
        return null;
    }

    /// <inheritdoc/>
    public SuitError? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters)
    {
        var value = Current(source);
        if (Reused(value) is { } refused) return refused;
        _values[target.Id] = value;
        return null;
    }

    /// <inheritdoc/>
    public SuitError? Swap(ManifestComponent target, ManifestComponent source)
    {
        var (taken, given) = (Current(source), Current(target));
        if ((Reused(taken) ?? Reused(given)) is { } refused) return refused;
        (_values[target.Id], _values[source.Id]) = (taken, given);
        return null;
    }

    /// <inheritdoc/>
    public SuitError? Write(ManifestComponent target, Bytes content)
    {
        var value = new SymbolicValue { Bytes = content };
        value.Demand(Digest.Of(content.Span), (ulong)content.Length);
        _values[target.Id] = value;
        return null;
    }

    /// <inheritdoc/>
    public SuitError? Invoke(ManifestComponent component, Bytes? arguments)
    {
        if (trustInstalled) return Refused("invoke");
        Invoked ??= (component, Current(component), arguments);
        return null;
    }

    /// <inheritdoc/>
    public SuitError? Wait(ManifestComponent component, SuitParameters parameters) => Refused("wait");

    /// <inheritdoc/>
    public SuitError? Unlink(ManifestComponent component) => Refused("unlink");

    private SymbolicValue Current(ManifestComponent component)
    {
        if (_values.TryGetValue(component.Id, out var value)) return value;
        var device = facts.Find(component.Id) ?? new DeviceComponent(component.Id, 0);
        // An installed value is shared by all that was copied from it, so that a demand on a copy is a demand on its origin.
        value = Installed.Find(known => known.Installed == device);
        if (value is null)
        {
            value = new SymbolicValue { Installed = device };
            Installed.Add(value);
        }

        return value;
    }

    private SuitError? Reused(SymbolicValue value) => trustInstalled && !facts.ReusesInstalled && value.Installed is { } installed
        ? new SuitError(ResultCode.UnsupportedCommand, $"what is installed in {installed.Id} goes into no update")
        : null;

    private static SuitError Refused(string what) =>
        new(ResultCode.NotAllowed, SuitReportReason.OperationFailed, $"{what} is not possible in this procedure");
}
