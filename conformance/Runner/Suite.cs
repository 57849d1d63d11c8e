using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Lab.Communicator;
using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Lab.FirmwareServer;
using SecUpIoT.Conformance.Lab.Gateway;
using SecUpIoT.Conformance.Lab.Protection;
using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runner;

/// <summary>Runs the scenarios of the suite against an implementation.</summary>
public static class Suite
{
    /// <summary>Every scenario of the suite.</summary>
    public static IReadOnlyList<Pickle> Pickles { get; } = PickleReader.ReadAll();

    /// <summary>The scenarios of one role.</summary>
    public static IEnumerable<Pickle> For(Role role) => Pickles.Where(pickle => pickle.Role == role);

    /// <summary>Runs one scenario against an implementation.</summary>
    public static ScenarioResult RunOne(Pickle pickle, Func<Pickle, Implementation> implementation, ulong seed = 1) => Run([pickle], implementation, seed).Single();

    /// <summary>Runs the scenarios one after the other; results come as they are had.</summary>
    /// <param name="planned">What is to be run. None at all is an error.</param>
    /// <param name="implementation">Attaches the implementation; asked once for each scenario, and disposed of after it.</param>
    /// <param name="seed">Where all chance comes from. The same seed gives each scenario the same chance, whatever else is run.</param>
    /// <exception cref="SuiteErrorException">Nothing is planned.</exception>
    public static IEnumerable<ScenarioResult> Run(IReadOnlyCollection<Pickle> planned, Func<Pickle, Implementation> implementation, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(implementation);
        if (planned.Count == 0) throw new SuiteErrorException("no scenario is selected");
        return Stream();

        IEnumerable<ScenarioResult> Stream()
        {
            Implementation? attached = null;
            using var runner = new PickleRunner(typeof(Suite).Assembly, pickle => LaboratoryFor(pickle, attached = implementation(pickle), SeedOf(seed, pickle)));
            foreach (var pickle in planned)
            {
                ScenarioResult result;
                try
                {
                    result = runner.Run(pickle);
                }
                finally
                {
                    attached?.Dispose();
                    attached = null;
                }

                yield return result;
            }
        }
    }

    /// <summary>The chance of one scenario.</summary>
    public static ulong SeedOf(ulong seed, Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        return BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {pickle.Id}")));
    }

    private static Laboratory LaboratoryFor(Pickle pickle, Implementation implementation, ulong seed) => pickle.Role switch
    {
        _ when pickle.Has("clause:protection") => new ProtectionLab(implementation, seed),
        Role.Communicator when pickle.Has("clause:gateway") => new GatewayLab(implementation, seed),
        Role.DeviceCore => new DeviceCoreLab(implementation, seed),
        Role.Communicator => new CommunicatorLab(implementation, seed),
        Role.StatusTracker => new StatusTrackerLab(implementation, seed),
        Role.FirmwareServer => new FirmwareServerLab(implementation, seed),
        _ => throw new SuiteErrorException($"there is no laboratory for {pickle.Role}"),
    };
}
