using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>What attackers on the tracker link relay in place of a report, by the words of the features.</summary>
internal static class ForgedReports
{
    /// <summary>The report that a device would sign, and what somebody makes of it who holds no key of the device.</summary>
    /// <param name="flaw">The words of the feature.</param>
    /// <param name="device">Whose report it pretends to be.</param>
    /// <param name="lie">What it is to say.</param>
    /// <param name="former">What the device really said last.</param>
    /// <param name="other">Another enrolled device.</param>
    public static Bytes Make(string flaw, ModelDevice device, DeviceReport lie, Bytes former, ModelDevice other) => flaw switch
    {
        "that a stranger signed" => Forgery.Sign(TestKeys.Stranger, lie),
        "that another enrolled device signed" => other.Sign(lie),
        "whose contents were changed" => Forgery.Rewrite(former, _ => lie),
        "whose signature was changed" => Changed(device.Sign(lie)),
        "that is signed as a directive" => SignedStatement.Sign(device.Key, Directive.Domain, Directive.ContentType, lie.Encode()),
        "that is signed for no purpose" => SignedStatement.Sign(device.Key, "", DeviceReport.ContentType, lie.Encode()),
        _ => throw new SuiteErrorException($"no such forgery: {flaw}"),
    };

    private static Bytes Changed(Bytes signed)
    {
        var bytes = signed.ToArray();
        bytes[^1] ^= 0x01;
        return bytes;
    }
}
