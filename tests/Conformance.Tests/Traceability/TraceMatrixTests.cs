using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Traceability;

namespace SecUpIoT.Conformance.Tests.Traceability;

/// <summary>The matrix has every row of the catalogue.</summary>
public sealed class TraceMatrixTests
{
    [Fact]
    public void It_has_a_line_for_each_scenario_and_one_for_a_row_without()
    {
        var rows = TraceMatrix.Of(TraceFixture.Sound);

        Assert.Equal(TraceFixture.Sound.Requirements.Select(static row => row.Id), rows.Select(static row => row.Requirement).Distinct());
        Assert.Equal(3, rows.Count(static row => row.Requirement == "R-DC-04"));
        Assert.Contains(new MatrixRow("R-DC-04", Level.Required, "Core", "device-core", "TP-DC-04-2", "2", "attack", 1, 1), rows);
        Assert.Equal("", Assert.Single(rows, static row => row.Requirement == "R-DC-45").Purpose);
    }

    [Fact]
    public void It_is_written_as_CSV()
    {
        var lines = TraceMatrix.Csv([new("R-DC-04", Level.Required, "Core", "device-core", "TP-DC-04-2", "a, \"b\"", "attack", 2, 1)]).Split('\n');

        Assert.Equal(["req,level,profile,role,tp,row,kind,mutants,killed", "R-DC-04,Required,Core,device-core,TP-DC-04-2,\"a, \"\"b\"\"\",attack,2,1", ""], lines);
    }

    [Fact]
    public void A_killed_mutant_counts_where_it_breaks_the_requirement()
    {
        var survives = TraceFixture.Sound with { LastKills = [TraceFixture.Sound.LastKills[0] with { IsKilled = false }] };

        Assert.All(TraceMatrix.Of(survives).Where(static row => row.Requirement == "R-DC-04"), static row => Assert.Equal((1, 0), (row.Mutants, row.Killed)));
    }
}
