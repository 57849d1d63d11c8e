using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A Device core in the decisive minutes of an update, asked from several sides, restarted and switched off.</summary>
internal static class DeviceScenarios
{
    private static readonly DeviceFaults None = new();

    // Made before the first run, in which nothing but the race may differ from the others.
    private static readonly byte[] Verified = DeviceCast.Verified;
    private static readonly byte[] AwaitingBoot = DeviceCast.AwaitingBoot;

    public static IReadOnlyList<Scenario> All { get; } = [Cancelling(None), Superseding(None), Stopping(None), Asking(None)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "flash-acknowledges-before-it-stores",
            "The medium says that it has stored what it is about to store.",
            Cancelling(None with { Medium = static flash => new HastyMedium(flash) }),
            "I-13"),
        new(
            "update-taken-up-during-trial",
            "A directive that comes in the last moment of a trial is judged as if the trial were over.",
            Superseding(None with { Machine = static machine => new ImpatientMachine(machine) }),
            "I-14"),
        new(
            "device-forgets-who-waits",
            "Whoever waits for the outcome of an installation is forgotten when the device is switched off.",
            Stopping(None with { Medium = static flash => new MemoryMedium(flash, watched: false), Front = static device => new ForgetfulFront(device) }),
            "Deadlock"),
        new(
            "second-asker-displaces-the-first",
            "The answer goes to whoever asked last.",
            Asking(None with { Front = static device => new OneEarFront(device) }),
            "Deadlock"),
    ];

    private static Scenario Cancelling(DeviceFaults faults) => new(
        "cancel-against-install-and-confirm",
        Subject.Hosts,
        "A directive cancels package 2 while its installation is asked for, and then against restart, self-test and the end of the trial.",
        ["I-13", "I-04", "I-14", "I-23", "R-DC-35"],
        3_000,
        async runtime =>
        {
            var device = new HuntedDevice(Verified, faults, PassesOrNot(runtime.RandomBoolean));
            device.Start();
            await device.ReachedAsync(DevicePhase.Verified);
            var installing = Task.Run(() => device.AskAsync(new InstallRequest(DeviceCast.Packages[1].Name.Manifest)));
            var cancelling = Task.Run(CancelAsync);
            await installing;
            var cancelled = await cancelling;
            await device.ReachedAsync(DevicePhase.Idle);
            await device.EndAsync(inOrder: true);
            var record = device.CutRecord();
            Demand.That(record.Candidate is null, "I-21", "the update did not end");
            if (cancelled is not null) Demand.That(record.Confirmed == cancelled.Confirmed, "I-13", "an acknowledged cancellation was undone");
            device.DemandSoundTrace();

            async Task<DeviceRecord?> CancelAsync()
            {
                if (await device.DirectAsync(DirectiveKind.Cancel, 2) is not DirectiveAnswer { Phase: DevicePhase.Idle }) return null;
                var left = device.CutRecord();
                Demand.That(left.Candidate is null, "I-13", "the cancellation is acknowledged, and a loss of power now undoes it");
                return left;
            }
        });

    private static Scenario Superseding(DeviceFaults faults) => new(
        "second-update-during-trial",
        Subject.Hosts,
        "Package 3 is offered again and again while package 2 is on trial, is confirmed, fails, or runs out of time.",
        ["I-14", "I-04", "I-05", "I-23", "R-DC-33"],
        3_000,
        async runtime =>
        {
            var device = new HuntedDevice(AwaitingBoot, faults, PassesOrNot(runtime.RandomBoolean));
            var trial = device.ReachedAsync(DevicePhase.Trial);
            device.Start();
            await trial;
            var accepted = false;
            for (var attempt = 0; attempt < 3 && !accepted; attempt++) accepted = await device.DirectAsync(DirectiveKind.Install, 3) is DirectiveAnswer { Phase: DevicePhase.VerifyingImage };
            await device.ReachedAsync(accepted ? DevicePhase.Verified : DevicePhase.Idle);
            await device.EndAsync(inOrder: true);
            var record = device.CutRecord();
            Demand.That(
                record.Candidate is null || record.Candidate.Image.Slot != record.Confirmed.Slot, "I-05", "the candidate stands in the slot of the confirmed image");
            if (accepted)
            {
                Demand.That(record.LastOutcome?.Image == DeviceCast.Packages[1].Name, "I-14", "package 3 took the place of package 2 while that was on trial");
                Demand.That(record.Candidate?.Image.Name == DeviceCast.Packages[2].Name, "I-14", $"package 3 was accepted, and the candidate is another");
            }

            device.DemandSoundTrace();
        });

    private static Scenario Stopping(DeviceFaults faults) => new(
        "device-stopped-while-installing",
        Subject.Hosts,
        "The device is switched off, in order or at once, while an installation is asked for.",
        ["I-13", "I-21", "I-08", "R-GEN-03"],
        3_000,
        async runtime =>
        {
            var device = new HuntedDevice(Verified, faults, static () => Task.FromResult(true));
            var inOrder = runtime.RandomBoolean();
            device.Start();
            if (runtime.RandomBoolean()) await device.ReachedAsync(DevicePhase.Verified);
            var package = DeviceCast.Packages[1].Name;
            var installing = Task.Run(() => device.AskAsync(new InstallRequest(package.Manifest)));
            await device.EndAsync(inOrder);
            var answer = await installing;
            var flash = device.Cut();
            var record = DeviceCast.RecordOn(flash)!;
            var stage = record.Candidate?.Stage;
            if (answer is InstallAnswer)
                Demand.That(stage >= CandidateStage.AwaitingBoot || record.LastOutcome?.Image == package, "I-13", $"the installation is acknowledged, and the record says {stage}");
            device.DemandSoundTrace();

            var again = new HuntedDevice(flash, None, static () => Task.FromResult(true));
            again.Start();
            await again.ReachedAsync(stage is CandidateStage.Verified or CandidateStage.Installing ? DevicePhase.Verified : DevicePhase.Idle);
            await again.EndAsync(inOrder: true);
            again.DemandSoundTrace();
        });

    private static Scenario Asking(DeviceFaults faults) => new(
        "restart-while-asked",
        Subject.Hosts,
        "Three ask for the status while the device begins its trial, ends it and restarts.",
        ["I-21", "R-GEN-02", "I-16"],
        3_000,
        async runtime =>
        {
            var device = new HuntedDevice(AwaitingBoot, faults, PassesOrNot(runtime.RandomBoolean));
            device.Start();
            var asking = Enumerable.Range(0, 3).Select(_ => Task.Run(() => device.AskAsync(new StatusRequest()))).ToArray();
            foreach (var answer in await Task.WhenAll(asking))
            {
                // None, when the question met a restart.
                Demand.That(answer is null or StatusReport or Refusal { Code: ResultCode.NotNow }, "R-GEN-02", $"a question for the status is answered by {answer}");
            }

            var counters = asking.Select(static asked => asked.Result).OfType<StatusReport>().Select(static report => DeviceCast.Read(report).Counter).ToList();
            Demand.That(counters.Distinct().Count() == counters.Count, "R-GEN-02", "two got the same answer");
            await device.ReachedAsync(DevicePhase.Idle);
            await device.EndAsync(inOrder: true);
            device.DemandSoundTrace();
        });

    private static Func<Task<bool>> PassesOrNot(Func<bool> choose) => async () =>
    {
        // Two delays: a trial takes its time.
        await Task.Delay(1);
        await Task.Delay(1);
        return choose();
    };

    /// <summary>Judges offers during the trial as in phase Idle.</summary>
    private sealed class ImpatientMachine(IMachine<DeviceCoreState> machine) : IMachine<DeviceCoreState>
    {
        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            var taken = input is Input.Received { Message: DirectiveDelivery } && state.Phase == DevicePhase.Trial
                ? state with { Phase = DevicePhase.Idle, Record = state.Record! with { Candidate = null } }
                : state;
            return machine.Handle(taken, input);
        }
    }

    /// <summary>There is one place for whoever waits for an answer.</summary>
    private sealed class OneEarFront(HuntedDevice device) : IDeviceFront
    {
        private readonly ShippedFront _device = new(device);
        private readonly object _gate = new();
        private TaskCompletionSource<Message?>? _asker;

        public void Start(DeviceRecord? record) => _device.Start(record);

        public async Task<Message?> AnswerAsync(Message request, CancellationToken cancellation)
        {
            var asker = new TaskCompletionSource<Message?>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate) _asker = asker;
            var answer = await _device.AnswerAsync(request, cancellation);
            lock (_gate) _asker?.TrySetResult(answer);
            return await asker.Task;
        }

        public Task StopAsync() => _device.StopAsync();

        public ValueTask DisposeAsync() => _device.DisposeAsync();
    }
}
