namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>Dependencies in a procedure: opening them, checking their integrity, and running their sections (trust domains 5).</summary>
internal sealed class DependencyTracker(Machine machine, ISuitActions actions, InterpreterOptions options)
{
    private readonly Dictionary<ComponentId, VerifiedManifest> _verified = [];

    /// <summary>A component that was written to has to be checked again.</summary>
    public void Forget(ManifestComponent component) => _verified.Remove(component.Id);

    /// <summary>True when the envelope in the component has this manifest digest and, if named, this size.</summary>
    public bool Matches(ManifestComponent component, Digest digest, ulong? size)
    {
        if (actions.Read(component) is not { } content || (size is { } expected && expected != (ulong)content.Length)) return false;
        var envelope = EnvelopeReader.Read(content.Memory, options.Profile.Limits, acceptUntagged: true);
        return envelope.IsOk && SuitDigests.OfElement(envelope.Value.Manifest) == digest;
    }

    /// <summary>condition-dependency-integrity. Unlike other conditions it ends the procedure whatever soft-failure says.</summary>
    public Halt? CheckIntegrity(ManifestComponent component, SuitParameters parameters, Frame frame)
    {
        if (!component.IsDependency) return Halt.Abort(ResultCode.NotAllowed, $"component {component.Id} is not a dependency");
        if (parameters.ImageDigest is not { } digest) return Halt.Abort(ResultCode.MissingElement, "the parameter image-digest is not set");
        var opened = Open(component, frame);
        if (opened.Error is { } error) return Halt.Abort(error);
        if (opened.Value.Id != digest)
        {
            return Halt.Abort(new SuitError(ResultCode.ManifestDigestMismatch, $"dependency {component.Id} is another manifest"));
        }

        _verified[component.Id] = opened.Value;
        return null;
    }

    /// <summary>directive-process-dependency: the same section of the dependency; a section that it does not have is a success.</summary>
    public Halt? Process(ManifestComponent component, Frame frame)
    {
        if (!component.IsDependency) return Halt.Abort(ResultCode.NotAllowed, $"component {component.Id} is not a dependency");
        if (frame.Shared) return Halt.Abort(ResultCode.NotAllowed, "process-dependency in the shared sequence");
        if (!_verified.TryGetValue(component.Id, out var dependency))
        {
            if (options.RequireDependencyIntegrity)
            {
                return Halt.Abort(ResultCode.NotAllowed, $"the integrity of dependency {component.Id} was not checked");
            }

            var opened = Open(component, frame);
            if (opened.Error is { } error) return Halt.Abort(error);
            dependency = opened.Value;
        }

        if (dependency.Manifest.Missing.Contains(frame.Section))
        {
            return Halt.Abort(new SuitError(ResultCode.SeveredSectionInvalid, $"{frame.Section} of dependency {component.Id} is severed and absent"));
        }

        return machine.RunSection(new ManifestContext(dependency, frame.Context, component.Index), frame.Section);
    }

    private Result<VerifiedManifest, SuitError> Open(ManifestComponent component, Frame frame)
    {
        if (frame.Context.Depth + 1 > options.Profile.Limits.DependencyDepth) return SuitCbor.TooMuch("dependencies are nested too deeply");
        if (actions.Read(component) is not { } content)
        {
            return new SuitError(ResultCode.NotAvailable, $"dependency {component.Id} is absent");
        }

        var envelope = EnvelopeReader.Read(content.Memory, options.Profile.Limits, acceptUntagged: true);
        if (envelope.Error is { } error) return error;
        var verified = EnvelopeVerifier.Verify(envelope.Value, options.DependencyAnchors, options.Profile);
        if (verified.IsOk && frame.Context.Contains(verified.Value.Id)) return SuitCbor.Malformed("a dependency depends on itself");
        return verified;
    }
}
