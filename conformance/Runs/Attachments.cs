using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Finds again what a run was made against.</summary>
public static class Attachments
{
    /// <summary>Makes what attaches the implementation; to be asked once for each thread.</summary>
    /// <exception cref="ClaimsFileException">The IXIT is not there any more, or is not what it must be.</exception>
    /// <exception cref="RunFolderException">There is no such mutant.</exception>
    public static Func<IImplementationSource> Find(AttachmentChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        switch (choice.Kind)
        {
            case AttachmentKind.Reference:
                return static () => new EmbeddedSource(Design.Right);
            case AttachmentKind.Mutant:
                var mutant = Mutants.All.FirstOrDefault(mutant => mutant.Id == choice.Name)
                    ?? throw new RunFolderException($"Expected a mutant of this suite, got '{choice.Name}'; 'secup conformance selftest' names them.");
                return () => new EmbeddedSource(mutant.Design);
            default:
                var settings = IxitFile.Read(choice.Name);
                return () => new IxitSource(settings);
        }
    }

    /// <summary>Asks the implementation who it is, in each role of the scenarios, before anything is run.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    public static IReadOnlyList<Subject> Greet(Func<IImplementationSource> source, IEnumerable<Pickle> scenarios)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var attaching = source();
        var roles = scenarios.ToLookup(static pickle => pickle.Role);
        return
        [
            .. Names.AllRoles.Where(roles.Contains).Select(role =>
            {
                // Who it is does not depend on the links; those of few scenarios are not opened for it.
                using var implementation = attaching.Attach(roles[role].MinBy(static pickle => pickle.Has(References.NativeLinksTag))!);
                return new Subject(role, implementation.Hello);
            }),
        ];
    }
}
