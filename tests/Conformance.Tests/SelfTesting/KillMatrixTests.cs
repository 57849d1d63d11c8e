using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.SelfTesting;

/// <summary>The kill matrix tells the truth about mutants, on however many threads.</summary>
public sealed class KillMatrixTests
{
    private static readonly Mutant Killed = Mutants.Of(Role.FirmwareServer).First(static mutant => mutant.Violates.Contains("R-FS-06"));
    private static readonly Mutant Right = new("nobody/right", Killed.Role, "does nothing wrong", Killed.Violates, Design.Right);

    [Fact]
    public void What_is_right_survives_and_what_is_wrong_is_killed_on_however_many_threads()
    {
        var told = new List<string>();

        var matrix = KillMatrix.Run([Killed, Right], 2, outcome => told.Add(outcome.Mutant.Id));

        Assert.Equal(new[] { Killed.Id, Right.Id }.Order(), told.Order());
        Assert.Equal([Right.Id], matrix.Survivors.Select(static outcome => outcome.Mutant.Id));
        Assert.Equal(Shown(KillMatrix.Run([Killed, Right], 1)), Shown(matrix));
        var rows = matrix.Rows();
        Assert.Equal((true, false), (rows[0].IsKilled, rows[1].IsKilled));
        Assert.All(Killed.Violates, id => Assert.Contains(rows[0].KilledBy, killer => Suite.Pickles.Single(pickle => pickle.Id == killer).Requirements.Contains(id)));
        Assert.True(rows[0].Scenarios >= rows[0].KilledBy.Count);
        Assert.Equal((0, 0), (rows[1].KilledBy.Count, rows[1].Scenarios));

        static IEnumerable<string> Shown(KillMatrix matrix) => matrix.Outcomes.Select(static outcome => outcome.ToString());
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var cancel = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => KillMatrix.Run([Right, Right, Right], 1, _ => cancel.Cancel(), cancel.Token));
    }

    [Fact]
    public void No_mutant_at_all_is_an_error() => Assert.Throws<SuiteErrorException>(() => KillMatrix.Run([], 1));

    [Fact]
    public void The_page_is_read_as_it_is_written()
    {
        KillRow[] rows =
        [
            new("device-core/a", "takes anything", ["R-DC-04", "R-DC-05"], ["TP-DC-04-1#a", "TP-DC-05-1"], 7, true),
            new("device-core/b", "takes nothing", ["R-DC-04"], [], 0, false),
            new("device-core/c", "takes something", ["R-DC-04"], ["TP-DC-04-1"], 1, false),
        ];

        var page = KillMatrixPage.Write(rows);

        Assert.Contains("3 mutants, 2 survive.", page, StringComparison.Ordinal);
        Assert.Equal(rows.Select(Shown), KillMatrixPage.Read(page).Select(Shown));
        Assert.Empty(KillMatrixPage.Read(""));

        static string Shown(KillRow row) => $"{row.Mutant}|{row.Wrong}|{string.Join(',', row.Violates)}|{string.Join(',', row.KilledBy)}|{row.Scenarios}|{row.IsKilled}";
    }

    [Theory]
    [InlineData("| device-core/a | takes anything | R-DC-04 | TP-DC-04-1 | many |")]
    [InlineData("| device-core/a | takes anything | R-DC-04 |")]
    public void What_is_no_row_is_an_error(string row)
    {
        var page = KillMatrixPage.Write([]) + row + "\n";

        Assert.Throws<SuiteErrorException>(() => KillMatrixPage.Read(page));
    }
}
