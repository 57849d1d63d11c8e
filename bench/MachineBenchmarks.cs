using BenchmarkDotNet.Attributes;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Benchmarks;

/// <summary>One step of a machine: a permitted input and a refused one.</summary>
[MemoryDiagnoser]
public class MachineBenchmarks
{
    private readonly CommunicatorMachine _machine = new(new CommunicatorConfiguration());
    private readonly CommunicatorState _asking;
    private readonly Input _report = new Input.Received(Link.Device, new StatusReport(new byte[300]), null, default);
    private readonly Input _late = new Input.TimerFired(TimerId.Trial);

    public MachineBenchmarks() => _asking = _machine.Handle(CommunicatorState.Initial, new Input.Started()).State;

    [Benchmark]
    public int Permitted() => _machine.Handle(_asking, _report).Outputs.Length;

    [Benchmark]
    public int Refused() => _machine.Handle(_asking, _late).Outputs.Length;
}
