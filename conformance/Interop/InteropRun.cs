using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Interop;

/// <summary>Whether implementations did something together. No verdict on any of them.</summary>
/// <param name="Id">Stable.</param>
/// <param name="What">What they should do together.</param>
/// <param name="Succeeded">Whether they did.</param>
/// <param name="Seen">Where the Status tracker said the device stands, in the end.</param>
public sealed record Observation(string Id, string What, bool Succeeded, string Seen);

/// <summary>A run of four implementations against each other.</summary>
public static class InteropRun
{
    private static readonly (string Id, string What, Func<Network, bool> Try)[] Undertakings =
    [
        ("update", "an update is published, transferred, installed, confirmed and recorded as completed", static network => Update(network, 8)),
        ("two-updates", "a second update follows the first", static network => Update(network, 8) && Update(network, 9)),
        ("revert", "an update that fails its self-test is recorded as reverted, and a newer one is completed", static network =>
        {
            network.Choose("fails");
            var image = network.Publish(8);
            if (!network.Await(entry => entry.Phase == TrackPhase.Reverted && entry.Target == image)) return false;
            network.Choose("passes");
            return Update(network, 9);
        }),
        ("device-restart", "an update goes on after the device lost its power in the middle of the transfer", static network => Interrupted(network, Role.DeviceCore)),
        ("communicator-restart", "an update goes on after the Communicator crashed in the middle of the transfer", static network => Interrupted(network, Role.Communicator)),
        ("tracker-restart", "an update goes on after the Status tracker crashed in the middle of the transfer", static network => Interrupted(network, Role.StatusTracker)),
        ("server-restart", "an update goes on after the Firmware server crashed in the middle of the transfer", static network => Interrupted(network, Role.FirmwareServer)),
    ];

    /// <summary>Goes through all undertakings, each in a network of its own.</summary>
    /// <param name="implementation">Attaches the implementation of a role.</param>
    /// <param name="seed">Where all chance comes from.</param>
    public static IEnumerable<Observation> Run(Func<Role, Implementation> implementation, ulong seed = 1)
    {
        foreach (var (id, what, attempt) in Undertakings)
        {
            Observation observation;
            try
            {
                using var network = new Network(implementation, seed, 7);
                observation = new Observation(id, what, attempt(network), Show(network.Look()));
            }
            catch (Exception exception) when (exception is InteropException or UpperTesterException or AttachmentException)
            {
                observation = new Observation(id, what, false, exception.Message);
            }

            yield return observation;
        }
    }

    private static bool Update(Network network, ulong number)
    {
        var image = network.Publish(number);
        return network.Await(entry => IsCompleted(entry, image));
    }

    private static bool Interrupted(Network network, Role role)
    {
        network.InterruptTransfer(role);
        return Update(network, 8) && network.WasInterrupted;
    }

    private static bool IsCompleted(TrackEntry entry, ImageName image) => entry.Phase == TrackPhase.Confirmed && entry.Target == image && entry.Confirmed == image;

    private static string Show(TrackEntry entry) => $"{entry.Phase}, target {entry.Target}, confirmed {entry.Confirmed}, result {entry.Result}";
}
