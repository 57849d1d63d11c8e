using System.Globalization;

namespace SecUpIoT.SpecTool;

/// <summary>The pages that are generated from the YAML files and the machine tables.</summary>
internal static class Pages
{
    private static readonly (string Code, string Name)[] Entities =
        [("GEN", "All functional entities"), ("DC", "Device core"), ("CM", "Communicator"), ("ST", "Status tracker"), ("FS", "Firmware server")];

    private static readonly (string Kind, string Title)[] AttackKinds =
        [("rfc-9124-threat", "Threats of RFC 9124"), ("tuf-attack", "Attacks of TUF"), ("uptane-attack", "Attacks of Uptane")];

    /// <summary>Every generated file: its path below the root, with forward slashes, and its content.</summary>
    public static IReadOnlyList<(string Path, string Content)> All(SpecFiles spec) =>
    [
        ("spec/requirements.md", Requirements(spec)),
        ("spec/invariants.md", InvariantsPage.Of(spec)),
        ("spec/messages.md", Messages(spec.Messages)),
        ("spec/result-codes.md", ResultCodes(spec.ResultCodes)),
        ("spec/threats.md", Threats(spec)),
        ("docs/traceability.md", Traceability.Page(spec)),
        ("spec/model/tables.pml", ModelTables.Promela(spec.Root)),
    ];

    private static string Requirements(SpecFiles spec)
    {
        var page = new Page("Requirements", "spec/requirements.yaml");
        page.Line();
        page.Line($"Revision {spec.Revision} of the catalogue.");
        page.Line();
        page.Line("How to read a row: [README.md](README.md). A source named *this specification* marks our own choice; [decisions.md](decisions.md) gives the reasons.");
        page.Line();
        page.TableHead("Entity", "is required to", "is recommended to", "can optionally", "of these in profile Secure only", "Fleet", "Gateway");
        foreach (var (code, name) in Entities)
        {
            var own = spec.Requirements.Where(requirement => requirement.Entity == code).ToList();
            page.Row([name, .. Levels.Select(level => Number(own.Count(requirement => requirement.Level == level))), .. Beyond.Select(profile => Number(own.Count(requirement => requirement.Profile == profile)))]);
        }

        foreach (var (code, name) in Entities)
        {
            page.Heading(name);
            page.TableHead("Id", "Profile", "Requirement", "Sources", "Counters", "Evidence", "Formal", "Codes");
            foreach (var requirement in spec.Requirements.Where(requirement => requirement.Entity == code)) Row(page, requirement);
        }

        return page.ToString();
    }

    private static readonly string[] Beyond = ["Secure", "Fleet", "Gateway"];

    private static readonly string[] Levels = ["is required to", "is recommended to", "can optionally"];

    private static void Row(Page page, Requirement requirement)
    {
        var statement = requirement.Statement;
        if (requirement.Note is { } note) statement += " *Note:* " + note;
        if (requirement.UntestableBecause is { } why) statement += " *Not testable:* " + why;
        page.Row(
            $"<a id=\"{Anchor(requirement.Id)}\"></a>{requirement.Id}",
            requirement.Profile,
            statement,
            string.Join("; ", requirement.Sources),
            string.Join("; ", requirement.Counters),
            string.Join(", ", requirement.Evidence),
            string.Join("; ", requirement.Formal),
            string.Join(", ", requirement.ResultCodes));
    }

    private static string Messages(MessagesFile file)
    {
        var page = new Page("Messages", "spec/messages.yaml");
        page.Line();
        page.Line("A message is the MessagePack array `[tag, [fields]]`; the tag is the number of the M-id, the fields stand in the order of the tables. One encoding is");
        page.Line("valid: exact number of fields, exact types, shortest form of every number and length, defined enumeration values, no bytes behind (R-GEN-04). An");
        page.Line("optional field that is absent is nil.");
        page.Line();
        page.Line("Frames on the device link: four bytes of length, big-endian, then the message. Tracker and server link: HTTP bodies of type `application/vnd.secup-iot+msgpack`;");
        page.Line("blocks of payloads by `GET /payloads/sha256/{hex}` with `Range`.");
        page.Heading("What is no message, or not for the receiver");
        page.Line("Bytes that are no message are answered with M-09 `MalformedMessage`; its detail names the deviation, for people (R-GEN-04). On the device link a frame whose length is 0 or");
        page.Line("above the limit ends the connection, after that answer or without it: nothing behind it can be trusted. On HTTP the status is 400, and 413 with `LimitExceeded` for a body that is");
        page.Line("larger than any message. A well-formed message that the receiver is never asked, such as M-02 at a Device core, is refused with `NotNow` or `MalformedMessage`; which is free.");
        page.Heading("Signed statements");
        page.Line("DeviceReport and Directive are encoded like the fields of a message and carried as the payload of a COSE_Sign1 with its tag 18. The signature covers `[\"Signature1\", protected header,");
        page.Line("external_aad, payload]`. Keys, key identifiers and header parameters are those of [package-profile.md](package-profile.md), and in addition the content type (3) is required in the");
        page.Line("protected header. Whoever signs puts alg, content type and key identifier there, in this order, and leaves the unprotected header empty.");
        page.Line();
        page.TableHead("Statement", "Signed by", "external_aad", "Content type", "Refused with");
        page.Row("DeviceReport", "Device core", "`secup-iot/report/1`", "`application/vnd.secup-iot.report+msgpack`", "`ReportNotAuthentic`");
        page.Row("Directive", "Status tracker", "`secup-iot/directive/1`", "`application/vnd.secup-iot.directive+msgpack`", "`DirectiveNotAuthentic`");
        page.Line();
        page.Line("Everything that is wrong with the COSE_Sign1 has that code. An authentic payload that is no such statement is `MalformedMessage`.");
        page.Heading("Overview");
        page.TableHead("Id", "Name", "From", "To", "Link", "Purpose", "Answered by");
        foreach (var message in file.Messages)
            page.Row($"[{message.Id}](#{Anchor(message.Id)})", message.Name, message.Sender, message.Receiver, message.Link, message.Purpose, string.Join(", ", message.AnsweredBy));
        page.Heading("Messages");
        foreach (var message in file.Messages) Fields(page, $"<a id=\"{Anchor(message.Id)}\"></a>{message.Id} {message.Name}", message.Purpose, message.Fields);
        page.Heading("Structures");
        foreach (var structure in file.Structures)
            Fields(page, structure.Name, $"{structure.Purpose} Carried in {string.Join(", ", structure.CarriedIn)}.", structure.Fields);
        page.Heading("Enumerations");
        page.Line("`ResultCode` is in [result-codes.md](result-codes.md).");
        page.Line();
        page.TableHead("Name", "Meaning", "Values");
        foreach (var enumeration in file.Enums)
            page.Row(enumeration.Name, enumeration.Meaning, string.Join(", ", enumeration.Values.Select((value, number) => $"{Number(number)} {value}")));
        page.Heading("Limits");
        page.TableHead("Name", "Value", "Unit", "Meaning");
        foreach (var limit in file.Limits) page.Row(limit.Name, limit.Value.ToString(CultureInfo.InvariantCulture), limit.Unit, limit.Meaning);
        return page.ToString();
    }

    private static void Fields(Page page, string title, string purpose, List<Field> fields)
    {
        page.Line("### " + title);
        page.Line();
        page.Line(purpose + (fields.Count == 0 ? " No fields." : ""));
        page.Line();
        if (fields.Count == 0) return;
        page.TableHead("#", "Field", "Type", "Limit", "Meaning");
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            page.Row(Number(i), field.Name, field.Type + (field.Optional ? ", optional" : ""), field.Limit, field.Meaning);
        }

        page.Line();
    }

    private static string ResultCodes(ResultCodesFile file)
    {
        var page = new Page("Result codes", "spec/result-codes.yaml");
        page.Line();
        page.Line("The closed vocabulary of outcomes and refusals (R-GEN-06). The hundreds of the number are the group. *Transient*: worth another attempt by itself;");
        page.Line("R-ST-16 bounds the attempts.");
        page.Line();
        page.TableHead("Number", "Name", "Group", "Meaning", "Transient", "SUIT report", "LwM2M");
        foreach (var code in file.Codes)
        {
            var meaning = code.Note is null ? code.Meaning : $"{code.Meaning} *Note:* {code.Note}";
            page.Row(Number(code.Number), code.Name, code.Group, meaning, code.Transient ? "yes" : "no", Number(code.SuitReportReason), Number(code.Lwm2mResult));
        }

        page.Heading("Mappings");
        page.Line("*SUIT report*: the reason of draft-ietf-suit-report, 0 to 12. *LwM2M*: the Update Result of the Firmware Update object, resource /5/0/5, 0 to 11. Both are");
        page.Line("coarser than this vocabulary, so the number of the code travels beside the external value: in a SUIT report as the code (label 5) beside the reason");
        page.Line("(label 7); with LwM2M in the record of the binding. The pair loses nothing. A value that comes alone is read by the tables below.");
        Back(page, "From a SUIT report", "Reason", file.FromSuitReport);
        Back(page, "From LwM2M", "Update Result", file.FromLwm2m);
        return page.ToString();
    }

    private static void Back(Page page, string title, string column, IEnumerable<BackSpec> rows)
    {
        page.Heading(title);
        page.TableHead(column, "Name there", "Code here");
        foreach (var row in rows) page.Row(Number(row.Value), row.Name, row.Code);
    }

    private static string Threats(SpecFiles spec)
    {
        var page = new Page("Threats and attacks", "spec/sources.yaml, spec/requirements.yaml and spec/exclusions.yaml");
        var exclusions = spec.Exclusions.ToDictionary(exclusion => exclusion.Source, StringComparer.Ordinal);
        foreach (var (kind, title) in AttackKinds)
        {
            page.Heading(title);
            page.TableHead("Threat or attack", "In our words", "Countered by", "Requirements", "What stays open");
            foreach (var source in spec.Sources.Where(source => source.Kind == kind))
            {
                var requirements = spec.Requirements.Where(requirement => requirement.Counters.Contains(source.Id));
                page.Row(
                    source.Id,
                    source.Description,
                    source.CounteredBy ?? "Not countered.",
                    string.Join(", ", requirements.Select(requirement => $"[{requirement.Id}](requirements.md#{Anchor(requirement.Id)})")),
                    exclusions.TryGetValue(source.Id, out var exclusion) ? exclusion.Reason : "");
            }
        }

        return page.ToString();
    }

    /// <summary>The anchor of an id.</summary>
    public static string Anchor(string id) => id.ToLowerInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
