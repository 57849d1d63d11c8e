using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>How a Firmware server that the suite plays behaves.</summary>
internal enum ServerBehaviour
{
    /// <summary>As it should.</summary>
    Answers,
    /// <summary>Breaks every request off.</summary>
    BreaksOff,
    /// <summary>Never answers.</summary>
    IsSilent,
    /// <summary>Refuses every request.</summary>
    Refuses,
    /// <summary>Answers with bytes that are no message.</summary>
    Babbles,
}

/// <summary>One package in the catalogue of a server.</summary>
/// <param name="Entry">What the catalogue says.</param>
/// <param name="Envelope">The envelope that it hands out for it.</param>
/// <param name="Payloads">The payloads.</param>
internal sealed record Listing(CatalogueEntry Entry, Bytes Envelope, Sequence<Bytes> Payloads)
{
    /// <summary>As an honest server lists a package.</summary>
    public static Listing Of(SimulatedPackage package) => Of(package, package.Envelope);

    /// <summary>The same package in another envelope.</summary>
    public static Listing Of(SimulatedPackage package, Bytes envelope) => new(
        new CatalogueEntry(
            package.Name.Manifest, package.Name.Number, package.Vendor, package.Class, (uint)envelope.Length,
            new Sequence<PayloadName>(package.Payloads.Select(static payload => new PayloadName(Digest.Of(payload.Span), (ulong)payload.Length)))),
        envelope,
        package.Payloads);
}

/// <summary>A Firmware server that the suite plays: a catalogue, envelopes and payloads, and a behaviour.</summary>
internal sealed class ModelServer(string name)
{
    private readonly List<Listing> _listings = [];
    private readonly HashSet<Bytes> _handedOut = [];
    private bool _isRead;

    /// <summary>Its name for the implementation.</summary>
    public string Name { get; } = name;

    /// <summary>How it behaves from now on.</summary>
    public ServerBehaviour Behaviour { get; set; }

    /// <summary>What it says when it babbles.</summary>
    public Bytes Babble { get; set; } = new byte[] { 0xc1 };

    /// <summary>How often the catalogue was asked for.</summary>
    public int CataloguesAsked { get; private set; }

    /// <summary>Requests that no Firmware server is asked.</summary>
    public int StrangeRequests { get; private set; }

    /// <summary>True when the tracker has read the catalogue as it is now.</summary>
    public bool IsRead => _isRead || Behaviour != ServerBehaviour.Answers;

    /// <summary>True when the tracker has every envelope of the catalogue, too.</summary>
    public bool IsKnown => IsRead && (Behaviour != ServerBehaviour.Answers || _listings.All(listing => _handedOut.Contains(listing.Envelope)));

    /// <summary>Lists a package more.</summary>
    public void List(Listing listing)
    {
        _listings.Add(listing);
        _isRead = false;
    }

    /// <summary>Lists a package no more.</summary>
    public void Remove(Digest manifest)
    {
        _listings.RemoveAll(listing => listing.Entry.Manifest == manifest);
        _isRead = false;
    }

    /// <summary>The catalogue must be read anew before it counts as known.</summary>
    public void Refresh() => _isRead = false;

    /// <summary>The tracker asks.</summary>
    public Reply Reply(Asked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (asked.Message is CatalogueRequest) CataloguesAsked++;
        else if (asked.Message is not (EnvelopeRequest or BlockRequest)) StrangeRequests++;
        return Behaviour switch
        {
            ServerBehaviour.BreaksOff => Attachment.Reply.BrokenOff,
            ServerBehaviour.IsSilent => Attachment.Reply.None,
            ServerBehaviour.Refuses => Say(new Refusal(ResultCode.InternalFault, "out of order")),
            ServerBehaviour.Babbles => new Reply.Answered(Babble),
            _ => Say(Answer(asked.Message)),
        };
    }

    private Message Answer(Message? request)
    {
        switch (request)
        {
            case CatalogueRequest:
                _isRead = true;
                return new CatalogueAnswer(new Sequence<CatalogueEntry>(_listings.Select(static listing => listing.Entry)));
            case EnvelopeRequest wanted when _listings.Find(listing => listing.Entry.Manifest == wanted.Manifest) is { } listing:
                _handedOut.Add(listing.Envelope);
                return new EnvelopeAnswer(listing.Envelope);
            case BlockRequest wanted when Payload(wanted.Payload) is { IsEmpty: false } payload && wanted.Offset + wanted.Length <= (ulong)payload.Length:
                return new Block(wanted.Payload, wanted.Offset, (ulong)payload.Length, payload.Span.Slice((int)wanted.Offset, (int)wanted.Length).ToArray());
            default:
                return new Refusal(ResultCode.NotAvailable, "not here");
        }
    }

    private Bytes Payload(Digest digest) => _listings.SelectMany(static listing => listing.Payloads).FirstOrDefault(payload => Digest.Of(payload.Span) == digest);

    private static Reply.Answered Say(Message message) => new(MessageCodec.Encode(message));
}
