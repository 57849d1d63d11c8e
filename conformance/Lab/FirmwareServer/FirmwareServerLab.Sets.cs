using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <content>Steps that go through many cases.</content>
public sealed partial class FirmwareServerLab
{
    // A line of the upper tester has at most 1 MiB, and base64 makes three bytes four.
    private const int MostTunnelled = 700 * 1024;

    // Refused by a device because of what it is, or what it runs; nothing that a server can know.
    private static readonly string[] OfDevices =
    [
        "class-other", "condition-", "device-other", "number-equal", "number-far", "number-largest", "number-lower", "number-zero", "room-",
        "unsupported-component", "unsupported-copy-checked", "vendor-",
    ];

    // What stands in the wrapper; adoption replaces it.
    private static readonly string[] OfWrappers =
    [
        "algorithm-", "manifest-", "signature-bit", "signature-none", "signature-stranger", "signature-tracker", "signature-with-domain",
        "right-beside-", "right-both-", "right-no-key-id", "right-esp256",
    ];

    private static readonly Dictionary<string, string[]> Sets = new()
    {
        ["whose form is wrong"] = ["encoding-", "element-", "malformed-", "number-negative", "signature-embedded"],
        ["without a vendor or class condition"] = ["missing-class-condition", "missing-vendor-"],
        ["without digest or size of a payload"] = ["missing-image-size", "missing-image-match"],
        ["outside of the profile"] =
        [
            "unsupported-", "limit-", "severed-", "missing-common", "missing-components", "missing-number", "missing-shared", "missing-uri",
            "missing-version",
        ],
    };

    private readonly List<(string Id, Reply Answer, ResultCode[] Codes)> _cases = [];

    /// <summary>Sends bytes that are no message, on both links: those beyond a limit, or the others.</summary>
    public void SendMalformed(bool beyondLimits)
    {
        _before = Listing(Tracker);
        foreach (var link in new[] { Link.Author, Link.Server })
        {
            foreach (var vector in Vectors.Malformed.Where(vector => vector.IsBeyondLimits == beyondLimits && IsCarried(link, vector.Bytes)))
            {
                ResultCode[] codes = beyondLimits ? [ResultCode.MalformedMessage, ResultCode.LimitExceeded, ResultCode.TooMuchData] : [ResultCode.MalformedMessage];
                var answer = Implementation.Ask(link, link == Link.Author ? AuthorName : Tracker, vector.Bytes);
                _cases.Add(($"{vector.Name} on the {Names.Of(link)} link", answer, codes));
            }
        }
    }

    /// <summary>Publishes every wrong package of a set of the specification's vectors.</summary>
    public void PublishVectors(string set)
    {
        _before = Listing(Tracker);
        if (!Sets.TryGetValue(set, out var names)) throw new SuiteErrorException($"no such set of packages: {set}");
        foreach (var vector in Vectors.Packages.Where(vector => vector.Result != ResultCode.Success && Begins(vector.Name, names) && !Begins(vector.Name, OfDevices)))
        {
            var answer = AskAuthor(new PublishRequest(Vectors.Adopt(vector, _workshop.Vendor, _workshop.Class)));
            ResultCode[] codes = [vector.Result, ResultCode.MalformedManifest, ResultCode.UnsupportedFormat, ResultCode.MissingElement, ResultCode.LimitExceeded];
            _cases.Add((vector.Name, answer, codes));
        }
    }

    /// <summary>Publishes every right package of the specification's vectors, each for a class of its own.</summary>
    public void SeesRightVectorsTaken() => Each(
        Vectors.Packages.Where(static vector => vector.Result == ResultCode.Success && !Begins(vector.Name, OfWrappers)), static vector => vector.Name, vector =>
        {
            var answer = AskAuthor(new PublishRequest(Vectors.Adopt(vector, _workshop.Vendor, _workshop.NextClass())));
            var images = vector.Images.Where(static image => !image.IsInside).Select(static image => new PayloadName(image.Digest, image.Size)).ToList();
            Demand(
                Read(answer) is PublishAnswer { Phase: PackagePhase.Staged or PackagePhase.Published } taken && taken.Missing.All(images.Contains),
                EvidenceClass.Wire, $"the answer that it is taken, and no other payload missing than {string.Join(", ", images)}", answer);
        });

    /// <summary>Every case was refused, with a fitting code and a word on what is wrong.</summary>
    public void SeesEachRefused() => Each(_cases, static one => one.Id, one =>
    {
        DemandRefusal(one.Answer, EvidenceClass.Wire, one.Codes);
        Demand(((Refusal)Read(one.Answer)!).Detail.Length > 0, EvidenceClass.Wire, "a refusal that names what is wrong", one.Answer);
    });

    /// <summary>Provokes refusals of every kind.</summary>
    public void ProvokeRefusals(string published, string withdrawn, string staged)
    {
        Provoke("an envelope that is not there", Ask(Tracker, new EnvelopeRequest(Digest.Of([1]))));
        Provoke("a payload that is not there", Ask(Tracker, new BlockRequest(Digest.Of([1]), 0, 1)));
        Provoke("a staged envelope", Ask(Tracker, new EnvelopeRequest(Package(staged).Manifest)));
        Provoke("a withdrawn envelope", Ask(Tracker, new EnvelopeRequest(Package(withdrawn).Manifest)));
        Provoke("a withdrawn package", AskAuthor(new PublishRequest(Package(withdrawn).Encoded)));
        Provoke("the withdrawal of nothing", AskAuthor(new WithdrawRequest(Digest.Of([1]))));
        Provoke("a lower number", AskAuthor(new PublishRequest(_workshop.Make(0, Shape.Plain).Encoded)));
        Provoke("a number twice", AskAuthor(new PublishRequest(_workshop.Make(Package(published).Number.Value, Shape.Plain).Encoded)));
        Provoke("no envelope", AskAuthor(new PublishRequest(Package(published).Payload)));
        Provoke("no message", Implementation.Ask(Link.Server, Tracker, (byte[])[0xc0]));
        Provoke("a wrong upload", Implementation.Upload(AuthorName, Package(staged).Named[0].Digest, (byte[])[1]));
        Provoke("a foreign message", Ask(Tracker, new StatusRequest()));

        void Provoke(string id, Reply answer) => _cases.Add((id, answer, []));
    }

    /// <summary>Every case was refused with a code that is a reason.</summary>
    public void SeesEachReasoned() => Each(_cases, static one => one.Id, one => Demand(
        Read(one.Answer) is Refusal refusal && Enum.IsDefined(refusal.Code) && refusal.Code is not (ResultCode.None or ResultCode.Success),
        EvidenceClass.Wire, "a refusal with a code of the vocabulary that is a reason", one.Answer));

    private bool IsCarried(Link link, Bytes bytes) => !Implementation.Hello.Tunnelled.Contains(link) || bytes.Length <= MostTunnelled;

    private static bool Begins(string name, string[] beginnings) => beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
