using System.Globalization;
using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Which items a new file answers already.</summary>
public enum Prefill
{
    /// <summary>What is required is answered yes; the rest is open.</summary>
    Required,
    /// <summary>Everything that the profile has is answered yes.</summary>
    All,
}

/// <summary>Writes the two files of a vendor, complete: every item with its question, so that only values have to be edited.</summary>
public sealed class ClaimsTemplate
{
    private const int Width = 118;

    private readonly IReadOnlyList<Role> _roles;
    private readonly ClaimedProfile _profile;
    private readonly Prefill _prefill;
    private readonly Hello? _hello;
    private readonly StringBuilder _text = new();

    private ClaimsTemplate(IReadOnlyList<Role> roles, ClaimedProfile profile, Prefill prefill, Hello? hello) => (_roles, _profile, _prefill, _hello) = (roles, profile, prefill, hello);

    /// <summary>The claims of these roles, with what a shim says about itself, when there is one.</summary>
    public static string WriteClaims(IReadOnlyList<Role> roles, Profile profile, Prefill prefill = Prefill.Required, Hello? hello = null) =>
        WriteClaims(roles, new ClaimedProfile(profile), prefill, hello);

    /// <summary>The same with what is claimed beside the profile.</summary>
    public static string WriteClaims(IReadOnlyList<Role> roles, ClaimedProfile profile, Prefill prefill = Prefill.Required, Hello? hello = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(profile);
        var template = new ClaimsTemplate(roles, profile, prefill, hello);
        template.WriteHead();
        template.WriteItems();
        template.WriteValues();
        template.WriteTail();
        return template._text.Replace(": \n", ":\n").ToString(); // an open value leaves no blank
    }

    /// <summary>The attachment of these roles: through the given command, or with an example to replace.</summary>
    public static string WriteIxit(IReadOnlyList<Role> roles, IReadOnlyList<string>? shim = null, Hello? hello = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var links = roles.SelectMany(AttachmentReview.LinksOf).Distinct().Select(link => $"  {Names.Of(link)}: {AttachmentOf(link, hello)}");
        return $$"""
            # How the implementation is attached (IXIT). Private: it goes into no report. conformance/UPPER-TESTER.md says what an upper tester does.
            ixit: {{IxitFile.Form}}
            # One of:
            #   stdio: [command, argument]             the suite starts the shim, in 'folder', seen from this file, when there is one, and talks over its standard input and output
            #   tcp: 127.0.0.1:4711                    the suite connects
            #   unix: /run/shim.sock                   the suite connects
            #   inProcess: vendor.dll!Vendor.Shim      a .NET type that implements IUpperTester
            #   none: true                             no upper tester: links only, to an implementation that is provisioned and runs
            upperTester:
              stdio: [{{string.Join(", ", (shim ?? ["./shim"]).Select(Quoted))}}]
            # tunnel: through the upper tester. tcp, unix, http or https: by itself, where 'start' tells. With an address (tcp:HOST:PORT, unix:PATH,
            # https://HOST:PORT): by itself, where the one who is asked listens. The server link of a Status tracker may name each Firmware server: { server-1: ADDRESS }.
            links:
            {{string.Join('\n', links)}}
            # For links over https: an authority for tests that the implementation believes (ca.crt and ca.key in a folder), or files for each role that the
            # suite plays. A path may also stand in an environment variable: { environment: NAME }. No key is written here.
            # tls: { folder: authority }
            # tls:
            #   files:
            #     authority: ca.pem
            #     certificates:
            #       communicator: { certificate: communicator.pem, key: { environment: COMMUNICATOR_KEY } }
            # How long the suite waits; no requirement of the specification.
            deadlines: { answer: {{Durations.Write(Deadlines.Default.Answer)}}, reset: {{Durations.Write(Deadlines.Default.Reset)}}, patience: {{Durations.Write(Deadlines.Default.Patience)}} }
            # When the upper tester is started anew: for every scenario, or only for every role.
            restart: scenario
            # Without an upper tester: what it would answer to 'provision'.
            provisioned: {}

            """;
    }

    private static string AttachmentOf(Link link, Hello? hello) =>
        hello is null || hello.Tunnelled.Contains(link) ? "tunnel" : link == Link.Device ? "tcp" : "http";

    private void WriteHead() => _text.Append(CultureInfo.InvariantCulture, $"""
        # What the implementation is claimed to do (ICS). Public: it goes into reports and statements.
        # Edit values only. Nothing may stay open: what is open is not "no". Then: secup conformance check
        ics: {ClaimSet.Form}
        specification:
          revision: "{Specification.Revision}"
          requirements: {RequirementSet.Digest}
        implementation:
          vendor:
          name: {Quoted(_hello?.Implementation)}
          version: {Quoted(_hello?.Version)}
        roles: [{string.Join(", ", _roles.Select(Names.Of))}]
        profile: {_profile.Profile}
        # What is claimed beside the profile, any of: {string.Join(", ", Enum.GetNames<Extension>())}. [] says none. Whoever adds one writes the file anew: its items change with it.
        extensions: [{string.Join(", ", _profile.Extensions)}]

        # Every requirement of these roles: yes or no. m: required, yes. r: recommended, yes, or no with a reason in 'deviations'. o: optional.
        # x: not of profile {_profile}, no.
        items:

        """);

    private void WriteItems()
    {
        foreach (var row in Proforma.Items(_roles))
        {
            var status = Proforma.StatusOf(row, _profile);
            Comment("  ", row.Statement);
            Comment("  ", $"{Proforma.Letter(status)}; {Where(row)}; source: {string.Join(", ", row.Sources)}{(row.IsTestable ? "" : $"; not tested: {row.UntestableBecause}")}");
            var answer = status switch
            {
                ItemStatus.Excluded => " no",
                ItemStatus.Mandatory => " yes",
                _ when _prefill == Prefill.All => " yes",
                _ => "",
            };
            _text.Append(CultureInfo.InvariantCulture, $"  {row.Id}:{answer}\n");
        }
    }

    private void WriteValues()
    {
        _text.Append("\n# What the implementation uses, however the suite provisions it.\nvalues:\n");
        foreach (var role in _roles)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  {Names.Of(role)}:\n");
            foreach (var item in ValueItem.Of(role, _profile))
            {
                Comment("    ", $"{item.Question} ({item.Requirement}); {Form(item)}");
                _text.Append(CultureInfo.InvariantCulture, $"    {item.Name}:\n");
            }
        }
    }

    private void WriteTail() => _text.Append(CultureInfo.InvariantCulture, $$"""

        # One for each recommendation that is answered with no:
        #   - requirement: R-XX-nn
        #     reason: why it is not followed
        deviations: []

        # What the suite may expect of the upper tester. clock: virtual, real or none.
        # faults: {{List(_roles.SelectMany(Testability.FaultsOf))}}; queries: {{List(_roles.SelectMany(Testability.QueriesOf))}}
        testability:
          clock: {{(_hello is null ? "" : _hello.VirtualClock ? "virtual" : "real")}}
          faults: [{{Offered(_hello?.Faults, Testability.FaultsOf)}}]
          queries: [{{Offered(_hello?.Queries, Testability.QueriesOf)}}]

        """);

    private string Offered(IReadOnlyList<string>? offered, Func<Role, IReadOnlyList<string>> known) =>
        string.Join(", ", (offered ?? []).Intersect(_roles.SelectMany(known)));

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Distinct()) is { Length: > 0 } list ? list : "none";

    private static string Where(Requirement row)
    {
        var clauses = Suite.Pickles.Where(pickle => pickle.Requirements.Contains(row.Id)).SelectMany(static pickle => pickle.Values("clause")).Distinct().ToList();
        return clauses.Count == 0 ? "no clause" : $"clause: {string.Join(", ", clauses)}";
    }

    private static string Form(ValueItem item) => item.Kind switch
    {
        ValueKind.Algorithms => "such as [ESP256, Ed25519]",
        ValueKind.Duration => "a duration such as 500ms, 30s, 5min, 2h or 1d",
        _ => string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {item.Most}"),
    };

    private static string Quoted(string? text) => text is null ? "" : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private void Comment(string indent, string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && indent.Length + line.Length + word.Length + 3 > Width) Flush();
            line.Append(' ').Append(word);
        }

        Flush();

        void Flush()
        {
            _text.Append(indent).Append('#').Append(line).Append('\n');
            line.Clear();
        }
    }
}
