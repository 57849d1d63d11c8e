using SecUpIoT.Conformance.Traceability;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Traceability;

/// <summary>The lock is read as it is written, and cannot be renewed over a change that hides.</summary>
public sealed class PurposesLockTests
{
    private static readonly TraceSubject Sound = TraceFixture.Sound;

    [Fact]
    public void It_is_read_as_it_is_written()
    {
        var read = PurposesLock.Read(Sound.Lock.Write());

        Assert.Equal(Sound.Lock.Purposes, read.Purposes);
        Assert.Equal(Sound.Lock.Vectors, read.Vectors);
        Assert.Contains("purpose TP-DC-04-1 1 ", Sound.Lock.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_purpose_that_is_gone_stays_as_retired()
    {
        var renewed = Sound.Lock.Renew(Sound.Pickles.Where(static pickle => pickle.Purpose != "TP-DC-04-1"), Sound.Vectors);

        Assert.Contains("purpose TP-DC-04-1 1 retired\n", renewed.Write(), StringComparison.Ordinal);
        Assert.True(PurposesLock.Read(renewed.Write()).Purposes["TP-DC-04-1"].IsRetired);
        Assert.Contains(Tracing.AgainstRenewal(Sound with { Lock = renewed }), static finding => finding.Subject == "TP-DC-04-1");
    }

    [Fact]
    public void The_order_of_rows_is_no_change()
    {
        var other = TraceFixture.Of(TraceFixture.Feature.Replace("| 1   |", "| x   |", StringComparison.Ordinal).Replace("| 2   |", "| 1   |", StringComparison.Ordinal).Replace("| x   |", "| 2   |", StringComparison.Ordinal));

        Assert.Equal(Sound.Lock.Purposes, other.Lock.Purposes);
    }

    [Fact]
    public void A_version_does_not_fall()
    {
        var second = TraceFixture.Of(TraceFixture.Feature.Replace("@kind:obey", "@kind:obey @version:2", StringComparison.Ordinal));

        Assert.Equal(2, second.Lock.Purposes["TP-DC-04-1"].Version);
        Assert.Contains("does not fall", Assert.Single(Tracing.AgainstRenewal(Sound with { Lock = second.Lock })).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("purpose TP-DC-04-1 1 00")]
    [InlineData("purpose TP-DC-04-1 0 retired")]
    [InlineData("purpose TP-DC-04-1 retired")]
    [InlineData("purpose TP-DC-04-1 1 retired\npurpose TP-DC-04-1 1 retired")]
    [InlineData("something else")]
    public void What_is_no_lock_is_an_error(string text) => Assert.Throws<SuiteErrorException>(() => PurposesLock.Read(text));

    [Theory]
    [InlineData("0")]
    [InlineData("two")]
    public void What_is_no_version_is_an_error(string version) => Assert.Throws<SuiteErrorException>(
        () => TraceFixture.Of(TraceFixture.Feature.Replace("@kind:obey", $"@kind:obey @version:{version}", StringComparison.Ordinal)));
}
