using SecUpIoT.Protocol;
using static SecUpIoT.Simulation.Exploration.Budget;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>The configurations that are searched, by the names that the model uses too: the standard ones in every test run, the large ones by command.</summary>
public static class Configurations
{
    /// <summary>Small enough for every test run.</summary>
    public static IReadOnlyList<ExplorationSettings> Standard { get; } =
    [
        new("one-device-full", Of((Publish, 1), (Loss, 1), (Cut, 1), (Fail, 1))) { Purpose = "one update: a message is lost, the power goes, a trial fails", Publishable = [2] },
        new("crash", Of((Publish, 1), (Crash, 1))) { Purpose = "Communicator, tracker or server crash, also around the durable write", Publishable = [2] },
        new("network", Of((Publish, 1), (Late, 1), (Progress, 1))) { Purpose = "answers that come too late, and progress reports", Publishable = [2] },
        new("cut", Of((Publish, 1), (Cut, 2))) { Purpose = "two losses of power, torn writes included", Publishable = [2] },
        new("core", Of((Publish, 1), (Cut, 1), (Loss, 1), (Fail, 1))) { Purpose = "profile Core: without directives", Profile = Profile.Core, Publishable = [2] },
        new("storage", Of((Publish, 1), (Store, 1), (Decay, 1), (Cut, 1))) { Purpose = "flash operations fail, the confirmed slot decays", Publishable = [2] },
        new("operator", Of((Publish, 2), (Withdraw, 1), (Cancel, 1))) { Purpose = "two packages, a withdrawal and a cancellation" },
        new("time", Of((Publish, 1), (Expire, 1), (Silence, 1), (Fail, 1))) { Purpose = "nonces and freshness end, devices fall silent", Publishable = [2] },
        new("two-devices", Of((Publish, 1), (Poll, 2), (Replay, 1))) { Purpose = "two devices, whose messages are swapped", Devices = 2, Blocks = 1, Publishable = [2] },
        new("onpath-device", Of((Publish, 1), (Forge, 1))) { Purpose = "an attacker on the device link", Attacker = AttackerKind.OnPathDevice, Publishable = [2] },
        new("onpath-tracker", Of((Publish, 1), (Forge, 1))) { Purpose = "an attacker on the tracker link", Attacker = AttackerKind.OnPathTracker, Publishable = [2] },
        new("onpath-server", Of((Publish, 1), (Forge, 1))) { Purpose = "an attacker on the server link", Attacker = AttackerKind.OnPathServer, Publishable = [2] },
        new("communicator", Of((Publish, 1), (Forge, 1))) { Purpose = "a compromised Communicator", Attacker = AttackerKind.Communicator, Publishable = [2] },
        new("tracker", Of((Publish, 1), (Forge, 1))) { Purpose = "a compromised Status tracker; the devices leave the factory with image 2", Attacker = AttackerKind.Tracker, Publishable = [3], Factory = 2 },
        new("server", Of((Publish, 1), (Forge, 1))) { Purpose = "a compromised Firmware server", Attacker = AttackerKind.Server, Publishable = [2] },
        new("author-key", Of((Publish, 1), (Forge, 1))) { Purpose = "the author's key is stolen", Attacker = AttackerKind.AuthorKey, Publishable = [2] },
    ];

    /// <summary>For longer searches.</summary>
    public static IReadOnlyList<ExplorationSettings> Large { get; } = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExplorationSettings> All { get; } = [.. Standard, .. Large];

    /// <summary>The configuration of this name, or null.</summary>
    public static ExplorationSettings? Find(string name) => All.FirstOrDefault(settings => settings.Name == name);

    private static Budgets Of(params (Budget Budget, int Amount)[] amounts) =>
        amounts.Aggregate(Budgets.None, (budgets, amount) => budgets.With(amount.Budget, amount.Amount));
}
