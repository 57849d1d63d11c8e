using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>One life of a device that ends without a word to whoever waits for an outcome.</summary>
internal sealed class ForgetfulFront : IDeviceFront
{
    private readonly MachineLoop<DeviceCoreState> _loop;

    public ForgetfulFront(HuntedDevice device)
    {
        var performer = new DevicePerformer(
            DeviceCast.Configuration.Device, device.Flash, DeviceCast.DeviceKey, device.SelfTest, device.Surroundings, NullLogger.Instance);
        _loop = new MachineLoop<DeviceCoreState>(
            device.Machine,
            DeviceCoreState.Initial,
            performer,
            device.Surroundings.Clock,
            (before, input, reaction) =>
            {
                performer.Note(input, reaction.State);
                device.Surroundings.TellPhases("device", "forgetful", before.Phase, reaction.State.Phase);
            },
            performer.StillMeant);
        performer.Post = input => _loop.PostAsync(input);
        performer.Restart = _loop.Abandon;
    }

    public void Start(DeviceRecord? record)
    {
        _loop.Start();
        _ = _loop.PostAsync(new Input.PoweredOn(record));
    }

    public async Task<Message?> AnswerAsync(Message request, CancellationToken cancellation)
    {
        var asker = new Asker();
        await _loop.PostAsync(new Input.Received(Link.Device, request, PatientClock.Always, new Nonce(new byte[Nonce.Size])), asker);
        return await asker.Answer;
    }

    public Task StopAsync() => _loop.StopAsync();

    public async ValueTask DisposeAsync() => await _loop.DisposeAsync();
}
