using System.Security.Authentication;
using System.Text;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.Protection;

/// <content>What is observed: answers, certificates, what follows from a request that must not be granted, files and pages.</content>
public sealed partial class ProtectionLab
{
    private static readonly UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private Func<Message?, bool> _granted = static _ => false;

    /// <inheritdoc/>
    public override void Probe()
    {
        _asked?.Behave(Who.Read(Implementation.Role == Role.Communicator ? "a Status tracker with a right certificate" : "a Firmware server with a right certificate").Conduct(Material));
        ExchangesAsUsual();
    }

    /// <summary>What was asked for last is granted.</summary>
    public void SeesGranted() => Demand(_granted(Read(_answer)), EvidenceClass.Wire, "that it is granted", _answer);

    /// <summary>What was asked for last is not granted: the link is broken off, or the answer is a refusal that says so.</summary>
    public void SeesNothingButARefusal() => Demand(
        _answer is not Reply.Answered || Read(_answer) is Refusal { Code: ResultCode.PeerNotTrusted or ResultCode.NotAllowed }, EvidenceClass.Wire, "that the link is broken off, or a refusal because of PeerNotTrusted or NotAllowed", _answer);

    /// <summary>The catalogue lists the last package, or does not.</summary>
    public void SeesListed(bool listed)
    {
        Try("a Status tracker with a right certificate", "ask for the catalogue");
        var catalogue = Read(_answer) as CatalogueAnswer ?? throw new ObservationException($"expected: the catalogue; observed: {Show(_answer)}");
        Demand(
            catalogue.Entries.Any(entry => entry.Manifest == LastPackage.Name.Manifest) == listed, EvidenceClass.Effect,
            $"{LastPackage.Name} is {(listed ? "" : "not ")}listed", $"{catalogue.Entries.Count} packages, of them {catalogue.Entries.Count(entry => entry.Vendor == _author.Vendor)} of this vendor");
    }

    /// <summary>The Status tracker knows the device of the last enrolment, or does not.</summary>
    public void SeesKnown(bool known)
    {
        var entries = Track();
        Demand(entries.Any(entry => entry.Device == Required(_enrolment).Device) == known, EvidenceClass.Effect, $"the device is {(known ? "" : "not ")}enrolled", $"{entries.Count} devices");
    }

    /// <summary>The record of the device is what it was before the last check-in.</summary>
    public void SeesRecordUnchanged()
    {
        var now = Track().Single(entry => entry.Device == Required(_enrolment).Device);
        Demand(now == Required(_record), EvidenceClass.Effect, "the record of the device as it was", now);
    }

    /// <summary>Enrols a device and lets it check in: its record is kept for comparison.</summary>
    public void EnrolAndCheckIn()
    {
        Try("an operator with a right certificate", "enrol a device");
        SeesGranted();
        Try("a Communicator with a right certificate", "check in");
        SeesGranted();
        _record = Track().Single(entry => entry.Device == Required(_enrolment).Device);
    }

    private TrackEntry? _record;

    /// <summary>Whoever asked the peer that the suite plays showed a certificate of this role, over TLS 1.3.</summary>
    public void SeesCertificate(LinkRole role)
    {
        IsAsked();
        var shown = Required(_asked).Requests[^1];
        Demand(shown.Protocol == SslProtocols.Tls13, EvidenceClass.Wire, "TLS 1.3", shown.Protocol);
        Demand(
            shown.Certificate is { } certificate && Material.Believes(certificate, role, isServer: false), EvidenceClass.Wire, $"a certificate of a {role} that the authority issued", shown.Certificate?.Subject);
    }

    /// <summary>Nothing was sent to the peer that the suite plays since it shows what must not be believed.</summary>
    public void SeesNothingSent()
    {
        var sent = Required(_asked).Requests.Count - _before;
        Demand(sent == 0, EvidenceClass.Wire, "that nothing is sent", $"{sent} requests");
    }

    /// <summary>Nobody but their owner has any right on the files with private keys.</summary>
    public void SeesKeyFilesOfTheirOwner()
    {
        if (OperatingSystem.IsWindows()) throw new UpperTesterException(UpperTesterError.Unimplemented, "rights of files are looked at on Unix only");
        foreach (var file in KeyFiles())
        {
            var mode = File.GetUnixFileMode(file);
            Demand((mode & Others) == 0, EvidenceClass.Effect, $"that {Path.GetFileName(file)} is for its owner only", $"mode {Convert.ToString((int)mode, 8)}");
        }
    }

    /// <summary>Nothing that was said or logged holds a part of a private key.</summary>
    public void SeesNoKeyOutside()
    {
        var secrets = KeyFiles().SelectMany(Secret.InKeyFile).ToList();
        if (secrets.Count == 0) throw new UpperTesterException(UpperTesterError.Unimplemented, "no private key can be read from the key files");
        foreach (var secret in secrets)
        {
            var said = Implementation.Exchanges.Where(static exchange => exchange.From == "implementation").Select(static exchange => exchange.Bytes).Concat(_heard).ToList();
            Demand(!said.Any(bytes => secret.IsIn(bytes.Span)), EvidenceClass.Wire, $"no message with {secret.Name}", "one of the messages");
        }

        LookThrough(secrets);
    }

    /// <summary>Logs and pages hold no key, no image and no envelope.</summary>
    public void SeesNothingSecretInLogsAndPages()
    {
        var secrets = KeyFiles().SelectMany(Secret.InKeyFile).ToList();
        secrets.Add(new Secret("the envelope", LastPackage.Envelope));
        secrets.Add(new Secret("the image", LastPackage.Payload));
        LookThrough(secrets);
    }

    private void LookThrough(IReadOnlyList<Secret> secrets)
    {
        var evidence = Implementation.Evidence();
        var places = new List<(EvidenceClass Evidence, string Name, byte[] Content)>();
        places.AddRange(Fields.Texts(evidence, "files").Select(static file => (EvidenceClass.Effect, Path.GetFileName(file), ReadShared(file))));
        places.AddRange(Fields.Texts(evidence, "pages").Select(page => (EvidenceClass.Effect, page, Fetch(page))));
        // What the upper tester tells of the log is its own word, and needed only where there is nothing that the suite can read itself.
        var told = Encoding.UTF8.GetBytes(Fields.OptionalText(evidence, "log") ?? "");
        if (places.Count == 0 || secrets.Any(secret => secret.IsIn(told))) places.Add((EvidenceClass.SelfReport, "the log", told));
        foreach (var (seen, name, content) in places)
        {
            var found = secrets.FirstOrDefault(secret => secret.IsIn(content));
            Demand(found is null, seen, $"no secret in {name}", found is null ? $"none in {content.Length} bytes" : found.Name);
        }
    }

    private IReadOnlyList<string> KeyFiles()
    {
        var files = Fields.Texts(Implementation.Query("keys"), "files");
        if (files.Count == 0) throw new UpperTesterException(UpperTesterError.Unimplemented, "it names no key files that can be looked at");
        var missing = files.FirstOrDefault(static file => !File.Exists(file));
        return missing is null ? files : throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected a key file at {missing}, as the answer to the query 'keys' says; there is none.");
    }

    private IReadOnlyList<TrackEntry> Track()
    {
        Try("an operator with a right certificate", "ask where the devices are");
        return Read(_answer) is TrackAnswer answer ? [.. answer.Entries] : throw new ObservationException($"expected: the devices; observed: {Show(_answer)}");
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private byte[] Fetch(string page)
    {
        using var client = new HttpClient { Timeout = Implementation.Patience };
        try
        {
            return client.GetByteArrayAsync(new Uri(page)).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            throw new AttachmentException(AttachmentFault.WrongAnswer, $"Expected a page at {page}, as the answer to 'evidence' says, but: {exception.Message}");
        }
    }
}
