using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <summary>What somebody asks of an entity that answers.</summary>
/// <param name="Link">On which link.</param>
/// <param name="Make">The message.</param>
/// <param name="IsGranted">Whether an answer grants it.</param>
internal sealed record Doing(Link Link, Func<ProtectionLab, Message> Make, Func<Message?, bool> IsGranted)
{
    private static readonly Dictionary<string, Doing> All = new()
    {
        ["ask for the catalogue"] = new(Link.Server, static _ => new CatalogueRequest(), static answer => answer is CatalogueAnswer),
        ["publish a package"] = new(Link.Author, static lab => new PublishRequest(lab.NextPackage().Envelope), static answer => answer is PublishAnswer),
        ["withdraw the package"] = new(Link.Author, static lab => new WithdrawRequest(lab.LastPackage.Name.Manifest), static answer => answer is WithdrawAnswer),
        ["check in"] = new(Link.Tracker, static lab => new CheckIn(lab.NextReport(), null, ResultCode.None), static answer => answer is CheckInAnswer),
        ["ask where the devices are"] = new(Link.Operator, static _ => new TrackQuery(null, null), static answer => answer is TrackAnswer),
        ["enrol a device"] = new(Link.Operator, static lab => lab.NextEnrolment(), static answer => answer is EnrolAnswer),
    };

    /// <summary>What a scenario calls like this.</summary>
    public static Doing Named(string name) => All.TryGetValue(name, out var doing) ? doing : throw new SuiteErrorException($"nobody can '{name}'");
}
