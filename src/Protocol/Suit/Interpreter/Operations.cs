using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>Conditions and directives: takes their input from the parameters, asks the actions, and names the failure.</summary>
internal sealed class Operations(Machine machine, ISuitActions actions, InterpreterOptions options)
{
    private readonly DependencyTracker _dependencies = new(machine, actions, options);

    public Halt? Check(SuitCommand.Condition command, ManifestComponent component, Frame frame)
    {
        var parameters = machine.ParametersOf(component);
        machine.Note(new SuitStep(frame.Section, command.Code, command.Offset, component, parameters, frame.Context.IndexInParent, Integrated: false));
        if (command.Code == SuitCommandCode.DependencyIntegrity) return _dependencies.CheckIntegrity(component, parameters, frame);
        var (holds, code) = Evaluate(command.Code, component, parameters);
        return holds ? null : Halt.Condition(code, $"{command.Code} of component {component.Id} failed in {frame.Section}");
    }

    public Halt? Execute(SuitCommand.Directive command, ManifestComponent component, Frame frame)
    {
        var parameters = machine.ParametersOf(component);
        var integrated = parameters.Uri is { } uri && frame.Context.Verified.Envelope.IntegratedPayloads.ContainsKey(uri);
        machine.Note(new SuitStep(frame.Section, command.Code, command.Offset, component, parameters, frame.Context.IndexInParent, integrated));
        switch (command.Code)
        {
            case SuitCommandCode.Fetch:
                return Changed(component, Fetch(component, parameters, frame));
            case SuitCommandCode.Copy:
                return Changed(component, WithSource(component, parameters, frame, source => Copy(component, source, parameters)));
            case SuitCommandCode.Swap:
                return WithSource(component, parameters, frame, source => Changed(source, Changed(component, Failed(actions.Swap(component, source)))));
            case SuitCommandCode.Write:
                return Changed(component, parameters.Content is { } content ? Write(component, content, parameters) : Missing("content"));
            case SuitCommandCode.Invoke:
                return Failed(actions.Invoke(component, parameters.InvokeArgs));
            case SuitCommandCode.Wait:
                return parameters.Find(SuitParameter.WaitInfo) is null ? Missing("wait-info") : Failed(actions.Wait(component, parameters));
            case SuitCommandCode.Unlink:
                return Failed(actions.Unlink(component));
            case SuitCommandCode.ProcessDependency:
                return _dependencies.Process(component, frame);
            default:
                return Halt.Abort(ResultCode.UnsupportedCommand, $"command {command.Code}");
        }
    }

    private (bool Holds, ResultCode Code) Evaluate(SuitCommandCode code, ManifestComponent component, SuitParameters parameters) => code switch
    {
        SuitCommandCode.VendorIdentifier => (parameters.Find(SuitParameter.VendorIdentifier) is { } vendor && actions.IsVendor(component, vendor), ResultCode.WrongVendor),
        SuitCommandCode.ClassIdentifier => (parameters.Class is { } deviceClass && actions.IsClass(component, deviceClass), ResultCode.WrongClass),
        SuitCommandCode.DeviceIdentifier => (parameters.Device is { } device && actions.IsDevice(component, device), ResultCode.WrongDevice),
        SuitCommandCode.ComponentSlot => (parameters.Slot is { } slot && actions.IsSlot(component, slot), ResultCode.ConditionFailed),
        SuitCommandCode.ImageMatch => (parameters.ImageDigest is { } digest && HasImage(component, digest, parameters.ImageSize), ResultCode.PayloadDigestMismatch),
        SuitCommandCode.ImageNotMatch => (parameters.ImageDigest is { } other && !HasImage(component, other, parameters.ImageSize), ResultCode.ConditionFailed),
        SuitCommandCode.CheckContent => (parameters.Content is { } content && actions.HasContent(component, content), ResultCode.ConditionFailed),
        SuitCommandCode.IsDependency => (component.IsDependency, ResultCode.ConditionFailed),
        SuitCommandCode.Abort => (false, ResultCode.ConditionFailed),
        _ => (HasInput(code, parameters) && actions.Holds(code, component, parameters), ResultCode.ConditionFailed),
    };

    private static bool HasInput(SuitCommandCode code, SuitParameters parameters) => parameters.Find(code switch
    {
        SuitCommandCode.UseBefore => SuitParameter.UseBefore,
        SuitCommandCode.MinimumBattery => SuitParameter.MinimumBattery,
        SuitCommandCode.UpdateAuthorized => SuitParameter.UpdatePriority,
        SuitCommandCode.Version => SuitParameter.Version,
        _ => SuitParameter.None,
    }) is not null;

    // The digest of a dependency is its manifest digest: severing the envelope must not change it (trust domains 5.2).
    private bool HasImage(ManifestComponent component, Digest digest, ulong? size) => component.IsDependency
        ? _dependencies.Matches(component, digest, size)
        : actions.HasImage(component, digest, size);

    private Halt? Fetch(ManifestComponent component, SuitParameters parameters, Frame frame)
    {
        if (parameters.Uri is not { } uri) return Missing("uri");
        Bytes? integrated = frame.Context.Verified.Envelope.IntegratedPayloads.TryGetValue(uri, out var payload) ? (Bytes?)payload : null;
        return Failed(actions.Fetch(component, new FetchSource(uri, integrated), parameters));
    }

    private static Halt? WithSource(
        ManifestComponent component,
        SuitParameters parameters,
        Frame frame,
        Func<ManifestComponent,
        Halt?> action)
    {
        if (parameters.SourceComponent is not { } index || frame.Context.Manifest.Common.At(index) is not { } source)
        {
            return Missing("source-component");
        }

        return source.Index == component.Index ? Halt.Abort(ResultCode.ConditionFailed, "a component is its own source") : action(source);
    }

    private Halt? Copy(ManifestComponent target, ManifestComponent source, SuitParameters parameters)
    {
        if (parameters.EncryptionInfo is null) return Failed(actions.Copy(target, source, parameters));
        return actions.Read(source) is { } ciphertext
            ? Write(target, ciphertext, parameters)
            : Halt.Abort(ResultCode.NotAvailable, $"component {source.Id} is empty");
    }

    private Halt? Write(ManifestComponent target, Bytes content, SuitParameters parameters)
    {
        if (parameters.EncryptionInfo is not { } info) return Failed(actions.Write(target, content));
        var plaintext = PayloadDecryption.Decrypt(info, content, options.Keys);
        if (plaintext.Error is not { } error) return Failed(actions.Write(target, plaintext.Value));
        return error.Fault is CoseFault.AlgorithmNotSupported or CoseFault.NotSupported
            ? Halt.Abort(new SuitError(ResultCode.UnsupportedAlgorithm, error.Detail))
            : Halt.Abort(ResultCode.InstallFailed, $"decryption: {error.Detail}");
    }

    private Halt? Changed(ManifestComponent component, Halt? halt)
    {
        _dependencies.Forget(component);
        return halt;
    }

    private static Halt? Failed(SuitError? error) => error is null ? null : Halt.Abort(error);

    private static Halt Missing(string parameter) => Halt.Abort(ResultCode.MissingElement, $"the parameter {parameter} is not set");
}
