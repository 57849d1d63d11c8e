using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>What they say and hear: reports, nonces, refusals, bytes.</content>
internal static partial class DeviceCoreMutants
{
    private static IEnumerable<Mutant> Speech() =>
    [
        // -- reports -----------------------------------------------------------------------------------------------------------
        Made("report-of-another-key", "signs its reports with another key", ["R-DC-03"], Design.Right with { Signer = static _ => TestKeys.Stranger }),
        Reporting("counter-constant", "counts no reports", ["R-DC-03"], static (_, report) => report with { Report = report.Report with { Counter = 7 } }),
        Reporting("total-wrong", "reports what it has received as the whole of the candidate", ["R-DC-02"], static (_, report) => report.Report.Candidate is { } candidate
            ? report with { Report = report.Report with { Candidate = candidate with { Total = candidate.Received } } } : report),
        Reporting("class-wrong", "reports another class than its own", ["R-DC-02"], static (_, report) => report with { Report = report.Report with { Class = new ClassId(Guid.Empty) } }),
        On("no-report-on-trial", "does not report while it is on trial", ["R-DC-02"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, _, reaction) => state.Phase == DevicePhase.Trial && reaction.Trigger == "StatusAsked" ? Refusing(state, reaction, ResultCode.NotNow) : reaction,
        }).Allowing("R-DC-27", "R-DC-29", "R-DC-33", "R-DC-35", "R-GEN-02", "R-DC-01"),
        Reporting("capacity-wrong", "reports slots of no capacity", ["R-DC-40"], static (_, report) => report with { Report = report.Report with { SlotCapacity = 0 } }),
        Reporting("outcome-first", "reports a refused package as its candidate", ["R-DC-02"], static (state, report) => report).Gossip(),

        // -- nonces ------------------------------------------------------------------------------------------------------------
        Fresh("nonce-constant", "uses the same nonce again and again", ["R-DC-41"], static _ => new Nonce((byte[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])).Allowing("R-DC-16", "R-DC-37", "R-DC-47"),
        Fresh("nonce-counted", "counts nonces up", ["R-DC-41"], static counter => new Nonce((byte[])[.. BitConverter.GetBytes(0x5A17_33C9_0B6E_D284UL), .. BitConverter.GetBytes(counter)])),
        Fresh("nonce-of-counter", "makes nonces of which both halves count", ["R-DC-41"], static counter => new Nonce((byte[])[.. BitConverter.GetBytes(counter * 0x9E37_79B9), .. BitConverter.GetBytes(counter)])),
        On("nonce-immortal", "does not end the lifetime of a nonce", ["R-DC-41"], static machine => machine.Without("NonceExpired")),
        On("nonce-short-lived", "ends a nonce with the first report that carries it", ["R-DC-03"], static machine => new Altered<DeviceCoreState>(machine)
        {
            Before = static (state, input) => (input is Input.Received { Message: StatusRequest } ? state with { Nonce = null } : state, input),
        }).Allowing("R-DC-16"),

        // -- refusals ----------------------------------------------------------------------------------------------------------
        Made("refuses-twice", "refuses what is not permitted twice", ["R-GEN-02"], Design.Right with { Say = static (_, bytes) => IsRefusal(bytes, ResultCode.NotNow) ? [bytes, bytes] : [bytes] }),
        Made("refuses-in-silence", "does not answer what is not permitted", ["R-GEN-02"], Design.Right with { Say = static (_, bytes) => IsRefusal(bytes, ResultCode.NotNow) ? [] : [bytes] }).Allowing("R-DC-24", "R-GEN-01", "R-GEN-04", "R-GEN-05", "R-GEN-06", "R-GEN-07"),
        Reacting("refuses-without-reason", "refuses an installation without a reason", ["R-GEN-06"], static (state, reaction) => Refusing(state, reaction, ResultCode.None), "InstallRefused").Allowing("R-DC-24", "R-GEN-02"),
        Made("code-unheard-of", "refuses blocks with a code of its own", ["R-GEN-06"], Design.Right with
        {
            // The array of the message, its tag, the array of its fields, then the code in three bytes.
            Say = static (_, bytes) => IsRefusal(bytes, ResultCode.UnexpectedBlock) ? [MessageCodec.Encode(new Refusal(ResultCode.InternalFault, "")).ToArray() is var other && (other[^2] = 0xFF) > 0 ? other : other] : [bytes],
        }).Allowing("R-DC-19", "R-DC-01"),
        Made("fickle", "wants blocks of another size each time", ["R-GEN-07"], Design.Right with { DeviceCore = Fickle() }),
        On("catalogue-served", "answers what a Firmware server is asked", ["R-GEN-01"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => input is Input.Received { Message: CatalogueRequest } ? new(state, [new Output.Send(Link.Device, new CatalogueAnswer([]))], reaction.Trigger) : reaction,
        }).Allowing("R-GEN-06", "R-GEN-07"),
        On("device-enrolled", "answers what a Status tracker is asked", ["R-GEN-01"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => input is Input.Received { Message: EnrolRequest enrol } ? new(state, [new Output.Send(Link.Device, new EnrolAnswer(enrol.Device))], reaction.Trigger) : reaction,
        }),

        // -- bytes -------------------------------------------------------------------------------------------------------------
        Hearing("bytes-behind", "ignores bytes behind a message", ["R-GEN-04"], DecodeFault.TrailingBytes),
        Hearing("numbers-longer", "takes numbers that are not in their shortest form", ["R-GEN-04"], DecodeFault.NotShortest),
        Hearing("fields-more", "ignores additional fields", ["R-GEN-04"], DecodeFault.WrongFieldCount).Allowing("R-GEN-05"),
        Hearing("lengths-unlimited", "takes byte strings that are too long", ["R-GEN-05"], DecodeFault.TooLong),
        Made("malformed-in-silence", "does not answer bytes that are no message", ["R-GEN-04"], Design.Right with { Say = static (_, bytes) => IsRefusal(bytes, ResultCode.MalformedMessage) ? [] : [bytes] }).Allowing("R-DC-15", "R-GEN-05", "R-GEN-06", "R-GEN-07"),
    ];

    private static bool IsRefusal(Bytes bytes, ResultCode code) => MessageCodec.Decode(bytes.Memory).Value is Refusal refusal && refusal.Code == code;

    private static Mutant Reporting(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceCoreState, Output.SendReport, Output.SendReport> change) => On(id, wrong, violates, machine => new Altered<DeviceCoreState>(machine)
    {
        After = (state, _, reaction) => reaction.Map(output => output is Output.SendReport report ? change(state, report) : output),
    });

    private static Mutant Fresh(string id, string wrong, IReadOnlyList<string> violates, Func<ulong, Nonce> nonce) => Made(id, wrong, violates, Design.Right with
    {
        DeviceCore = configuration =>
        {
            var drawn = 0UL;
            return new Altered<DeviceCoreState>(new DeviceCoreMachine(configuration)) { Before = (state, input) => (state, input is Input.Received received ? received with { Fresh = nonce(++drawn) } : input) };
        },
    });

    // What comes in some wrong way is heard as a question that is always answered.
    private static Mutant Hearing(string id, string wrong, IReadOnlyList<string> violates, DecodeFault fault) => Made(id, wrong, violates, Design.Right with
    {
        Hear = (_, bytes) => MessageCodec.Decode(bytes.Memory).Error?.Fault == fault ? MessageCodec.Encode(new StatusRequest()) : bytes,
    });

    private static Func<DeviceCoreConfiguration, IMachine<DeviceCoreState>> Fickle()
    {
        var made = 0;
        return configuration =>
        {
            var other = configuration with { BlockSize = made++ % 2 == 0 ? configuration.BlockSize : configuration.BlockSize / 2 };
            return new Altered<DeviceCoreState>(new DeviceCoreMachine(other))
            {
                After = (_, _, reaction) => reaction.Map(output => output is Output.SendReport report ? report with { Report = report.Report with { BlockSize = configuration.BlockSize } } : output),
            };
        };
    }

    // Remembers the last package that it refused, and reports it.
    private static Mutant Gossip(this Mutant mutant) => mutant with
    {
        Allows = ["R-DC-07", "R-DC-08", "R-DC-09", "R-DC-10", "R-DC-44", "R-DC-11", "R-DC-12", "R-DC-13", "R-DC-14", "R-DC-15", "R-DC-16", "R-DC-17", "R-DC-18", "R-DC-41", "R-DC-04", "R-DC-05", "R-DC-06", "R-GEN-02", "R-GEN-05", "R-GEN-06", "R-GEN-07", "R-GEN-12", "R-GEN-13", "R-GEN-16", "R-GEN-19", "R-GEN-20", "R-GEN-22", "R-DC-43", "R-DC-31"],
        Design = Design.Right with
        {
            DeviceCore = configuration =>
            {
                CandidateStatus? refused = null;
                return new Altered<DeviceCoreState>(new DeviceCoreMachine(configuration))
                {
                    After = (state, _, reaction) =>
                    {
                        if (reaction.Trigger == "UpdateRefused") refused = new CandidateStatus(new ImageName(new SequenceNumber(99), default), 0, 1);
                        return reaction.Map(output => output is Output.SendReport { Report.Candidate: null } report && state.Phase == DevicePhase.Idle ? report with { Report = report.Report with { Candidate = refused } } : output);
                    },
                };
            },
        },
    };
}
