using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation;

/// <summary>A Communicator in the hand of an attacker: it holds no key (R-CM-16), and says and does what it likes on both of its links.</summary>
public static class LyingCommunicator
{
    /// <summary>Tells the tracker that the device refused a manifest.</summary>
    public static Attacker ClaimsRefusal(string name, Digest manifest, ResultCode code) => Attacker.As<CheckIn>(
        name, "claims that the device refused", checkIn => checkIn with { RefusedManifest = manifest, RefusedCode = code });

    /// <summary>Rewrites the device's report, in the hope that nobody looks at the signature.</summary>
    public static Attacker RewritesReports(string name, Func<DeviceReport, DeviceReport> lie) => Attacker.As<CheckIn>(
        name, "rewrites reports", checkIn => checkIn with { SignedReport = Forgery.Rewrite(checkIn.SignedReport, lie) });

    /// <summary>Never tells the device what the tracker said.</summary>
    public static Attacker Withholds(string name) =>
        Attacker.On<DirectiveDelivery>($"{name} withholds directives", (packet, _) => packet.From == name ? [] : [packet]);

    /// <summary>Delivers the directive of its choice in place of the tracker's.</summary>
    public static Attacker Delivers(string name, Func<DirectiveDelivery, DirectiveDelivery> choice) =>
        Attacker.As(name, "delivers something else", choice);

    /// <summary>Delivers to its device what the tracker directed to another.</summary>
    public static Attacker SwapsDirectives(string name, string other)
    {
        DirectiveDelivery? overheard = null;
        return Attacker.On<DirectiveDelivery>($"{name} delivers the directives of {other}", (packet, delivery) =>
        {
            if (packet.From == other) overheard = delivery;
            return [packet.From == name && overheard is not null ? packet with { Message = overheard } : packet];
        });
    }

    /// <summary>Hands the tracker the reports of another device as its own.</summary>
    public static Attacker SwapsReports(string name, string other)
    {
        Bytes overheard = default;
        return Attacker.On<CheckIn>($"{name} sends the reports of {other}", (packet, checkIn) =>
        {
            if (packet.From == other) overheard = checkIn.SignedReport;
            return [packet.From == name && !overheard.IsEmpty ? packet with { Message = checkIn with { SignedReport = overheard } } : packet];
        });
    }

    /// <summary>Sends other blocks to the device than it wants.</summary>
    public static Attacker SendsBlocks(string name, Func<ImageBlock, ImageBlock> choice) => Attacker.As(name, "sends other blocks", choice);

    /// <summary>Asks to install right after the first block, whatever the device says.</summary>
    public static Attacker InstallsEarly(string name) => Attacker.On<ImageBlock>($"{name} asks to install early", (packet, block) => packet.From == name
        ? [packet, packet with { Message = new InstallRequest(block.Manifest), Delay = TimeSpan.FromMilliseconds(1) }]
        : [packet]);
}
