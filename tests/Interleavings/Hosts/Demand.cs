using Microsoft.Coyote.Specifications;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What must hold; the text begins with the invariant or requirement that says so.</summary>
internal static class Demand
{
    public static void That(bool holds, string id, string otherwise)
    {
        if (!holds) Specification.Assert(false, "{0}: {1}", id, otherwise);
    }
}
