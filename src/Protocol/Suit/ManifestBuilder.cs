using System.Collections.Immutable;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>One image of an update as its author describes it.</summary>
/// <param name="Id">The component that it is for.</param>
/// <param name="Digest">The digest of the image.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Uri">Where to fetch it, or the key of an integrated payload.</param>
public sealed record ComponentImage(ComponentId Id, Digest Digest, ulong Size, string Uri);

/// <summary>
/// What an author says about an update; <see cref="Build"/> makes the unsigned envelope. The sequences follow the templates of SUIT manifest S7:
/// compatibility check, then fetch and image-match per component, then validation, then invocation.
/// </summary>
public sealed record ManifestBuilder
{
    private const int ReportFailure = 2;
    private const int ReportAll = 15;

    /// <summary>Orders this manifest among the others for the device.</summary>
    public required SequenceNumber SequenceNumber { get; init; }

    /// <summary>The vendor of the devices that it is made for.</summary>
    public required VendorId Vendor { get; init; }

    /// <summary>The class of devices that it is made for.</summary>
    public required ClassId Class { get; init; }

    /// <summary>The one device that it is made for, or null for all of the class.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>The images, in the order of the component list.</summary>
    public required ImmutableArray<ComponentImage> Components { get; init; }

    /// <summary>Index of the component to invoke, or null for none.</summary>
    public int? InvokedComponent { get; init; }

    /// <summary>Arguments for the invocation, or null.</summary>
    public Bytes? InvokeArgs { get; init; }

    /// <summary>Where the full envelope can be had, or null.</summary>
    public string? ReferenceUri { get; init; }

    /// <summary>Text for people by language tag; may be empty.</summary>
    public ImmutableSortedDictionary<string, LocalText> Text { get; init; } = ImmutableSortedDictionary<string, LocalText>.Empty;

    /// <summary>True to fetch in payload-fetch, ahead of the installation; then install only checks what was fetched.</summary>
    public bool FetchAhead { get; init; }

    /// <summary>The elements to make severable: their content travels in the envelope and the manifest holds the digest.</summary>
    public ImmutableHashSet<SuitElement> Severable { get; init; } = [SuitElement.Text];

    /// <summary>The unsigned envelope, or why what is described is not a valid manifest.</summary>
    public Result<Envelope, SuitError> Build()
    {
        if (Components.IsDefaultOrEmpty) return new SuitError(ResultCode.MissingElement, "a manifest has at least one component");
        var elements = new Dictionary<SuitElement, Bytes>
        {
            [SuitElement.Validate] = SequenceWriter.Write(ForEachComponent(_ => [Check(SuitCommandCode.ImageMatch)])),
            [SuitElement.Install] = SequenceWriter.Write(ForEachComponent(image => FetchAhead ? [Check(SuitCommandCode.ImageMatch)] : Fetch(image))),
        };
        if (FetchAhead) elements[SuitElement.PayloadFetch] = SequenceWriter.Write(ForEachComponent(Fetch));
        if (InvokedComponent is { } invoked) elements[SuitElement.Invoke] = SequenceWriter.Write(Invoke(invoked));
        if (!Text.IsEmpty) elements[SuitElement.Text] = SuitTextWriter.Write(Text);
        return Assemble(elements);
    }

    /// <summary>The envelope around a manifest and its severed elements, unsigned.</summary>
    internal static Envelope Wrap(Bytes manifest, ImmutableSortedDictionary<SuitElement, Bytes> severable)
    {
        var digest = SuitDigests.OfElement(manifest);
        return new Envelope { ManifestDigest = digest, EncodedDigest = SuitDigests.Encode(digest), Manifest = manifest, Severable = severable };
    }

    private Result<Envelope, SuitError> Assemble(Dictionary<SuitElement, Bytes> elements)
    {
        var common = CborValue.MapOf(
            new(2, new CborArray([.. Components.Select(image => ToCbor(image.Id))])),
            new(4, CborValue.Of(SequenceWriter.Write(Shared()))));
        var entries = new List<CborEntry>
        {
            new(1, CborValue.Of((long)Manifest.Version)),
            new(2, CborValue.Of(SequenceNumber.Value)),
            new(3, CborValue.Wrap(common)),
        };
        if (ReferenceUri is not null) entries.Add(new(4, CborValue.Of(ReferenceUri)));
        var severable = Severability.Empty;
        foreach (var (element, content) in elements)
        {
            var severed = Severable.Contains(element) && Severability.IsSeverable(element);
            if (severed) severable = severable.Add(element, content);
            entries.Add(new((long)element, severed ? SuitDigests.ToCbor(SuitDigests.OfElement(content)) : CborValue.Of(content)));
        }

        var envelope = Wrap(CborEncoder.Encode(new CborMap(entries)), severable);
        // What this tool writes it also has to accept: an author learns of a mistake here and not from the devices.
        var check = ManifestReader.Read(envelope.Manifest, envelope.Severable, SuitProfile.Device);
        return check.Error is { } error ? error : envelope;
    }

    private List<SuitCommand> Shared()
    {
        var parameters = SuitParameters.Empty
            .With(SuitParameter.VendorIdentifier, new ParameterValue.Identifier(Vendor.Value))
            .With(SuitParameter.ClassIdentifier, new ParameterValue.Identifier(Class.Value));
        if (Device is { } device) parameters = parameters.With(SuitParameter.DeviceIdentifier, new ParameterValue.Identifier(device.Value));
        var commands = new List<SuitCommand>();
        for (var index = 0; index < Components.Length; index++)
        {
            Select(commands, index);
            commands.Add(Assign(parameters
                .With(SuitParameter.ImageDigest, new ParameterValue.Image(Components[index].Digest))
                .With(SuitParameter.ImageSize, new ParameterValue.Number(Components[index].Size))));
            commands.Add(Check(SuitCommandCode.VendorIdentifier));
            commands.Add(Check(SuitCommandCode.ClassIdentifier));
            if (Device is not null) commands.Add(Check(SuitCommandCode.DeviceIdentifier));
        }

        return commands;
    }

    private List<SuitCommand> ForEachComponent(Func<ComponentImage, IReadOnlyList<SuitCommand>> body)
    {
        var commands = new List<SuitCommand>();
        for (var index = 0; index < Components.Length; index++)
        {
            Select(commands, index);
            commands.AddRange(body(Components[index]));
        }

        return commands;
    }

    private List<SuitCommand> Invoke(int index)
    {
        var commands = new List<SuitCommand>();
        Select(commands, index);
        if (InvokeArgs is { } args) commands.Add(Assign(SuitParameters.Empty.With(SuitParameter.InvokeArgs, new ParameterValue.Octets(args))));
        commands.Add(new SuitCommand.Directive(SuitCommandCode.Invoke, 0, ReportFailure));
        return commands;
    }

    // A manifest with one component needs no index; with more, every sequence begins with one.
    private void Select(List<SuitCommand> commands, int index)
    {
        if (Components.Length > 1) commands.Add(new SuitCommand.SetIndex(0, [index]));
    }

    private static SuitCommand[] Fetch(ComponentImage image) =>
    [
        Assign(SuitParameters.Empty.With(SuitParameter.Uri, new ParameterValue.Text(image.Uri))),
        new SuitCommand.Directive(SuitCommandCode.Fetch, 0, ReportFailure),
        Check(SuitCommandCode.ImageMatch),
    ];

    private static SuitCommand.Assign Assign(SuitParameters parameters) => new(SuitCommandCode.OverrideParameters, 0, parameters);

    private static SuitCommand.Condition Check(SuitCommandCode condition) => new(condition, 0, ReportAll);

    private static CborArray ToCbor(ComponentId id) => new([.. id.Segments.Select(segment => CborValue.Of(segment))]);
}
