using System.Numerics;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <content>Whether nonces are new each time and cannot be foretold, as far as a sample shows it.</content>
public sealed partial class DeviceCoreLab
{
    private readonly List<Nonce> _nonces = [];

    /// <summary>Collects nonces: each is spent before the next one.</summary>
    public void SpendNonces(int many)
    {
        for (var spent = 0; spent < many; spent++)
        {
            _nonces.Add(Report().Nonce);
            SayUpToDate();
            Demand(Read(_answer) is DirectiveAnswer, EvidenceClass.Wire, "the directive is believed", _answer);
        }
    }

    /// <summary>Collects nonces: the device restarts between them.</summary>
    public void RestartForNonces(int many)
    {
        for (var restarted = 0; restarted < many; restarted++)
        {
            LosePower();
            _nonces.Add(Report().Nonce);
        }
    }

    /// <summary>No two nonces are alike, in whole or in half.</summary>
    public void SeesDifferentNonces()
    {
        Demand(_nonces.Distinct().Count() == _nonces.Count, EvidenceClass.Wire, $"{_nonces.Count} different nonces", $"{_nonces.Distinct().Count()} different ones");
        Demand(Halves(0) == _nonces.Count && Halves(8) == _nonces.Count, EvidenceClass.Wire, "nonces of which no half comes twice", $"{Halves(0)} and {Halves(8)} different halves of {_nonces.Count}");
    }

    /// <summary>Nothing in the sample helps to foretell the next one: the bits are balanced, and no two steps from one to the next are alike.</summary>
    public void SeesUnpredictableNonces()
    {
        var bits = _nonces.Count * Nonce.Size * 8;
        var ones = _nonces.Sum(static nonce => nonce.Value.ToArray().Sum(static part => BitOperations.PopCount(part)));
        // Six standard deviations: chance alone goes beyond once in a thousand million runs.
        Demand(Math.Abs(ones - bits / 2.0) <= 3 * Math.Sqrt(bits), EvidenceClass.Wire, $"about {bits / 2} of {bits} bits set", ones);
        var steps = _nonces.Zip(_nonces.Skip(1), static (one, next) => unchecked(Number(next) - Number(one))).ToList();
        Demand(steps.Distinct().Count() == steps.Count, EvidenceClass.Wire, "steps between nonces that are not alike", $"{steps.Distinct().Count()} different steps of {steps.Count}");
    }

    private int Halves(int from) => _nonces.Select(nonce => Convert.ToHexString(nonce.Value.Span.Slice(from, Nonce.Size / 2))).Distinct().Count();

    private static UInt128 Number(Nonce nonce) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(nonce.Value.Span);
}
