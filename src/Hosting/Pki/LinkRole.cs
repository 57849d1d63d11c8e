using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace SecUpIoT.Hosting.Pki;

/// <summary>Who may do what on the HTTP links. A certificate carries its role as the organizational unit (OU) of its subject.</summary>
public enum LinkRole
{
    /// <summary>Checks in for devices at a Status tracker. OU "communicator".</summary>
    Communicator,

    /// <summary>Answers Communicators and operators, asks Firmware servers. OU "tracker".</summary>
    Tracker,

    /// <summary>Answers Status trackers and authors. OU "server".</summary>
    Server,

    /// <summary>Enrols, queries and cancels at a Status tracker. OU "operator".</summary>
    Operator,

    /// <summary>Publishes, uploads and withdraws at a Firmware server. OU "author".</summary>
    Author,
}

/// <summary>Reads and writes roles in certificates.</summary>
public static class LinkRoles
{
    private const string OrganizationalUnit = "2.5.4.11";

    /// <summary>How the role is spelled in a certificate.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "The spelling in certificates is lower case.")]
    public static string Spelling(this LinkRole role) => role.ToString().ToLowerInvariant();

    // A connection shows one certificate, and every request on it asks.
    private static readonly ConditionalWeakTable<X509Certificate2, LinkRole[]> Read = [];

    /// <summary>True when <paramref name="certificate"/> carries <paramref name="role"/>. Says nothing about who issued it.</summary>
    public static bool IsOf(X509Certificate2 certificate, LinkRole role) => Read.GetValue(certificate, RolesOf).Contains(role);

    private static LinkRole[] RolesOf(X509Certificate2 certificate)
    {
        var units = certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(static part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationalUnit)
            .Select(static part => part.GetSingleElementValue())
            .ToHashSet();
        return [.. Enum.GetValues<LinkRole>().Where(role => units.Contains(role.Spelling()))];
    }
}
