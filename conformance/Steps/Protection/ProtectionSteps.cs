using SecUpIoT.Conformance.Lab.Protection;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Hosting.Pki;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.Protection;

/// <summary>Who comes in, who is believed, and what is kept: the same sentences for every role.</summary>
[Binding]
[Scope(Tag = "clause:protection")]
public sealed class ProtectionSteps(ProtectionLab lab)
{
    [Given("^(?:a|an) (?:Device core|Communicator|Status tracker|Firmware server) on links as they are in the field$")]
    public void OnRealLinks() => lab.Begin();

    [Given("^it exchanges what it always does with peers whose certificates are right$")]
    [Control]
    public void ExchangesAsUsual() => lab.ExchangesAsUsual();

    [Given("^(an? .+) could (ask|publish|withdraw|check|enrol)(.*)$")]
    [Control]
    public void Could(string who, string verb, string rest)
    {
        lab.Try(who, verb + rest);
        lab.SeesGranted();
    }

    [Given("^a device is enrolled and has checked in through a Communicator with a right certificate$")]
    [Control]
    public void CheckedIn() => lab.EnrolAndCheckIn();

    [Given("^the peer that it asks has been asked with a right certificate shown$")]
    [Control]
    public void HasBeenAsked() => lab.IsAsked();

    [Given("^a package passes through it$")]
    public void APackagePasses() => lab.CarryAPackage();

    [When("^(an? .+) tries to (ask|publish|withdraw|check|enrol)(.*)$")]
    public void Tries(string who, string verb, string rest) => lab.Try(who, verb + rest);

    [When("^it meets (an? .+) in place of its peer$")]
    public void Meets(string who) => lab.Show(who);

    [When("^it asks its peer$")]
    public void AsksItsPeer() => lab.IsAsked();

    [When("^it is provoked with what is no message and with what must not be believed$")]
    public void IsProvoked() => lab.Provoke();

    [When("^its files, its log and its pages are looked at$")]
    public void IsLookedAt() => lab.ExchangesAsUsual();

    [Then("^that is granted$")]
    public void Granted() => lab.SeesGranted();

    [Then("^nothing but a refusal comes back$")]
    public void Refused() => lab.SeesNothingButARefusal();

    [Then("^the package (is|is not) in the catalogue$")]
    public void Listed(string listed) => lab.SeesListed(listed == "is");

    [Then("^the device (is|is not) enrolled$")]
    public void Known(string known) => lab.SeesKnown(known == "is");

    [Then("^that check-in has changed nothing$")]
    public void RecordUnchanged() => lab.SeesRecordUnchanged();

    [Then("^it shows a certificate of a (Communicator|Status tracker) over TLS 1.3$")]
    public void ShowsCertificate(string role) => lab.SeesCertificate(role == "Communicator" ? LinkRole.Communicator : LinkRole.Tracker);

    [Then("^nothing is sent$")]
    public void NothingSent() => lab.SeesNothingSent();

    [Then("^nobody else has a right on its key files$")]
    public void KeyFiles() => lab.SeesKeyFilesOfTheirOwner();

    [Then("^no message and no log holds a part of a private key$")]
    public void NoKeyOutside() => lab.SeesNoKeyOutside();

    [Then("^its log and its pages hold no key, no image and no envelope$")]
    public void NothingSecret() => lab.SeesNothingSecretInLogsAndPages();
}
