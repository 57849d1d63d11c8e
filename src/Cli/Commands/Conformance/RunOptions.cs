using System.CommandLine;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Selection;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>The options of a run, and what they order.</summary>
internal sealed class RunOptions
{
    private readonly Option<string[]> _roles = Many("--role", $"Only these roles: {string.Join(", ", Names.AllRoles.Select(Names.Of))}. All when none is named.");
    private readonly Option<string[]> _purposes = Many("--tp", "Only these test purposes or rows of them; * stands for anything. A run of a part is never more than incomplete.");
    private readonly Option<string[]> _requirements = Many("--req", "Only scenarios with one of these requirements; * stands for anything. A run of a part is never more than incomplete.");
    private readonly Option<string[]> _kinds = Many("--kind", "Only scenarios of this kind, obey or attack. A run of a part is never more than incomplete.");
    private readonly Option<ulong> _seed = new("--seed") { Description = "Where all chance comes from. The same seed and implementation give the same results.json, byte for byte.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _output = new("--out") { Description = "The folder for record and reports. Without it, the next free number below conformance-results/ROLES." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the run that the folder of --out holds." };
    private readonly Option<string?> _known = new("--known") { Description = "A list of known failures. It changes no verdict, only the exit code." };
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "End after the first failure." };
    private readonly Option<string?> _claims = new("--ics") { Description = "What is claimed; 'secup conformance init' writes it." };
    private readonly Option<string?> _ixit = new("--ixit") { Description = "How the implementation is attached; 'secup conformance init' writes it. Without it, the reference is under test." };
    private readonly Option<string?> _mutant = new("--mutant") { Description = "Put a faulty reference under test, to see what a failure looks like. Taints the result." };
    private readonly Option<int> _jobs = new("--jobs") { Description = "How many roles run at the same time; no result depends on it.", DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, Names.AllRoles.Count) };
    private readonly Option<string?> _since = new("--since") { Description = "The folder of an earlier run; the report says what is otherwise." };

    public void AddTo(Command command)
    {
        Option[] all = [_roles, _purposes, _requirements, _kinds, _seed, _output, _force, _known, _failFast, _claims, _ixit, _mutant, _jobs, _since];
        foreach (var option in all) command.Options.Add(option);
        _jobs.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--jobs: expected at least 1.");
        });
        _kinds.AcceptOnlyFromAmong("obey", "attack");
        _roles.AcceptOnlyFromAmong([.. Names.AllRoles.Select(Names.Of)]);
    }

    /// <summary>What is to be run, after everything that is named was read and the implementation said who it is.</summary>
    public RunOrder Read(ParseResult parsed)
    {
        var claims = parsed.GetValue(_claims) is { } file ? ClaimsFile.Read(file) : null;
        var attachment = Attachment(parsed);
        if (claims is not null) Review(claims, attachment);
        var roles = Roles(parsed, claims, attachment);
        var filters = new Filters([], parsed.GetValue(_requirements) ?? [], parsed.GetValue(_purposes) ?? [], parsed.GetValue(_kinds) ?? []);
        var known = parsed.GetValue(_known) is { } list ? KnownFailuresFile.Read(list, DateOnly.FromDateTime(DateTime.Now)) : null;
        var plan = Selector.Plan(Suite.Pickles.Where(pickle => roles.Contains(pickle.Role)), claims, filters);
        if (plan.Selected.Count == 0)
            throw new CommandFailure(RunExit.NothingSelected, $"No scenario is selected: {(filters.IsNone ? $"the suite has none for {string.Join(", ", roles.Select(Names.Of))}" : "no scenario is as --tp, --req and --kind say")}. 'secup conformance list' names them all.");
        var source = Attachments.Find(attachment);
        var subjects = Attachments.Greet(source, plan.Scenarios.Select(static planned => planned.Pickle));
        var header = new RunHeader(
            Implementation.Suite,
            Specification.Revision,
            SecUpIoT.Conformance.Catalogue.RequirementSet.Digest,
            parsed.GetValue(_seed),
            subjects,
            attachment,
            claims,
            [.. Taints(filters, attachment, claims, subjects)],
            known,
            Applicability.Rows(roles, claims),
            plan);
        return new RunOrder(header, source) { Jobs = parsed.GetValue(_jobs), FailFast = parsed.GetValue(_failFast) };
    }

    /// <summary>Where the record goes.</summary>
    public RunFolder Folder(ParseResult parsed, RunOrder order)
    {
        var roles = order.Header.Subjects;
        var name = roles.Count == Names.AllRoles.Count ? "all" : string.Join('+', roles.Select(static subject => Names.Of(subject.Role)));
        return parsed.GetValue(_output) is { } output
            ? RunFolder.Create(output, parsed.GetValue(_force))
            : RunFolder.CreateNext(Path.Combine("conformance-results", name));
    }

    /// <summary>The earlier run to compare with, or null.</summary>
    public string? Since(ParseResult parsed) => parsed.GetValue(_since);

    private static void Review(ClaimSet claims, AttachmentChoice attachment)
    {
        var findings = StaticReview.Of(claims, attachment.Kind == AttachmentKind.Ixit ? IxitFile.Read(attachment.Name) : null);
        if (findings.Count > 0) throw new CommandFailure(RunExit.Claims, $"The claims cannot be true as they are; 'secup conformance check' says the same:\n{string.Join('\n', findings)}");
    }

    private AttachmentChoice Attachment(ParseResult parsed) => (parsed.GetValue(_ixit), parsed.GetValue(_mutant)) switch
    {
        ({ }, { }) => throw new CommandFailure(RunExit.Usage, "Expected --ixit or --mutant, got both."),
        ({ } ixit, null) => new(AttachmentKind.Ixit, Path.GetFullPath(ixit)),
        (null, { } mutant) => new(AttachmentKind.Mutant, (Mutants.All.FirstOrDefault(one => one.Id == mutant)
            ?? throw new CommandFailure(RunExit.Usage, $"Expected a mutant such as {Mutants.All[0].Id}, got '{mutant}'; docs/conformance-mutants.md names them all.")).Id),
        _ => new(AttachmentKind.Reference),
    };

    private List<Role> Roles(ParseResult parsed, ClaimSet? claims, AttachmentChoice attachment)
    {
        var named = (parsed.GetValue(_roles) ?? []).Select(Names.ReadRole).ToList();
        if (attachment.Kind == AttachmentKind.Mutant)
        {
            var own = Mutants.All.First(mutant => mutant.Id == attachment.Name).Role;
            if (named.Any(role => role != own)) throw new CommandFailure(RunExit.Usage, $"Expected --role {Names.Of(own)} with this mutant, or none.");
            return [own];
        }

        if (claims is not null && named.Where(role => !claims.Roles.Contains(role)).Select(static role => (Role?)role).FirstOrDefault() is { } unclaimed)
            throw new CommandFailure(RunExit.Usage, $"Expected roles that are claimed ({string.Join(", ", claims.Roles.Select(Names.Of))}), got --role {Names.Of(unclaimed)}.");
        if (named.Count == 0 && claims is null && attachment.Kind == AttachmentKind.Ixit)
            throw new CommandFailure(RunExit.Usage, "Expected --ics or --role beside --ixit: the suite has to know which roles are under test.");
        return [.. Names.AllRoles.Where(role => named.Count > 0 ? named.Contains(role) : claims?.Roles.Contains(role) ?? true)];
    }

    private static IEnumerable<string> Taints(Filters filters, AttachmentChoice attachment, ClaimSet? claims, IReadOnlyList<Subject> subjects)
    {
        if (!filters.IsNone) yield return "only a part of the scenarios was asked for (--tp, --req, --kind)";
        if (attachment.Kind == AttachmentKind.Mutant) yield return $"a faulty reference is under test ({attachment.Name})";
        if (claims is null) yield break;
        foreach (var other in subjects.Select(static subject => subject.Hello).Where(hello => hello.Version != Hello.Unknown && (hello.Implementation != claims.Name || hello.Version != claims.Version)).Select(static hello => $"{hello.Implementation} {hello.Version}").Distinct())
            yield return $"claimed is {claims.Name} {claims.Version}, under test is {other}";
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
