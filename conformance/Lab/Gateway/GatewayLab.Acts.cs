using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.Gateway;

/// <content>What devices and tracker do, and what is observed of the gateway.</content>
public sealed partial class GatewayLab
{
    // No device is meant by it.
    private static readonly Bytes Nobodys = new byte[] { 0xff };

    private int _blocksBefore;
    private List<int> _fetchedBefore = [];

    /// <summary>The tracker does not know batches.</summary>
    public void TrackerKnowsNoBatches() => RefuseBatches(ResultCode.MalformedMessage);

    /// <summary>The tracker refuses each batch.</summary>
    public void RefuseBatches(ResultCode code)
    {
        Mark();
        _batchAnswer = _ => new Refusal(code, "no batch");
    }

    /// <summary>The tracker refuses what the first device says, and nothing else.</summary>
    public void RefuseTheFirst()
    {
        _refused = _devices[0].Name;
        Mark();
    }

    /// <summary>What answers a batch is no answer to it.</summary>
    public void AnswerBatchesWith(string answer)
    {
        Mark();
        var told = new CheckInAnswer(DirectiveKind.Install, Digest.Of("manifest"u8), Nobodys, Bytes.Empty, 0);
        _batchAnswer = answer switch
        {
            "one answer too few" => batch => Told(batch.CheckIns.Count - 1, BatchedAnswer.Of(told)),
            "one answer too many" => batch => Told(batch.CheckIns.Count + 1, BatchedAnswer.Of(told)),
            "an answer and a refusal for each" => batch => Told(batch.CheckIns.Count, new BatchedAnswer(told, new Refusal(ResultCode.Busy, "both"))),
            "one answer for all" => _ => told,
            _ => throw new SuiteErrorException($"no such answer: {answer}"),
        };

        static CheckInBatchAnswer Told(int count, BatchedAnswer one) => new(new(Enumerable.Repeat(one, count)));
    }

    /// <summary>All devices, or all but the first, take the payload.</summary>
    public void Fetch(int from = 0)
    {
        Mark();
        foreach (var device in _devices.Skip(from)) device.Begin();
    }

    /// <summary>The devices have blocks of different sizes, and the last one has a part of the payload.</summary>
    public void FetchDifferently()
    {
        Mark();
        for (var number = 0; number < _devices.Count; number++)
        {
            _devices[number].BlockSize = (uint)(300 + (500 * number));
            _devices[number].Begin(number == _devices.Count - 1 ? (PayloadSize / 2) + 7 : 0);
        }
    }

    /// <summary>The first device takes it once more.</summary>
    public void FetchAgain()
    {
        Mark();
        _devices[0].Begin();
    }

    /// <summary>The devices take the payload; one answer of the tracker has a wrong byte.</summary>
    public void FetchDamaged()
    {
        _damage = 1;
        Fetch();
    }

    /// <summary>The first device behaves like this while the others take the payload.</summary>
    public void FetchBeside(string conduct)
    {
        _devices[0].Conduct = conduct;
        _devices[0].Begin();
        Fetch(1);
        _devices[0].Updates = true;
    }

    /// <summary>Check-ins of several devices come in one batch, unaltered.</summary>
    public void SeesBatch()
    {
        Implementation.Await(() => _requests.Exists(static count => count > 1), Implementation.Patience);
        Demand(_requests.Exists(static count => count > 1), EvidenceClass.Wire, "a batch with check-ins of several devices", $"{_requests.Count} requests with one each");
        Demand(_altered == 0, EvidenceClass.Wire, "each check-in has the report that its device signed", $"{_altered} reports that no device signed");
    }

    /// <summary>Since it was marked, each device, or each but the first, was given its own directive and none but that.</summary>
    public void SeesOwnDirectives(bool butTheFirst = false)
    {
        var devices = _devices.Skip(butTheFirst ? 1 : 0).ToList();
        Implementation.Await(() => devices.TrueForAll(static device => device.Given.Contains(device.Directive)), Implementation.Patience);
        foreach (var device in devices)
        {
            var others = device.Given.Where(given => given != device.Directive).ToList();
            Demand(others.Count == 0 && device.Given.Count > 0, EvidenceClass.Wire, $"{device.Name} is given the directive that is meant for it", others.Count > 0 ? $"{others.Count} of others" : "none");
        }
    }

    /// <summary>The first device is given nothing.</summary>
    public void SeesNothingForTheFirst() => Demand(_devices[0].Given.Count == 0, EvidenceClass.Wire, "no directive for who was refused", $"{_devices[0].Given.Count}");

    /// <summary>The gateway came again since, and nobody was given what is nobody's.</summary>
    public void SeesNothingOfIt()
    {
        var before = _requests.Count;
        Implementation.Await(() => _requests.Skip(before).Count(static count => count > 1) >= 2, Implementation.Patience);
        Demand(_requests.Count > before, EvidenceClass.Wire, "it checks in again", "it does not");
        var given = _devices.Count(static device => device.Given.Contains(Nobodys));
        Demand(given == 0, EvidenceClass.Wire, "no device is given what does not answer the batch", $"{given} devices are");
    }

    /// <summary>Every device, or every one but the first, has the payload, with its digest.</summary>
    public void SeesFetched(bool butTheFirst = false)
    {
        var from = butTheFirst ? 1 : 0;
        Implementation.Await(Have, Implementation.Patience);
        Demand(Have(), EvidenceClass.Wire, "the payload reaches the devices", $"{Enumerable.Range(from, _devices.Count - from).Count(Has)} of {_devices.Count - from} have it");

        bool Have() => Enumerable.Range(from, _devices.Count - from).All(Has);
        bool Has(int number) => !_devices[number].Updates && _devices[number].Fetched > 0;
    }

    /// <summary>The first device has it once more.</summary>
    public void SeesFetchedAgain()
    {
        Implementation.Await(() => _devices[0].Fetched > _fetchedBefore[0], Implementation.Patience);
        Demand(_devices[0].Fetched > _fetchedBefore[0], EvidenceClass.Wire, "the device has the payload once more", "it does not");
    }

    /// <summary>No byte was asked for twice.</summary>
    public void SeesEachByteOnce()
    {
        var asked = _blocks.Skip(_blocksBefore).Sum(static block => (long)block.Length);
        Demand(asked == PayloadSize, EvidenceClass.Wire, $"the {PayloadSize} bytes of the payload are asked for once", $"{asked} bytes in {_blocks.Count - _blocksBefore} requests");
    }

    /// <summary>The whole payload was asked for since: it was not kept.</summary>
    public void SeesAskedForAgain()
    {
        var asked = _blocks.Skip(_blocksBefore).Sum(static block => (long)block.Length);
        Demand(asked >= PayloadSize / 2, EvidenceClass.Wire, "what does not fit into the cache is asked for again", $"{asked} bytes of {PayloadSize}");
    }

    /// <summary>Nothing was asked for since.</summary>
    public void SeesNothingAskedFor() =>
        Demand(_blocks.Count == _blocksBefore, EvidenceClass.Wire, "nothing of the payload is asked for again", $"{_blocks.Count - _blocksBefore} requests");

    private void Mark()
    {
        foreach (var device in _devices) device.Given.Clear();
        _blocksBefore = _blocks.Count;
        _fetchedBefore = [.. _devices.Select(static device => device.Fetched)];
    }
}
