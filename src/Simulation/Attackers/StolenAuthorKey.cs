using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>An attacker with the author's signing key, who can reach devices but not the tracker's key.</summary>
public static class StolenAuthorKey
{
    /// <summary>Somebody who signs with the author's key what the author never made.</summary>
    public static Author Forger(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.Invariants.AuthorKeyStolen = true;
        return new Author(world.Author.Name, world.Author.Vendor, world.Author.Class);
    }

    /// <summary>Through a Communicator that it also holds, it delivers its own package, with whatever directive there is at hand.</summary>
    public static Attacker Delivers(string communicator, SimulatedPackage package, bool keepDirective)
    {
        ArgumentNullException.ThrowIfNull(package);
        return LyingCommunicator.Delivers(communicator, delivery => new DirectiveDelivery(keepDirective ? delivery.Directive : Bytes.Empty, package.Envelope));
    }
}
