using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>How roles and links are written in lines, files and tags.</summary>
public static class Names
{
    private static readonly Dictionary<Role, string> Roles = new()
    {
        [Role.DeviceCore] = "device-core",
        [Role.Communicator] = "communicator",
        [Role.StatusTracker] = "status-tracker",
        [Role.FirmwareServer] = "firmware-server",
    };

    private static readonly Dictionary<Link, string> Links = new()
    {
        [Link.Device] = "device",
        [Link.Tracker] = "tracker",
        [Link.Operator] = "operator",
        [Link.Server] = "server",
        [Link.Author] = "author",
    };

    /// <summary>All roles, in the order of the specification.</summary>
    public static IReadOnlyList<Role> AllRoles { get; } = [.. Roles.Keys];

    /// <summary>The role in lines, files and tags.</summary>
    public static string Of(Role role) => Roles[role];

    /// <summary>The link in lines and files.</summary>
    public static string Of(Link link) => Links[link];

    /// <summary>The role of this name, or null.</summary>
    public static Role? FindRole(string name) => Roles.Where(pair => pair.Value == name).Select(pair => (Role?)pair.Key).FirstOrDefault();

    /// <summary>The role of this name.</summary>
    /// <exception cref="AttachmentException">There is none.</exception>
    public static Role ReadRole(string name) => FindRole(name)
        ?? throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected one of the roles {string.Join(", ", Roles.Values)}, got '{name}'.");

    /// <summary>The link of this name.</summary>
    /// <exception cref="AttachmentException">There is none.</exception>
    public static Link ReadLink(string name) => Links.Where(pair => pair.Value == name).Select(pair => (Link?)pair.Key).FirstOrDefault()
        ?? throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected one of the links {string.Join(", ", Links.Values)}, got '{name}'.");
}
