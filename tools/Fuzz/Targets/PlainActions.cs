using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>A device that has every component, believes every condition about itself, and keeps what is written in memory: so that commands run to the end.</summary>
/// <param name="dependency">What a fetch brings that is not integrated: an envelope, so that dependencies are opened.</param>
internal sealed class PlainActions(Bytes dependency) : ISuitActions
{
    private readonly Dictionary<ComponentId, Bytes> _contents = [];

    public bool IsVendor(ManifestComponent component, ParameterValue vendor) => true;

    public bool IsClass(ManifestComponent component, ClassId deviceClass) => true;

    public bool IsDevice(ManifestComponent component, DeviceId device) => true;

    public bool IsSlot(ManifestComponent component, ulong slot) => slot == 0;

    // A fuzzer finds no digest either: an even first byte of it stands for the right one.
    public bool HasImage(ManifestComponent component, Digest digest, ulong? size) => digest.Value.Span[0] % 2 == 0;

    public bool HasContent(ManifestComponent component, Bytes content) => _contents.TryGetValue(component.Id, out var held) && held == content;

    public bool Holds(SuitCommandCode condition, ManifestComponent component, SuitParameters parameters) => true;

    public Bytes? Read(ManifestComponent component) => _contents.TryGetValue(component.Id, out var held) ? (Bytes?)held : null;

    public SuitError? Fetch(ManifestComponent component, FetchSource source, SuitParameters parameters) => Put(component, source.Integrated ?? dependency);

    public SuitError? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters) => Put(target, Read(source) ?? Bytes.Empty);

    public SuitError? Swap(ManifestComponent target, ManifestComponent source)
    {
        var (taken, given) = (Read(source) ?? Bytes.Empty, Read(target) ?? Bytes.Empty);
        Put(target, taken);
        return Put(source, given);
    }

    public SuitError? Write(ManifestComponent target, Bytes content) => Put(target, content);

    public SuitError? Invoke(ManifestComponent component, Bytes? arguments) => null;

    public SuitError? Wait(ManifestComponent component, SuitParameters parameters) => null;

    public SuitError? Unlink(ManifestComponent component)
    {
        _contents.Remove(component.Id);
        return null;
    }

    private SuitError? Put(ManifestComponent component, Bytes content)
    {
        _contents[component.Id] = content;
        return null;
    }
}
