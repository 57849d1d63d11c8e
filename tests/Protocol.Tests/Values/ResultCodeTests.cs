namespace SecUpIoT.Protocol.Tests.Values;

/// <summary>Group and transience are known of every code.</summary>
public sealed class ResultCodeTests
{
    public static TheoryData<ResultCode> Codes() => [.. Enum.GetValues<ResultCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_group_of_a_code_is_defined_and_the_code_lies_in_it(ResultCode code)
    {
        var group = code.Group();
        Assert.True(Enum.IsDefined(group));
        Assert.InRange((int)code, 100 * (int)group, (100 * (int)group) + 99);
    }

    [Fact]
    public void Every_group_has_a_code() => Assert.All(Enum.GetValues<ResultGroup>(), group => Assert.Contains(Enum.GetValues<ResultCode>(), code => code.Group() == group));

    [Fact]
    public void Exactly_these_groups_and_codes_are_transient()
    {
        ResultGroup[] groups = [ResultGroup.Transport, ResultGroup.Freshness, ResultGroup.Busy, ResultGroup.Internal];
        ResultCode[] codes = [ResultCode.StorageFailed, ResultCode.PayloadDigestMismatch, ResultCode.RestartedDuringTrial];
        Assert.All(Enum.GetValues<ResultCode>(), code => Assert.Equal(groups.Contains(code.Group()) || codes.Contains(code), code.IsTransient()));
    }

    [Fact]
    public void Neither_success_nor_nothing_is_transient() => Assert.False(ResultCode.None.IsTransient() || ResultCode.Success.IsTransient());

    [Fact]
    public void Numbers_are_unique() => Assert.Equal(Enum.GetNames<ResultCode>().Length, Enum.GetValues<ResultCode>().Distinct().Count());
}
