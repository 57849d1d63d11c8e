using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Tests.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Reports;

/// <summary>The record on disk: whole whenever the process ends, and never overwritten in silence.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("conformance-run-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var (mutant, scenarios) = Records.Faulty;
        var run = Write(Records.Execute(Records.Order(scenarios, mutant)));

        var read = RunFolder.Open(At("run")).Read();

        Assert.Equal(ResultsDocument.Of(run).Write(), ResultsDocument.Of(read).Write());
        Assert.Equal(HtmlReport.Write(run, "x"), HtmlReport.Write(read, "x"));
        Assert.Equal(run.Wall, read.Wall);
        Assert.Equal(run.Results.SelectMany(static result => result.Exchanges), read.Results.SelectMany(static result => result.Exchanges));
    }

    [Fact]
    public void Megabytes_of_nothing_take_little_room_and_come_back_whole()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01");
        var sent = new Exchange(1, 0, "communicator", "implementation", "device", "(no message)", "", (Protocol.Bytes)new byte[5_000_000]);
        Write(Records.Run(Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")), [pickle.Result() with { Exchanges = [sent] }]));

        Assert.InRange(new FileInfo(Path.Combine(At("run"), "scenarios.ndjson")).Length, 1000, 100_000);
        Assert.Equal(sent, RunFolder.Open(At("run")).Read().Results.Single().Exchanges.Single());
    }

    [Theory]
    [InlineData("deflate:5:AAAA")]
    [InlineData("deflate:-1:AAAA")]
    [InlineData("deflate:x")]
    [InlineData("no base64!")]
    public void Bytes_that_are_none_are_refused(string written)
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01");
        Write(Records.Run(Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")), [pickle.Result() with { Exchanges = [new Exchange(1, 0, "a", "b", "device", "n", "", (Protocol.Bytes)new byte[] { 1, 2, 3 })] }]));
        var file = Path.Combine(At("run"), "scenarios.ndjson");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"AQID\"", $"\"{written}\"", StringComparison.Ordinal));

        Assert.Contains("scenarios.ndjson, line 1", Assert.Throws<RunFolderException>(() => RunFolder.Open(At("run")).Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_claims_come_back_as_they_were()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01");
        var header = Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")) with { Claims = Filled.Claims().Deny("R-DC-42"), Known = new KnownFailures(new DateOnly(2026, 1, 2), [new KnownFailure("TP-1", null, "r", "m", new DateOnly(2026, 1, 3), null)]) };
        var run = Write(Records.Run(header, [pickle.Result()]));

        var read = RunFolder.Open(At("run")).Read();

        Assert.True(read.Header.Claims!.Denies("R-DC-42"));
        Assert.Equal(ResultsDocument.Of(run).Write(), ResultsDocument.Of(read).Write());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void A_killed_process_leaves_every_whole_line(int bytesOfTheNextLine)
    {
        var pickles = new[] { Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-02"), Fixture.Pickle("TP-3", "obey", "R-DC-03") };
        using (var folder = RunFolder.Create(At("run"), replace: false))
        {
            folder.Begin(Records.Header(Records.Plan(pickles), pickles.Select(static pickle => Fixture.Row(pickle.Requirements.Single()))));
            folder.Append(pickles[0].Result());
            folder.Append(pickles[1].Result());
        }

        var line = File.ReadAllLines(Path.Combine(At("run"), "scenarios.ndjson"))[0];
        File.AppendAllText(Path.Combine(At("run"), "scenarios.ndjson"), line[..bytesOfTheNextLine]);

        var run = RunFolder.Open(At("run")).Read();
        ReportFiles.Write(run, RunFolder.Open(At("run")));

        Assert.Equal((RunEnd.Killed, 2, RunExit.Incomplete), (run.End, run.Results.Count, run.Exit));
        Assert.Equal(["TP-3"], run.NotRun);
        Assert.Contains("was killed", File.ReadAllText(Path.Combine(At("run"), ReportFiles.Html)), StringComparison.Ordinal);
        Assert.Equal(RunEnd.Killed, ResultsDocument.Read(At("run")).End);
    }

    [Fact]
    public void A_run_is_not_overwritten_in_silence()
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01");
        Write(Records.Run(Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")), [pickle.Result()]));
        File.WriteAllText(Path.Combine(At("run"), "notes.txt"), "mine");

        var refused = Assert.Throws<RunFolderException>(() => RunFolder.Create(At("run"), replace: false));
        using var replaced = RunFolder.Create(At("run"), replace: true);

        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Directory.EnumerateFiles(At("run")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_numbers_of_runs_go_on()
    {
        Directory.CreateDirectory(At("all/007"));
        Directory.CreateDirectory(At("all/mine"));

        using var folder = RunFolder.CreateNext(At("all"));

        Assert.Equal(At("all/008"), folder.Path);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(At("file"), "");

        Assert.Contains(At("file"), Assert.Throws<RunFolderException>(() => RunFolder.Create(At("file/run"), replace: false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.json", "{}")]
    [InlineData("run.json", "not JSON")]
    [InlineData("scenarios.ndjson", "{\"scenario\":1}\n")]
    [InlineData("scenarios.ndjson", "\n")]
    public void What_is_no_record_is_named_with_its_file(string file, string text)
    {
        var pickle = Fixture.Pickle("TP-1", "obey", "R-DC-01");
        Write(Records.Run(Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")), [pickle.Result()]));
        File.WriteAllText(Path.Combine(At("run"), file), text);

        Assert.Contains(file, Assert.Throws<RunFolderException>(() => RunFolder.Open(At("run")).Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_of_another_run_is_refused()
    {
        var (pickle, other) = (Fixture.Pickle("TP-1", "obey", "R-DC-01"), Fixture.Pickle("TP-2", "obey", "R-DC-01"));
        Write(Records.Run(Records.Header(Records.Plan(pickle), Fixture.Row("R-DC-01")), [other.Result()]));

        Assert.Contains("TP-2", Assert.Throws<RunFolderException>(() => RunFolder.Open(At("run")).Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_run_is_refused() => Assert.Contains("run.json", Assert.Throws<RunFolderException>(() => RunFolder.Open(_root)).Message, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_root, name);

    private RunRecord Write(RunRecord run)
    {
        using var folder = RunFolder.Create(At("run"), replace: false);
        folder.Begin(run.Header);
        foreach (var result in run.Results.Concat(run.Apart)) folder.Append(result);
        folder.End(run.End, run.Wall);
        ReportFiles.Write(run, folder);
        return run;
    }
}
