namespace SecUpIoT.Protocol;

/// <summary>Which specification this implements.</summary>
public static class Specification
{
    /// <summary>Revision of the catalogue in spec/requirements.yaml that the code follows.</summary>
    public const string Revision = "1";
}
