using SecUpIoT.Conformance.Lab.FirmwareServer;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.FirmwareServer;

/// <summary>What the author does, and what happens to the server. One call each.</summary>
[Binding]
[Scope(Tag = "role:firmware-server")]
public sealed class AuthorSteps(FirmwareServerLab lab)
{
    private const string Name = @"(package \d+|another package \d+)";

    [When($@"^the author publishes {Name}$")]
    public void Publishes(string name) => lab.Publish(name, "");

    [When($@"^the author publishes {Name} ((?:with(?! the payload)|for|of|whose envelope|that (?:states|is fetched|names|two|a stranger|the author|the second)) ?.+)$")]
    public void PublishesShaped(string name, string shape) => lab.Publish(name, shape);

    [When($@"^the author publishes {Name} with the payload of (package \d+)$")]
    public void PublishesSharing(string name, string other) => lab.PublishSharing(name, other, "");

    [When($@"^the author publishes {Name} with the payload of (package \d+), (that states .+)$")]
    public void PublishesMisstating(string name, string other, string shape) => lab.PublishSharing(name, other, shape);

    [When($@"^the author publishes {Name} once more (with.+)$")]
    public void PublishesAgain(string name, string manner) => lab.PublishAgain(name, manner);

    [When($@"^the author publishes {Name} (\d+) times$")]
    public void PublishesRepeatedly(string name, int times) => lab.PublishRepeatedly(name, times);

    [When($@"^somebody publishes {Name} (.+)$")]
    public void PublishesFlawed(string name, string flaw) => lab.PublishFlawed(name, "", flaw);

    [When($@"^somebody publishes a complete {Name} (.+)$")]
    public void PublishesFlawedWithPayload(string name, string flaw) => lab.PublishFlawed(name, "with its payload inside", flaw);

    [When($@"^somebody publishes a divided {Name} (.+)$")]
    public void PublishesFlawedDivided(string name, string flaw) => lab.PublishFlawed(name, "with an installation beside the manifest", flaw);

    [When(@"^the author publishes the packages (.+) of the vectors$")]
    public void PublishesVectors(string set) => lab.PublishVectors(set);

    [When($@"^the author uploads the payloads? of {Name}$")]
    public void Uploads(string name) => lab.UploadAll(name);

    [When($@"^the author uploads what is missing of {Name}$")]
    public void UploadsMissing(string name) => lab.UploadMissing(name);

    [When($@"^the author uploads the first payload of {Name}$")]
    public void UploadsTheFirst(string name) => lab.UploadFirst(name);

    [When($@"^the author uploads the last payload of {Name}$")]
    public void UploadsTheLast(string name) => lab.UploadLast(name);

    [When($@"^the author tries to upload the payload of {Name}$")]
    public void TriesToUpload(string name) => lab.TryUpload(name);

    [When($@"^the author uploads the payload of {Name} before its envelope$")]
    public void UploadsAhead(string name) => lab.UploadAhead(name, "");

    [When($@"^the author uploads (other .+|one .+|its last .+|nothing|all .+|half .+) as payload of {Name}$")]
    public void UploadsFlawed(string flaw, string name) => lab.UploadFlawed(name, flaw);

    [When($@"^the author withdraws {Name}$")]
    public void Withdraws(string name) => lab.Withdraw(name);

    [When($@"^the author withdraws what the digest of the envelope of {Name} names$")]
    public void WithdrawsByEnvelope(string name) => lab.WithdrawByEnvelope(name);

    [When(@"^the server crashes and starts again$")]
    public void Crashes() => lab.Crash();

    [When(@"^the server is stopped in order and starts again$")]
    public void Restarts() => lab.Restart();

    [When(@"^what the server has stored of the payload of (package \d+) is damaged$")]
    public void Damages(string name) => lab.Damage(name);
}
