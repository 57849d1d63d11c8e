namespace SecUpIoT.SpecTool;

/// <summary>One row of spec/requirements.yaml.</summary>
internal sealed class Requirement
{
    public string Id { get; set; } = "";
    public string Entity { get; set; } = "";
    public string Profile { get; set; } = "";
    public string Level { get; set; } = "";
    public string Statement { get; set; } = "";
    public List<string> Sources { get; set; } = [];
    public List<string> Counters { get; set; } = [];
    public List<string> Evidence { get; set; } = [];
    public bool Testable { get; set; }
    public string? UntestableBecause { get; set; }
    public List<string> Formal { get; set; } = [];
    public List<string> ResultCodes { get; set; } = [];
    public string? Note { get; set; }
}

/// <summary>One row of spec/sources.yaml.</summary>
internal sealed class Source
{
    public string Id { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Description { get; set; } = "";
    public string? CounteredBy { get; set; }
}

/// <summary>One row of spec/exclusions.yaml.</summary>
internal sealed class Exclusion
{
    public string Source { get; set; } = "";
    public string Extent { get; set; } = "";
    public string Reason { get; set; } = "";
}

/// <summary>A field of a message or structure.</summary>
internal sealed class Field
{
    public string Name { get; set; } = "";
    public string Type { get; set; } = "";
    public string Limit { get; set; } = "";
    public bool Optional { get; set; }
    public string Meaning { get; set; } = "";
}

/// <summary>One message of spec/messages.yaml.</summary>
internal sealed class MessageSpec
{
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";
    public int Tag { get; set; }
    public string Sender { get; set; } = "";
    public string Receiver { get; set; } = "";
    public string Link { get; set; } = "";
    public string Purpose { get; set; } = "";
    public List<string> AnsweredBy { get; set; } = [];
    public List<Field> Fields { get; set; } = [];
}

/// <summary>One structure of spec/messages.yaml.</summary>
internal sealed class StructureSpec
{
    public string Name { get; set; } = "";
    public string Purpose { get; set; } = "";
    public List<string> CarriedIn { get; set; } = [];
    public List<Field> Fields { get; set; } = [];
}

/// <summary>One enumeration of spec/messages.yaml; values are numbered from zero.</summary>
internal sealed class EnumSpec
{
    public string Name { get; set; } = "";
    public string Meaning { get; set; } = "";
    public List<string> Values { get; set; } = [];
}

/// <summary>One limit of spec/messages.yaml.</summary>
internal sealed class LimitSpec
{
    public string Name { get; set; } = "";
    public ulong Value { get; set; }
    public string Unit { get; set; } = "";
    public string Meaning { get; set; } = "";
}

/// <summary>One code of spec/result-codes.yaml.</summary>
internal sealed class CodeSpec
{
    public string Name { get; set; } = "";
    public int Number { get; set; }
    public string Group { get; set; } = "";
    public string Meaning { get; set; } = "";
    public bool Transient { get; set; }
    public int SuitReportReason { get; set; }
    public int Lwm2mResult { get; set; }
    public string? Note { get; set; }
}

/// <summary>The way back from an external value to a code.</summary>
internal sealed class BackSpec
{
    public int Value { get; set; }
    public string Name { get; set; } = "";
    public string Code { get; set; } = "";
}

/// <summary>One row of spec/invariants.yaml.</summary>
internal sealed class Invariant
{
    public string Id { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";
    public string Statement { get; set; } = "";
    public string Formula { get; set; } = "";
    public string Excludes { get; set; } = "";
    public List<string> Serves { get; set; } = [];
    public string Assumes { get; set; } = "";
    public string Where { get; set; } = "";
}
