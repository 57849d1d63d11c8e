using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>
/// A device with components in memory. With <paramref name="assume"/> every condition but the slot holds and every fetch and copy succeeds, as the
/// expectations without payloads suppose; otherwise conditions are answered from the contents.
/// </summary>
internal sealed class VectorActions(bool assume, ulong slot, IReadOnlyDictionary<string, byte[]> web) : ISuitActions
{
    private static readonly string[] Vendors = ["fa6b4a53d5ad5fdfbe9de663e4d41ffe", "c0ddd5f15243566087db4f5b0aa26c2f"];
    private static readonly string[] Classes = ["1492af1425695e48bf429b2d51f2ab45", "db42f7093d8c55baa8c5265fc5820f4e"];

    public Dictionary<ComponentId, Bytes> Contents { get; } = [];

    public bool IsVendor(ManifestComponent component, ParameterValue vendor) =>
        assume || (vendor is ParameterValue.Identifier { Value: var id } && Vendors.Contains(Hex(id)));

    public bool IsClass(ManifestComponent component, ClassId deviceClass) => assume || Classes.Contains(Hex(deviceClass.Value));

    public bool IsDevice(ManifestComponent component, DeviceId device) => assume;

    public bool IsSlot(ManifestComponent component, ulong number) => number == slot;

    public bool HasImage(ManifestComponent component, Digest digest, ulong? size) => assume
        || (Read(component) is { } content && Digest.Of(content.Span) == digest && (size is null || size == (ulong)content.Length));

    public bool HasContent(ManifestComponent component, Bytes content) => assume || Read(component) == content;

    public bool Holds(SuitCommandCode condition, ManifestComponent component, SuitParameters parameters) => condition switch
    {
        SuitCommandCode.Version => VersionMatch.Read(parameters.OctetsAt(SuitParameter.Version)!.Value).Value.Matches([0, 0, 0]) || assume,
        _ => true,
    };

    public Bytes? Read(ManifestComponent component) => Contents.TryGetValue(component.Id, out var content) ? (Bytes?)content : null;

    public SuitError? Fetch(ManifestComponent component, FetchSource source, SuitParameters parameters)
    {
        if (source.Integrated is { } integrated) Contents[component.Id] = integrated;
        else if (web.TryGetValue(source.Uri, out var payload)) Contents[component.Id] = payload;
        else if (!assume) return new SuitError(ResultCode.NotAvailable, source.Uri);
        return null;
    }

    public SuitError? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters)
    {
        if (Read(source) is { } content) Contents[target.Id] = content;
        else if (!assume) return new SuitError(ResultCode.NotAvailable, source.Id.ToString());
        return null;
    }

    public SuitError? Swap(ManifestComponent target, ManifestComponent source)
    {
        if (Read(source) is not { } theirs) return new SuitError(ResultCode.NotAvailable, source.Id.ToString());
        Contents[source.Id] = Read(target) ?? Bytes.Empty;
        Contents[target.Id] = theirs;
        return null;
    }

    public SuitError? Write(ManifestComponent target, Bytes content)
    {
        Contents[target.Id] = content;
        return null;
    }

    public SuitError? Invoke(ManifestComponent component, Bytes? arguments) => null;

    public SuitError? Wait(ManifestComponent component, SuitParameters parameters) => null;

    public SuitError? Unlink(ManifestComponent component) => null;

    private static string Hex(Guid id) => Convert.ToHexStringLower(id.ToByteArray(bigEndian: true));
}
