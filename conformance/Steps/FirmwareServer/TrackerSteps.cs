using SecUpIoT.Conformance.Lab.FirmwareServer;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.FirmwareServer;

/// <summary>What Status trackers ask, and what others send. One call each.</summary>
[Binding]
[Scope(Tag = "role:firmware-server")]
public sealed class TrackerSteps(FirmwareServerLab lab)
{
    private const string Name = @"(package \d+|another package \d+)";

    [When(@"^a Status tracker asks for the catalogue$")]
    public void AsksForTheCatalogue() => lab.AskCatalogue();

    [When($@"^a Status tracker asks for the envelope of {Name}$")]
    public void AsksForAnEnvelope(string name) => lab.AskEnvelope(name);

    [When($@"^a Status tracker asks for what the digest of the envelope of {Name} names$")]
    public void AsksByEnvelope(string name) => lab.AskEnvelopeByEnvelope(name);

    [When($@"^a Status tracker asks for the payload of {Name}$")]
    public void AsksForAPayload(string name) => lab.AskPayload(name);

    [When($@"^a Status tracker asks for the manifest of {Name} as if it were a payload$")]
    public void AsksForTheManifest(string name) => lab.AskManifestAsPayload(name);

    [When($@"^a Status tracker asks for (\d+) bytes? from byte (\d+) of the payload of {Name}$")]
    public void AsksForBytes(uint length, ulong offset, string name) => lab.AskBlock(name, offset, length);

    [When($@"^a Status tracker asks (\d+) times for envelope and payload of {Name}$")]
    public void AsksRepeatedly(int times, string name) => lab.AskEverything(name, times);

    [When($@"^author and Status tracker ask in every way about {Name}$")]
    public void AskInEveryWay(string name) => lab.AskInEveryWay(name);

    [When($@"^(\d+) Status trackers receive the payload of {Name} at once, block by block$")]
    public void ReceiveTogether(int trackers, string name) => lab.ReceiveTogether(name, trackers);

    [When($@"^the Status tracker goes on with the payload of {Name}$")]
    public void GoesOn(string name) => lab.ReceiveRest(name);

    [When(@"^(tracker-\d+) sends bytes that are no message$")]
    public void SendsGarbage(string tracker) => lab.SendGarbage(tracker);

    [When(@"^somebody sends (the .+|a .+) to the server$")]
    public void SendsForeign(string words) => lab.SendForeign(words);

    [When(@"^everything that is no message is sent to the server$")]
    public void SendsMalformed() => lab.SendMalformed(beyondLimits: false);

    [When(@"^everything that goes beyond a limit is sent to the server$")]
    public void SendsBeyondLimits() => lab.SendMalformed(beyondLimits: true);

    [When(@"^refusals of every kind are provoked beside (package \d+), withdrawn (package \d+) and staged (package \d+)$")]
    public void Provokes(string published, string withdrawn, string staged) => lab.ProvokeRefusals(published, withdrawn, staged);
}
