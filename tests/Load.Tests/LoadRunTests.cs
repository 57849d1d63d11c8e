using System.Text.Json;

namespace SecUpIoT.Load.Tests;

/// <summary>A small load on a real tracker process: it fails when something crashes, is refused or is lost, and not because of time.</summary>
public sealed class LoadRunTests
{
    private static readonly LoadSettings Small = new()
    {
        Devices = 30,
        Seed = 1,
        Polls = 90,
        Reports = 60,
        Connections = 8,
        Enrolment = EnrolmentWay.Store,
        Secup = SecupProgram.BuiltBeside(AppContext.BaseDirectory),
        VerifyEvery = 1,
    };

    [Fact]
    [Trait("requirement", "R-ST-05")]
    public async Task Everything_is_answered_and_nothing_acknowledged_is_lost_by_a_kill()
    {
        var result = await RunAsync(Small);

        Assert.Equal((90, 90), (result.Polls!.Exchanges, result.Polls.DirectivesVerified));
        Assert.Equal((60, 60), (result.Reports!.Exchanges, result.Reports.DirectivesVerified));
        Assert.Equal(30, result.Enrolment!.Devices);
        Assert.Equal((30, 0), (result.Restart!.Checked, result.Restart.Lost));
        Assert.True(result.Restart.AnsweredBeforeKill > 0);
        Assert.InRange(result.Restart.RecordsCompared, 1, 30);
        Assert.True(result.TrackerMemory.Resident > 0 && result.TrackerMemory.Database > 0 && result.Polls.TrackerCpuSeconds > 0);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(result, ResultJson.Default.LoadResult));
        Assert.Equal(90, json.RootElement.GetProperty("polls").GetProperty("exchanges").GetInt32());
        Assert.Contains("30 acknowledged reports sent again, 0 lost", ResultText.Of(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_a_folder_that_is_kept_and_two_fleets_in_turn()
    {
        var folder = Directory.CreateTempSubdirectory("secup-load-test-");
        try
        {
            var settings = Small with
            {
                Folder = Path.Combine(folder.FullName, "site"), Batch = 7, Connections = 3, Enrolment = EnrolmentWay.Operator, Small = 10, Rounds = 1, Restart = false,
            };
            var first = await RunAsync(settings);
            var second = await RunAsync(settings with { Small = null, Reports = 0 });

            Assert.Equal(30, first.Enrolment!.Devices);
            Assert.Equal(90, first.Polls!.DirectivesVerified);
            Assert.Equal((90, 90), (Assert.Single(first.AgainstSmallFleet!.Polls).This.Exchanges, first.AgainstSmallFleet.Polls[0].Other.Exchanges));
            Assert.True(first.AgainstSmallFleet.PollCostRatio > 0);
            Assert.Null(second.Enrolment);
            Assert.Null(second.Reports);
            Assert.Equal(90, second.Polls!.DirectivesVerified);
            await Assert.ThrowsAsync<LoadFailure>(() => RunAsync(settings with { Seed = 2 }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_program_that_is_no_tracker_is_told()
    {
        var failure = await Assert.ThrowsAsync<LoadFailure>(() => RunAsync(Small with { Secup = "/bin/false" }));

        Assert.Contains("ended at its start", failure.Message, StringComparison.Ordinal);
    }

    private static Task<LoadResult> RunAsync(LoadSettings settings) => new LoadRun(settings, new ProgressLine(TextWriter.Null)).RunAsync(CancellationToken.None);
}
