using SecUpIoT.Conformance.Lab.FirmwareServer;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.FirmwareServer;

/// <summary>What is observed, from outside. One call each.</summary>
[Binding]
[Scope(Tag = "role:firmware-server")]
public sealed class ThenSteps(FirmwareServerLab lab)
{
    private const string Name = @"(package \d+|another package \d+)";

    [Then($@"^{Name} is listed and served as the author made it$")]
    public void IsDistributed(string name) => lab.SeesDistributed(name);

    [Then($@"^{Name} is listed and served to (\d+) Status trackers$")]
    public void IsDistributedToAll(string name, int trackers) => lab.SeesDistributedToAll(name, trackers);

    [Then($@"^{Name} is neither listed nor served$")]
    public void IsAbsent(string name) => lab.SeesAbsent(name);

    [Then(@"^the catalogue lists (.+) and nothing else$")]
    public void ListsOnly(string names) => lab.SeesListedOnly(names.Split([", ", " and "], StringSplitOptions.None));

    [Then($@"^{Name} was listed after its last payload and not before$")]
    public void ListedLast(string name) => lab.SeesListedLast(name);

    [Then($@"^the author learns that {Name} is published$")]
    public void LearnsPublished(string name) => lab.SeesPublished(name);

    [Then($@"^the author learns that {Name} is staged and what it misses$")]
    public void LearnsStaged(string name) => lab.SeesStaged(name);

    [Then($@"^the author learns that {Name} is withdrawn$")]
    public void LearnsWithdrawn(string name) => lab.SeesWithdrawal(name);

    [Then(@"^the server refuses it once, because of (\w+(?: or \w+)*)$")]
    public void Refuses(string codes) => lab.SeesRefusal(Codes(codes));

    [Then(@"^the server refuses it once$")]
    public void RefusesOutOfPlace() => lab.SeesRefusalOutOfPlace();

    [Then(@"^the server refuses the upload because of (\w+(?: or \w+)*)$")]
    public void RefusesUpload(string codes) => lab.SeesUploadRefused(Codes(codes));

    [Then(@"^nothing has changed in the catalogue$")]
    public void NothingChanged() => lab.SeesNothingChanged();

    [Then($@"^{Name} can still be completed$")]
    public void CanBeCompleted(string name)
    {
        lab.UploadAll(name);
        lab.SeesDistributed(name);
    }

    [Then(@"^the last (\d+) answers say the same$")]
    public void SameAnswers(int number) => lab.SeesSameAnswers(number);

    [Then(@"^the answers are the same (\d+) times$")]
    public void SameRounds(int rounds) => lab.SeesSameRounds(rounds);

    [Then(@"^each request has the answer that belongs to it$")]
    public void EachAnswered() => lab.SeesEachAnswered();

    [Then(@"^each of them is refused$")]
    public void EachRefused() => lab.SeesEachRefused();

    [Then(@"^each of them is refused with a code that is a reason$")]
    public void EachReasoned() => lab.SeesEachReasoned();

    [Then(@"^every right package of the vectors is taken in$")]
    public void RightVectorsTaken() => lab.SeesRightVectorsTaken();

    [Then($@"^these bytes of the payload of {Name} are served$")]
    public void WantedBytes(string name) => lab.SeesWantedBytes(name);

    [Then($@"^no bytes are served that the payload of {Name} does not have$")]
    public void NoBytesBeyond(string name) => lab.SeesNoBytesBeyond(name);

    [Then($@"^(\d+) ranges of chance of the payload of {Name} are served$")]
    public void ManyRanges(int number, string name) => lab.SeesManyRanges(name, number);

    [Then($@"^the Status tracker has the payload of {Name} as the author made it$")]
    public void WholePayload(string name) => lab.SeesWholePayload(name);

    [Then($@"^the payload of {Name} is not served any more$")]
    public void DamageDetected(string name) => lab.SeesDamageDetected(name);

    [Then($@"^(\d+) Status trackers get the same envelope of {Name}, byte by byte$")]
    public void OneEnvelope(int trackers, string name) => lab.SeesOneEnvelope(name, trackers);

    [Then($@"^the envelope of {Name} carries the author's signatures and no other$")]
    public void AuthorsSignaturesOnly(string name) => lab.SeesAuthorsSignaturesOnly(name);

    [Then($@"^no signature was made for {Name}$")]
    public void NoSignatureMade(string name) => lab.SeesNoSignatureMade(name);

    private static ResultCode[] Codes(string words) => [.. words.Split(" or ").Select(Enum.Parse<ResultCode>)];
}
