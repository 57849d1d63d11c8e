using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Claims;

/// <summary>What a vendor claims, in public: the implementation conformance statement (ICS).</summary>
/// <param name="Vendor">Who makes the implementation.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Roles">The roles that it plays; not empty.</param>
/// <param name="Profile">The profile that it is claimed for.</param>
/// <param name="Items">For every requirement of the proforma whether it is met.</param>
/// <param name="Values">The algorithms, timers and limits that it uses.</param>
/// <param name="Deviations">Why a recommendation is not followed, by requirement.</param>
/// <param name="Testability">What the suite may expect of the upper tester.</param>
public sealed record ClaimSet(
    string Vendor,
    string Name,
    string Version,
    IReadOnlyList<Role> Roles,
    Profile Profile,
    IReadOnlyDictionary<string, bool> Items,
    IReadOnlyList<ClaimedValue> Values,
    IReadOnlyDictionary<string, string> Deviations,
    Testability Testability)
{
    /// <summary>What is claimed beside the profile.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>The profile and what is claimed beside it.</summary>
    public ClaimedProfile Claimed => new(Profile, Extensions);

    /// <summary>The version of the file's form.</summary>
    public const string Form = "secup-iot-ics/1";

    /// <summary>True when the requirement is claimed; false when it is denied, or not of the claimed roles.</summary>
    public bool Claims(string requirement) => Items.GetValueOrDefault(requirement);

    /// <summary>True when the requirement is of the claimed roles, and denied.</summary>
    public bool Denies(string requirement) => Items.TryGetValue(requirement, out var claimed) && !claimed;
}

/// <summary>A value that an implementation uses.</summary>
/// <param name="Item">Which one.</param>
/// <param name="Algorithms">For algorithms; else empty.</param>
/// <param name="Duration">For a duration; else null.</param>
/// <param name="Count">For a count; else null.</param>
public sealed record ClaimedValue(ValueItem Item, IReadOnlyList<string> Algorithms, TimeSpan? Duration, long? Count);

/// <summary>What the suite may expect of the upper tester.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Faults">What <c>fault</c> can cause.</param>
/// <param name="Queries">What <c>query</c> can ask.</param>
public sealed record Testability(TestClock Clock, IReadOnlyList<string> Faults, IReadOnlyList<string> Queries)
{
    /// <summary>The faults of a role (UPPER-TESTER.md).</summary>
    public static IReadOnlyList<string> FaultsOf(Role role) => role switch
    {
        Role.DeviceCore => ["power-cut", "storage-failure", "damage"],
        Role.StatusTracker => ["storage-failure"],
        Role.FirmwareServer => ["damage"],
        _ => [],
    };

    /// <summary>The queries of a role (UPPER-TESTER.md).</summary>
    public static IReadOnlyList<string> QueriesOf(Role role) => role == Role.DeviceCore ? ["slots", "boots", "keys"] : ["keys"];
}

/// <summary>Which clock the implementation has under test.</summary>
public enum TestClock
{
    /// <summary>The suite gives it the time.</summary>
    Virtual,
    /// <summary>It has a clock of its own, which can be asked.</summary>
    Real,
    /// <summary>Its clock cannot be asked.</summary>
    None,
}
