using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Whole programs, beside others that do the same.</summary>
internal static class ProgramCommands
{
    public static Command Install()
    {
        var size = new Option<int>("--size") { Description = "MiB of the image.", DefaultValueFactory = static _ => 256 };
        var (rounds, output) = (Rounds(5), Session.Out());
        return Make(
            "install",
            """
            Verify and install one image: secup device, rauc install, swupdate -i, and as the floor sha256sum with cp and sync; in turn.

            Example: install --size 64 --rounds 3
            """,
            [size, rounds, output],
            output,
            (session, parsed, cancel) => Install(session, Positive(parsed.GetValue(size), "--size"), Positive(parsed.GetValue(rounds), "--rounds"), cancel));
    }

    public static Command Serve()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each server is asked in each round.", DefaultValueFactory = static _ => 4 };
        var (rounds, output) = (Rounds(3), Session.Out());
        return Make(
            "serve",
            """
            Payloads and ranges of them: secup firmware-server and nginx, asked by wrk in turn.

            Example: serve --seconds 2 --rounds 1
            """,
            [seconds, rounds, output],
            output,
            (session, parsed, cancel) => Serve(session, Positive(parsed.GetValue(seconds), "--seconds"), Positive(parsed.GetValue(rounds), "--rounds"), cancel));
    }

    public static Command Conformance()
    {
        var output = Session.Out();
        return Make(
            "conformance",
            """
            How long the whole conformance suite takes against the reference.

            Example: conformance
            """,
            [output],
            output,
            static (session, _, cancel) => Conformance(session, cancel));
    }

    public static void Install(Session session, int mebibytes, int rounds, CancellationToken cancel)
    {
        using var run = new InstallRun(mebibytes);
        var leftOut = new List<Absence>();
        session.Add(run.Run(rounds, leftOut, Session.Tell, cancel).ToList());
        session.LeaveOut(leftOut);
    }

    public static void Serve(Session session, int seconds, int rounds, CancellationToken cancel)
    {
        var leftOut = new List<Absence>();
        if (ServeRun.WithoutClient() is [_, ..] absent)
        {
            session.LeaveOut(absent);
            return;
        }

        using var run = new ServeRun(TimeSpan.FromSeconds(seconds), cancel);
        session.Add(run.Run(rounds, leftOut, Session.Tell, cancel).ToList());
        session.LeaveOut(leftOut);
    }

    public static void Conformance(Session session, CancellationToken cancel) => session.Add([ConformanceTime.Run([], Session.Tell, cancel)]);

    private static Option<int> Rounds(int usual) => new("--rounds") { Description = "How often each is measured, after a round that does not count.", DefaultValueFactory = _ => usual };

    private static int Positive(int value, string option) => value > 0 ? value : throw new BenchException($"Expected a number from 1 on for {option}, but got {value}.");

    private static Command Make(string name, string description, IReadOnlyList<Option> options, Option<string> output, Action<Session, ParseResult, CancellationToken> run)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Options.Add(option);
        command.Runs((parsed, cancel) =>
        {
            var session = Session.Continue(parsed.GetRequiredValue(output));
            run(session, parsed, cancel);
            session.Conclude();
            return BenchExit.Done;
        });
        return command;
    }
}
