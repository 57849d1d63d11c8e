namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>The procedures of a manifest processor (SUIT manifest S6.3, S6.4): which sections run, in which order.</summary>
public static class SuitProcedures
{
    private static readonly SuitElement[] UpdateSections =
    [
        SuitElement.DependencyResolution, SuitElement.PayloadFetch, SuitElement.CandidateVerification, SuitElement.Install, SuitElement.Validate,
    ];

    private static readonly SuitElement[] InvocationSections = [SuitElement.Validate, SuitElement.Load, SuitElement.Invoke];

    /// <summary>Obtains, installs and validates.</summary>
    public static ProcedureResult Update(VerifiedManifest manifest, ISuitActions actions, InterpreterOptions options) =>
        Run(manifest, UpdateSections, actions, options);

    /// <summary>Validates, loads and invokes. A failed validation keeps invoke from being reached.</summary>
    public static ProcedureResult Invoke(VerifiedManifest manifest, ISuitActions actions, InterpreterOptions options) =>
        Run(manifest, InvocationSections, actions, options);

    private static ProcedureResult Run(VerifiedManifest manifest, SuitElement[] sections, ISuitActions actions, InterpreterOptions options)
    {
        // A section that was severed away is found out before the first command has an effect.
        foreach (var section in sections)
        {
            if (manifest.Manifest.Missing.Contains(section))
            {
                return new ProcedureResult(new SuitError(ResultCode.SeveredSectionInvalid, $"{section} is severed and absent"), null, []);
            }
        }

        var machine = new Machine(actions, options);
        var context = new ManifestContext(manifest, null, null);
        foreach (var section in sections)
        {
            if (machine.RunSection(context, section) is { } halt) return new ProcedureResult(halt.Error, machine.FailedStep, machine.Trace);
        }

        return new ProcedureResult(null, null, machine.Trace);
    }
}
