using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>
/// Plays author, Status tracker and Communicator towards one Device core under test. This file holds how the device comes up and goes through updates;
/// the others what is delivered, what is observed, and whole sets of cases.
/// </summary>
public sealed partial class DeviceCoreLab : Laboratory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Moments = TimeSpan.FromMilliseconds(400);

    private readonly DeviceId _device;
    private readonly Author _author;
    private Provisioning? _provisioning;
    private Provisioned? _provisioned;
    private SimulatedPackage? _package;
    private DirectiveDelivery? _delivery;
    private Reply _answer = Reply.None;
    private BlockWant? _want;

    /// <summary>A laboratory with this device in it.</summary>
    public DeviceCoreLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
        _device = new DeviceId(new Guid(Random.Bytes(16)));
        var vendor = Uuid5.Vendor("conformance.example");
        _author = new Author("author", TestKeys.Author, TestKeys.Author.Public, vendor, Uuid5.Class(vendor, "device under test"));
    }

    /// <summary>The device leaves the factory with an image of this number, and runs it.</summary>
    public void Provision(Profile profile, ulong number)
    {
        SetUp(Plain(profile, number));
        AwaitRunning(number);
    }

    /// <summary>As before; nobody has looked at its reports yet.</summary>
    public void ProvisionUnseen(Profile profile, ulong number) => SetUp(Plain(profile, number));

    /// <summary>As before, with these components.</summary>
    public void ProvisionComponents(IReadOnlyList<string> components, ulong number)
    {
        // Components may begin at pages of any size.
        SetUp(Plain(Profile.Secure, number) with { Components = components, SlotCapacity = 65536 });
        AwaitRunning(number);
    }

    /// <summary>As before, with a second author whom it trusts.</summary>
    public void ProvisionTwoAuthors(ulong number)
    {
        SetUp(Plain(Profile.Secure, number) with { Authors = [TestKeys.Author.Public.Spki, Second.Public.Spki] });
        AwaitRunning(number);
    }

    /// <summary>A whole update with everything as it should be: the positive control of the attacks.</summary>
    public void Update(ulong number)
    {
        Try(number, SelfTest.Passes);
        AwaitRunning(number);
    }

    /// <summary>Goes through a whole update with an image that behaves like this on trial, until the device rests.</summary>
    public void Try(ulong number, SelfTest behaviour)
    {
        BeginTrial(number, behaviour);
        AwaitRest();
    }

    /// <summary>As before, and the device is on trial for long.</summary>
    public void StayOnTrial(ulong number)
    {
        BeginTrial(number, SelfTest.Hangs);
        Await(DevicePhase.Trial);
    }

    /// <summary>How every image behaves on trial from now on.</summary>
    public void Behave(SelfTest behaviour) => Implementation.Do("self-test", new JsonObject { ["result"] = Word(behaviour) });

    /// <summary>Sends all blocks that are wanted, and waits until the image is verified.</summary>
    public void Complete()
    {
        Transfer();
        Await(DevicePhase.Verified);
    }

    /// <summary>Goes on from where the update under way stands until the new image is confirmed.</summary>
    public void Finish()
    {
        Complete();
        Install();
        Demand(Read(_answer) is InstallAnswer, EvidenceClass.Wire, "the answer that it is installed", _answer);
        AwaitRest();
    }

    /// <summary>Sends this many wanted blocks, or all that are wanted.</summary>
    public void Transfer(int most = int.MaxValue)
    {
        for (var sent = 0; sent < most && _want is not null; sent++)
        {
            _acknowledged = _want.Offset;
            Listen(Ask(Wanted()));
            Demand(Read(_answer) is BlockAnswer, EvidenceClass.Wire, "an answer to a wanted block", _answer);
            _acknowledged = _want?.Offset ?? _acknowledged;
        }
    }

    /// <summary>Asks to install the package that was delivered last.</summary>
    public void Install() => Install(Required(_package).Name.Manifest);

    /// <summary>Asks to install another manifest than that of the package that was delivered last.</summary>
    public void InstallAnother() => Install(_author.Make(Required(_package).Name.Number.Value + 1).Name.Manifest);

    /// <summary>The power fails, and comes back.</summary>
    public void LosePower() => Restart(Implementation.Crash);

    /// <summary>It is stopped in order, and started.</summary>
    public void StopInOrder() => Restart(Implementation.Stop);

    /// <summary>Nothing happens for so long.</summary>
    public void Wait(TimeSpan span) => Implementation.Pass(span);

    /// <summary>The trial period passes, and a little more.</summary>
    public void OutwaitTrial() => Wait(Used.TrialPeriod + Tick);

    /// <summary>The freshness limit passes, and a little more.</summary>
    public void OutwaitFreshness() => Wait(Used.FreshnessLimit + Tick);

    /// <summary>A part of the freshness limit passes.</summary>
    public void WaitFreshness(double part) => Wait(Used.FreshnessLimit * part);

    /// <summary>A part of the longest lifetime of a nonce passes.</summary>
    public void WaitLifetime(double part) => Wait(Used.NonceLifetime * part);

    /// <summary>The time between installation and restart passes, and the device comes up again.</summary>
    public void OutwaitRestart()
    {
        Wait(Used.RebootDelay + Tick);
        AwaitAnswer();
    }

    private Provisioned Used => Required(_provisioned);

    private Profile Profile => Required(_provisioning).Profile;

    private Author Authors => Required(_provisioning).Author;

    private Provisioning Plain(Profile profile, ulong number) => new(_device, _author, profile, number);

    private void SetUp(Provisioning provisioning)
    {
        (_package, _delivery, _want, _answer, _last) = (null, null, null, Reply.None, null);
        _acknowledged = 0;
        _reports.Clear();
        // What is of profile Core holds in both, and a device of profile Core is asked for no more.
        if (provisioning.Profile > Implementation.Profile) provisioning = provisioning with { Profile = Implementation.Profile };
        _provisioning = provisioning;
        _provisioned = Provisioning.Read(Implementation.Provision(provisioning.Write()));
        SwitchOn();
    }

    // A new device after the last one: all that was durable is gone.
    private void Replace(Provisioning provisioning)
    {
        Implementation.Reset(Random.Next() >> 12);
        SetUp(provisioning);
    }

    private void Install(Digest manifest) => Listen(Ask(new InstallRequest(manifest)));

    private void BeginTrial(ulong number, SelfTest behaviour)
    {
        Behave(behaviour);
        Deliver(number);
        Demand(Read(_answer) is DirectiveAnswer { Want: not null }, EvidenceClass.Wire, $"sequence number {number} is accepted", _answer);
        Complete();
        Install();
        Demand(Read(_answer) is InstallAnswer, EvidenceClass.Wire, "the answer that it is installed", _answer);
        Implementation.Pass(Used.RebootDelay);
    }

    private ImageBlock Wanted()
    {
        Demand(_want is not null, EvidenceClass.Wire, "a block that is wanted", _answer);
        var (package, want) = (Required(_package), _want!);
        var payload = package.Payloads.FirstOrDefault(known => Digest.Of(known.Span) == want.Payload);
        Demand(!payload.IsEmpty && want.Offset + want.Length <= (ulong)payload.Length && want.Length > 0, EvidenceClass.Wire, $"a want within the payloads of {package.Name}", want);
        return new ImageBlock(package.Name.Manifest, want.Payload, want.Offset, payload.Span.Slice((int)want.Offset, (int)want.Length).ToArray());
    }

    private void Restart(Action stop)
    {
        stop();
        _want = null;
        SwitchOn();
    }

    // A device that has just been switched on verifies what it boots, and answers nothing else before.
    private void SwitchOn()
    {
        Implementation.Start();
        AwaitAnswer();
    }

    private void AwaitAnswer()
    {
        if (!Implementation.Await(() => Read(Ask(new StatusRequest(), Moments)) is StatusReport, Patience)) throw new ObservationException("expected: a status report after power came; observed: none");
    }

    private Reply Ask(Message message, TimeSpan? patience = null) => Implementation.Ask(Link.Device, "communicator", message, patience);

    private static string Word(SelfTest behaviour) => behaviour switch
    {
        SelfTest.Passes => "passes",
        SelfTest.Fails => "fails",
        SelfTest.Hangs => "hangs",
        _ => "restarts",
    };

    private void Listen(Reply answer)
    {
        _answer = answer;
        _want = Read(answer) switch
        {
            DirectiveAnswer accepted => accepted.Want,
            BlockAnswer stored => stored.Want,
            _ => _want,
        };
    }
}
