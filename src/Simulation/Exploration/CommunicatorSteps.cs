using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>Takes one input through a Communicator.</summary>
internal sealed class CommunicatorSteps(Machines machines)
{
    /// <summary>The link on which it waits for an answer; null in Waiting.</summary>
    public static Link? Awaited(CommunicatorState state) => state.Phase switch
    {
        Phase.AskingStatus or Phase.Delivering or Phase.Forwarding or Phase.RequestingInstall => Link.Device,
        Phase.CheckingIn or Phase.Fetching => Link.Tracker,
        _ => null,
    };

    /// <summary>The Communicator handles the input; <paramref name="letter"/> is the message that brought it, if one did.</summary>
    public void Handle(CheckedWorld world, int device, Input input, Letter? letter, StepRecord record)
    {
        var before = world.Communicators[device].State;
        var reaction = machines.Communicator.Handle(before, input);
        record.Handled("Communicator", $"C{device + 1}", before, reaction, static state => state.Phase.ToString());

        // Pauses are time, and time is not measured.
        world.Communicators[device] = new(reaction.State with { Interval = TimeSpan.Zero, Failures = 0 });
        foreach (var send in reaction.Outputs.OfType<Output.Send>())
        {
            var down = send.Link == Link.Device;
            world.Send(down ? Direction.Down : Direction.Ask, device, Carry(send.Message, letter));
            record.Add(new SentMessage($"C{device + 1}", down ? $"D{device + 1}" : "T", send.Message));
        }
    }

    /// <summary>The Communicator crashes and starts again: it has nothing durable (R-CM-19).</summary>
    public static void Restart(CheckedWorld world, int device) => world.Communicators[device] = CommunicatorPart.Initial;

    // What it passes on unaltered was opened when it was made.
    private static Letter Carry(Message message, Letter? source) => message switch
    {
        CheckIn checkIn when source is { Message: StatusReport report } && report.SignedReport == checkIn.SignedReport =>
            new(message, source.Report, source.ReportIsTrue, null, false),
        DirectiveDelivery delivery when source is { Message: CheckInAnswer answer } && answer.Directive == delivery.Directive =>
            new(message, null, false, source.Directive, source.DirectiveIsTrue),
        _ => Letter.Plain(message),
    };
}
