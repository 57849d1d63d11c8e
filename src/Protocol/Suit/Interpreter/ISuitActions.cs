namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>Where a fetch takes its bytes from.</summary>
/// <param name="Uri">The URI that the manifest names.</param>
/// <param name="Integrated">The payload, when the envelope carries it under this URI; otherwise null.</param>
public sealed record FetchSource(string Uri, Bytes? Integrated);

/// <summary>
/// What a manifest processor asks of its surroundings. The interpreter keeps the parameters and the control flow; conditions are answered and
/// directives carried out here. A directive answers null when it succeeded.
/// </summary>
public interface ISuitActions
{
    /// <summary>True when the component is of this vendor.</summary>
    bool IsVendor(ManifestComponent component, ParameterValue vendor);

    /// <summary>True when the component is of this class.</summary>
    bool IsClass(ManifestComponent component, ClassId deviceClass);

    /// <summary>True when this is the device.</summary>
    bool IsDevice(ManifestComponent component, DeviceId device);

    /// <summary>True when this is the slot of the component.</summary>
    bool IsSlot(ManifestComponent component, ulong slot);

    /// <summary>True when the component's content has this digest and, if a size is named, this size.</summary>
    bool HasImage(ManifestComponent component, Digest digest, ulong? size);

    /// <summary>True when the component's content is exactly this; compared in constant time (SUIT manifest S8.4.9.4).</summary>
    bool HasContent(ManifestComponent component, Bytes content);

    /// <summary>True when a condition of the update management extension holds; its input is in <paramref name="parameters"/>.</summary>
    bool Holds(SuitCommandCode condition, ManifestComponent component, SuitParameters parameters);

    /// <summary>
    /// The content of a component, or null when it is empty or cannot be read. Asked for dependencies and encrypted sources only.
    /// </summary>
    Bytes? Read(ManifestComponent component);

    /// <summary>Fills the component from a URI or an integrated payload.</summary>
    SuitError? Fetch(ManifestComponent component, FetchSource source, SuitParameters parameters);

    /// <summary>Fills the component with the content of another.</summary>
    SuitError? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters);

    /// <summary>Exchanges the contents of two components.</summary>
    SuitError? Swap(ManifestComponent target, ManifestComponent source);

    /// <summary>Fills the component with these bytes (already decrypted, if they were encrypted).</summary>
    SuitError? Write(ManifestComponent target, Bytes content);

    /// <summary>Starts the component.</summary>
    SuitError? Invoke(ManifestComponent component, Bytes? arguments);

    /// <summary>Waits for the events in the parameter wait-info; in a procedure that cannot wait: answers whether they hold.</summary>
    SuitError? Wait(ManifestComponent component, SuitParameters parameters);

    /// <summary>Gives up the manifest's interest in a component.</summary>
    SuitError? Unlink(ManifestComponent component);
}
