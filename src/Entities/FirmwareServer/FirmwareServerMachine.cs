using System.Collections.Immutable;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using Stateless;
using Phase = SecUpIoT.Protocol.PackagePhase;

namespace SecUpIoT.Entities.FirmwareServer;

/// <summary>Which authors a Firmware server publishes for.</summary>
/// <param name="AuthorAnchors">Keys whose packages are taken in (R-FS-03).</param>
public sealed record FirmwareServerConfiguration(IReadOnlyList<IVerifier> AuthorAnchors);

/// <summary>What a Firmware server holds of one package: nothing, or its record. All of it is durable.</summary>
public sealed record PackageState(PackageRecord? Record)
{
    /// <summary>Unknown here.</summary>
    public static PackageState Initial { get; } = new((PackageRecord?)null);

    /// <summary>Where the package stands.</summary>
    public PackagePhase Phase => Record?.Phase ?? PackagePhase.Absent;
}

/// <summary>What can have happened to a package (spec/machines/firmware-server.md).</summary>
public enum Trigger
{
    /// <summary>The author publishes it; payloads are missing.</summary>
    PackageStaged,
    /// <summary>The author publishes it, or the last payload came: it is complete.</summary>
    PackageCompleted,
    /// <summary>The author publishes it again.</summary>
    PublishRepeated,
    /// <summary>The envelope is not acceptable.</summary>
    PublishRefused,
    /// <summary>One of several missing payloads came.</summary>
    PayloadArrived,
    /// <summary>The author withdraws it.</summary>
    WithdrawAccepted,
    /// <summary>A Status tracker asks for the envelope.</summary>
    EnvelopeAsked,
    /// <summary>A Status tracker asks for bytes of a payload of this package.</summary>
    BlockAsked,
    /// <summary>A Status tracker asks for bytes that do not belong to this package.</summary>
    BlockRefused,
    /// <summary>Something that means nothing to a Firmware server.</summary>
    Unexpected,
}

/// <summary>
/// Firmware server: distributes firmware packages (LS-11, R-FS-19), here one of them. It holds no signing key (R-FS-17): what it hands out is what the
/// author signed. The table repeats spec/machines/firmware-server.md.
/// </summary>
public sealed class FirmwareServerMachine : IMachine<PackageState>
{
    private readonly FirmwareServerConfiguration _configuration;
    private readonly StateMachine<Phase, Trigger> _table;
    private readonly Dictionary<Trigger, StateMachine<Phase, Trigger>.TriggerWithParameters<Fact>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private PackageState _state = PackageState.Initial;
    private Phase _phase;

    /// <summary>A machine for packages of these authors.</summary>
    public FirmwareServerMachine(FirmwareServerConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _table = new(() => _phase, phase => _phase = phase);
        foreach (var trigger in Enum.GetValues<Trigger>()) _on[trigger] = _table.SetTriggerParameters<Fact>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(RefusalOf(phase), $"{trigger} in phase {phase}"))); // R-GEN-02, R-FS-08, R-FS-18

        _table.Configure(Phase.Absent)
            .Permit(Trigger.PackageStaged, Phase.Staged)                                    // R-FS-04
            .Permit(Trigger.PackageCompleted, Phase.Published)                              // R-FS-04
            .InternalTransition(_on[Trigger.PublishRefused], (fact, _) => Refuse(fact));    // R-FS-02, R-FS-03, R-FS-05, R-FS-06

        _table.Configure(Phase.Staged)
            .OnEntryFrom(_on[Trigger.PackageStaged], Take, "store the envelope, persist, answer what is missing")
            .Permit(Trigger.PackageCompleted, Phase.Published)                              // R-FS-04
            .InternalTransition(_on[Trigger.PayloadArrived], (fact, _) => Save(fact.Record!)) // R-FS-04, R-FS-10
            .InternalTransition(_on[Trigger.PublishRepeated], (_, _) => AnswerPublish())    // R-FS-11
            .InternalTransition(_on[Trigger.PublishRefused], (fact, _) => Refuse(fact))     // R-FS-02, R-FS-03, R-FS-05, R-FS-06
            .Permit(Trigger.WithdrawAccepted, Phase.Withdrawn);                             // R-FS-08

        _table.Configure(Phase.Published)
            .OnEntryFrom(_on[Trigger.PackageCompleted], Publish, "store, persist, answer")
            .InternalTransition(_on[Trigger.PublishRepeated], (_, _) => AnswerPublish())    // R-FS-11
            .InternalTransition(_on[Trigger.PublishRefused], (fact, _) => Refuse(fact))     // R-FS-02, R-FS-03
            .InternalTransition(_on[Trigger.EnvelopeAsked], (_, _) => Emit(new Output.ServeEnvelope(_state.Record!.Image.Manifest))) // R-FS-16
            .InternalTransition(_on[Trigger.BlockAsked], (fact, _) => Serve(fact))          // R-FS-07
            .InternalTransition(_on[Trigger.BlockRefused], (fact, _) => Refuse(fact))       // R-FS-18
            .Permit(Trigger.WithdrawAccepted, Phase.Withdrawn);                             // R-FS-08

        _table.Configure(Phase.Withdrawn)
            .OnEntryFrom(_on[Trigger.WithdrawAccepted], _ => Withdraw(), "persist, answer")
            .InternalTransition(_on[Trigger.PublishRefused], (fact, _) => Refuse(fact))     // R-FS-02, R-FS-03, R-FS-08
            .InternalTransition(_on[Trigger.WithdrawAccepted], (_, _) => AnswerWithdraw()); // R-FS-11
    }

    /// <inheritdoc/>
    public Reaction<PackageState> Handle(PackageState state, Input input)
    {
        _state = state;
        _phase = state.Phase;
        _outputs.Clear();
        var fact = PackageJudge.Judge(state, input, _configuration);
        _table.Fire(_on[fact.Trigger], fact);
        return new(_state, _outputs.ToImmutable(), fact.Trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase), for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    private static ResultCode RefusalOf(Phase phase) => phase switch
    {
        Phase.Withdrawn => ResultCode.Withdrawn,
        _ => ResultCode.NotAvailable,
    };

    private void Emit(Output output) => _outputs.Add(output);

    private void Refuse(Fact fact) => Emit(new Output.Refuse(fact.Code, fact.Detail));

    private void Save(PackageRecord record)
    {
        record = record with { Phase = _phase };
        _state = new PackageState(record);
        Emit(new Output.Persist(record));
    }

    private void Take(Fact fact)
    {
        StoreContents(fact);
        Save(fact.Record!);
        AnswerPublish();
    }

    private void Publish(Fact fact)
    {
        if (fact.Contents is not null)
        {
            Take(fact);
            return;
        }

        Save(fact.Record!);
    }

    /// <summary>Envelope and integrated payloads are on stable storage before the record vouches for them (R-FS-10).</summary>
    private void StoreContents(Fact fact)
    {
        var contents = fact.Contents!;
        foreach (var payload in contents.Integrated) Emit(new Output.StorePayload(Digest.Of(payload.Span), payload));
        Emit(new Output.StoreEnvelope(contents.Image.Manifest, contents.Distributed));
    }

    private void AnswerPublish()
    {
        var record = _state.Record!;
        Emit(new Output.Send(Link.Author, new PublishAnswer(record.Image.Manifest, record.Phase, record.Missing)));
    }

    private void Serve(Fact fact)
    {
        var request = fact.Block!;
        Emit(new Output.ServeBlock(request.Payload, request.Offset, request.Length));
    }

    private void Withdraw()
    {
        Save(_state.Record!);
        AnswerWithdraw();
    }

    private void AnswerWithdraw() => Emit(new Output.Send(Link.Author, new WithdrawAnswer(_state.Record!.Image.Manifest)));
}
