using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Which answer a profile permits to an item.</summary>
public enum ItemStatus
{
    /// <summary>m: yes.</summary>
    Mandatory,
    /// <summary>r: yes, or no with a reason.</summary>
    Recommended,
    /// <summary>o: yes or no.</summary>
    Optional,
    /// <summary>x: no, because the requirement is not of the claimed profile.</summary>
    Excluded,
}

/// <summary>The proforma: which items a statement has to answer. There is one for every requirement of the claimed roles, and for nothing else.</summary>
public static class Proforma
{
    private const string EveryEntity = "Each functional entity ";

    /// <summary>The requirements of a role that a vendor is asked about, in the order of the catalogue.</summary>
    public static IEnumerable<Requirement> Items(Role role) => Items([role]);

    /// <summary>The requirements of these roles, each once. One that no scenario can show is asked about as well: it is claimed all the same.</summary>
    public static IEnumerable<Requirement> Items(IEnumerable<Role> roles) => Items(Requirements.All, roles);

    /// <summary>The same of another catalogue.</summary>
    internal static IEnumerable<Requirement> Items(IEnumerable<Requirement> catalogue, IEnumerable<Role> roles)
    {
        var wanted = roles.ToHashSet();
        return catalogue.Where(row => row.Roles.Any(wanted.Contains) || (!row.IsTestable && row.Roles.Count == 0 && row.Statement.StartsWith(EveryEntity, StringComparison.Ordinal)));
    }

    /// <summary>The answers that a profile permits.</summary>
    public static ItemStatus StatusOf(Requirement row, ClaimedProfile profile)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(profile);
        return !profile.Has(row) ? ItemStatus.Excluded : row.Level switch
        {
            Level.Required => ItemStatus.Mandatory,
            Level.Recommended => ItemStatus.Recommended,
            _ => ItemStatus.Optional,
        };
    }

    /// <summary>The status in one letter, as in a proforma.</summary>
    public static char Letter(ItemStatus status) => status switch
    {
        ItemStatus.Mandatory => 'm',
        ItemStatus.Recommended => 'r',
        ItemStatus.Optional => 'o',
        _ => 'x',
    };
}
