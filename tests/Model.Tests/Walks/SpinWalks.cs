using System.Globalization;

namespace SecUpIoT.Model.Tests.Walks;

/// <summary>
/// Random walks that SPIN makes through the model: what spec/model/simulate.sh prints, made without a shell. SPIN writes files where it runs, so
/// every maker has a folder of its own.
/// </summary>
internal sealed class SpinWalks : IDisposable
{
    private const int Actions = 120;
    private const int StepsPerAction = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("secup-walks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One walk: its numbers, then for each action the action, the rows and the state. What follows the last state is left out.</summary>
    public IReadOnlyList<string> Make(WalkOrder order)
    {
        using var spin = SpinTools.Start("spin", Arguments(order), _folder);
        spin.StandardInput.Close();
        spin.ErrorDataReceived += static (_, _) => { };
        spin.BeginErrorReadLine();
        var (walk, whole, actions) = (new List<string> { order.Header }, 1, 0);
        while (spin.StandardOutput.ReadLine() is { } line)
        {
            var text = line.TrimStart();
            if (text.Length == 0 || text[0] is not ('@' or '#' or '=' or '~')) continue;
            if (text[0] == '@' && ++actions > Actions) break;
            walk.Add(text);
            if (text[0] == '=') whole = walk.Count;
        }

        if (!spin.HasExited) spin.Kill(entireProcessTree: true);
        spin.WaitForExit();
        return walk[..whole];
    }

    private static string[] Arguments(WalkOrder order) =>
    [
        "-T",
        string.Create(CultureInfo.InvariantCulture, $"-n{order.Seed}"),
        string.Create(CultureInfo.InvariantCulture, $"-u{Actions * StepsPerAction}"),
        "-DSHOW_=1",
        string.Create(CultureInfo.InvariantCulture, $"-DDEVICES={order.Set.Devices}"),
        string.Create(CultureInfo.InvariantCulture, $"-DSERVERS={order.Set.Servers}"),
        .. order.Set.Numbers.Select(number => "-D" + number.Replace("=", "_=", StringComparison.Ordinal)),
        Path.Combine(SpinTools.Model, "secup.pml"),
    ];
}
