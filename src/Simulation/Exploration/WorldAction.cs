using System.Globalization;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>What can happen in a checked world (spec/model/world.md).</summary>
public enum ActionKind
{
    /// <summary>A status check is due at the Communicator.</summary>
    Poll,
    /// <summary>The Device core gets a message.</summary>
    Down,
    /// <summary>The Communicator gets a message of its Device core.</summary>
    Up,
    /// <summary>The Status tracker gets a message of a Communicator.</summary>
    Ask,
    /// <summary>The Communicator gets a message of the Status tracker.</summary>
    Answer,
    /// <summary>The Communicator gives up waiting.</summary>
    Overdue,
    /// <summary>A progress report is due.</summary>
    Progress,
    /// <summary>The device gets power.</summary>
    Start,
    /// <summary>The slot that was ordered is read.</summary>
    Read,
    /// <summary>The slot is sealed.</summary>
    Sealed,
    /// <summary>The self-test passed.</summary>
    TestPassed,
    /// <summary>The self-test failed.</summary>
    TestFailed,
    /// <summary>The trial period ended.</summary>
    TrialExpired,
    /// <summary>The device restarts into its candidate.</summary>
    Reboot,
    /// <summary>The nonce's lifetime ended.</summary>
    NonceExpired,
    /// <summary>The freshness limit was reached.</summary>
    FreshnessExpired,
    /// <summary>The tracker's patience with a silent device ended.</summary>
    Silence,
    /// <summary>The tracker looks at a server's catalogue.</summary>
    Refresh,
    /// <summary>The Firmware server gets a message.</summary>
    ServerAsk,
    /// <summary>The Status tracker gets a message of a Firmware server.</summary>
    ServerAnswer,
    /// <summary>The tracker gives up waiting for a Firmware server.</summary>
    ServerOverdue,
    /// <summary>The author publishes an image.</summary>
    Publish,
    /// <summary>The author withdraws an image.</summary>
    Withdraw,
    /// <summary>The operator cancels the update of a device.</summary>
    Cancel,
    /// <summary>A message is lost.</summary>
    Lose,
    /// <summary>A message arrives twice.</summary>
    Duplicate,
    /// <summary>The device loses its power between two steps.</summary>
    Cut,
    /// <summary>A block of the confirmed slot decays.</summary>
    Decay,
    /// <summary>The Communicator crashes and starts again.</summary>
    RestartCommunicator,
    /// <summary>The Status tracker crashes and starts again.</summary>
    RestartTracker,
    /// <summary>The Firmware server goes down.</summary>
    ServerDown,
    /// <summary>The Firmware server comes up.</summary>
    ServerUp,
    /// <summary>An attacker keeps a copy of a message.</summary>
    Capture,
    /// <summary>An attacker sends the copy.</summary>
    Replay,
    /// <summary>An attacker sends a message of its own.</summary>
    Forge,
}

/// <summary>What disturbs an action in the middle.</summary>
public enum Disturbance
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The power goes, or the entity crashes, before the durable output.</summary>
    CutBefore,
    /// <summary>The power goes in the middle of the durable output.</summary>
    CutTorn,
    /// <summary>The durable output fails.</summary>
    Fail,
}

/// <summary>One action with all that is chosen in it.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Subject">The device or server, from 0; for <see cref="ActionKind.Publish"/> and <see cref="ActionKind.Withdraw"/> the server.</param>
public readonly record struct WorldAction(ActionKind Kind, int Subject)
{
    /// <summary>Where the message stands that is delivered.</summary>
    public Place Place { get; init; }

    /// <summary>The direction that is meddled with.</summary>
    public Direction Direction { get; init; }

    /// <summary>The image that is published or withdrawn; the message that is forged; the device that gets the copy.</summary>
    public int Choice { get; init; }

    /// <summary>What disturbs it.</summary>
    public Disturbance Disturbance { get; init; }

    /// <summary>At which durable output, from 1.</summary>
    public int At { get; init; }

    internal ulong Code => (ulong)(uint)Kind | ((ulong)(uint)Subject << 8) | ((ulong)(uint)Place << 16) | ((ulong)(uint)Direction << 20)
        | ((ulong)(uint)Choice << 24) | ((ulong)(uint)Disturbance << 32) | ((ulong)(uint)At << 40);

    internal static WorldAction Of(ulong code) => new((ActionKind)(int)(code & 255), (int)((code >> 8) & 255))
    {
        Place = (Place)(int)((code >> 16) & 15),
        Direction = (Direction)(int)((code >> 20) & 15),
        Choice = (int)((code >> 24) & 255),
        Disturbance = (Disturbance)(int)((code >> 32) & 255),
        At = (int)((code >> 40) & 255),
    };

    /// <summary>The line by which spec/model/world.md and the model know it.</summary>
    public override string ToString()
    {
        var subject = Number(Subject + 1);
        var place = Place == Place.Now ? "now" : "late";
        return (Kind switch
        {
            ActionKind.Down or ActionKind.Up or ActionKind.Ask or ActionKind.Answer => $"{Word(Kind)} {subject} {place}",
            ActionKind.TestPassed => $"tested {subject} pass",
            ActionKind.TestFailed => $"tested {subject} fail",
            ActionKind.Publish or ActionKind.Withdraw => $"{Word(Kind)} {Number(Choice)} {subject}",
            ActionKind.Lose or ActionKind.Duplicate or ActionKind.Capture => $"{Word(Kind)} {Word(Direction)} {subject}",
            ActionKind.Replay => $"replay {Word(Direction)} {subject} {Number(Choice + 1)}",
            ActionKind.Forge => $"forge {Word(Direction)} {subject} {Forged.NameOf(Direction, Choice)}",
            ActionKind.RestartTracker => Word(Kind),
            _ => $"{Word(Kind)} {subject}",
        }) + Disturbed();
    }

    /// <summary>The action that <see cref="ToString"/> wrote; null, and a sentence that says what is wrong, when it is none.</summary>
    public static WorldAction? Parse(string line, out string error)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        error = $"expected an action as spec/model/world.md names them, such as 'down 1 now', got '{line}'";
        if (words.Length == 0 || ReadKind(words) is not { } kind) return null;
        var read = new Words(words[1..]);
        var action = kind switch
        {
            ActionKind.Down or ActionKind.Up or ActionKind.Ask or ActionKind.Answer => new WorldAction(kind, read.Index()) { Place = read.OneOf("now", "late") == 0 ? Place.Now : Place.Late },
            ActionKind.TestPassed or ActionKind.TestFailed => new WorldAction(kind, read.Index()).Skip(read),
            ActionKind.Publish or ActionKind.Withdraw => new WorldAction(kind, 0) { Choice = read.Number() } with { Subject = read.Index() },
            ActionKind.Lose or ActionKind.Duplicate or ActionKind.Capture => new WorldAction(kind, 0) { Direction = read.Direction() } with { Subject = read.Index() },
            ActionKind.Replay => new WorldAction(kind, 0) { Direction = read.Direction() } with { Subject = read.Index(), Choice = read.Index() },
            ActionKind.Forge => Forgery(read),
            ActionKind.RestartTracker => new WorldAction(kind, 0),
            _ => new WorldAction(kind, read.Index()),
        };
        action = read.Disturb(action);
        if (!read.IsGood) return null;
        error = "";
        return action;
    }

    private static ActionKind? ReadKind(string[] words) => words is ["tested", _, var how, ..]
        ? how == "pass" ? ActionKind.TestPassed : how == "fail" ? ActionKind.TestFailed : null
        : Enum.GetValues<ActionKind>().Where(kind => kind is not (ActionKind.TestPassed or ActionKind.TestFailed) && Word(kind) == words[0]).Select(kind => (ActionKind?)kind).FirstOrDefault();

    private static WorldAction Forgery(Words read)
    {
        var direction = read.Direction();
        return new WorldAction(ActionKind.Forge, read.Index()) { Direction = direction, Choice = read.OneOf([.. Forged.NamesOf(direction)]) };
    }

    private WorldAction Skip(Words read)
    {
        read.OneOf("pass", "fail");
        return this;
    }

    private string Disturbed() => Disturbance switch
    {
        Disturbance.CutBefore => $" cut {Number(At)}{(Kind == ActionKind.Ask ? "" : " before")}",
        Disturbance.CutTorn => $" cut {Number(At)} torn",
        Disturbance.Fail => $" fail {Number(At)}",
        _ => "",
    };

    private static string Word(Direction direction) => direction switch
    {
        Direction.Down => "down",
        Direction.Up => "up",
        Direction.Ask => "ask",
        Direction.Answer => "answer",
        Direction.ServerAsk => "sask",
        _ => "sanswer",
    };

    private static string Word(ActionKind kind) => kind switch
    {
        ActionKind.ServerAsk => "sask",
        ActionKind.ServerAnswer => "sanswer",
        ActionKind.ServerOverdue => "soverdue",
        ActionKind.TrialExpired => "trial-expired",
        ActionKind.NonceExpired => "nonce-expired",
        ActionKind.FreshnessExpired => "freshness-expired",
        ActionKind.RestartCommunicator => "restart-c",
        ActionKind.RestartTracker => "restart-t",
        ActionKind.ServerDown => "server-down",
        ActionKind.ServerUp => "server-up",
        _ => Lower(kind.ToString()),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Lower(string word) => string.Concat(word.Select(char.ToLowerInvariant));

    /// <summary>Reads the words of an action one after the other; once one is wrong, all is.</summary>
    private sealed class Words(string[] words)
    {
        private int _at;
        private bool _failed;

        public bool IsGood => !_failed && _at == words.Length;

        public int Number() => _at < words.Length && int.TryParse(words[_at++], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 100 ? number : Fail();

        public int Index() => Math.Max(0, Number() - 1);

        public Direction Direction() => Enum.GetValues<Direction>()[OneOf([.. Enum.GetValues<Direction>().Select(Word)])];

        public int OneOf(params string[] choices)
        {
            var found = _at < words.Length ? Array.IndexOf(choices, words[_at++]) : -1;
            return found >= 0 ? found : Fail();
        }

        public WorldAction Disturb(WorldAction action)
        {
            if (_at == words.Length) return action;
            if (OneOf("cut", "fail") == 1) return action with { Disturbance = Disturbance.Fail, At = Number() };
            var at = Number();
            var torn = action.Kind != ActionKind.Ask && OneOf("before", "torn") == 1;
            return action with { Disturbance = torn ? Disturbance.CutTorn : Disturbance.CutBefore, At = at };
        }

        private int Fail()
        {
            _failed = true;
            return 0;
        }
    }
}
