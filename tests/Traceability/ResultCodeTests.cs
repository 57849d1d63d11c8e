using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

public sealed class ResultCodeTests
{
    private static readonly ResultCodesFile File = Specification.Files.ResultCodes;

    [Fact]
    public void The_codes_are_those_of_the_code_with_the_same_numbers() => Assert.Equal(
        Enum.GetValues<ResultCode>().Select(code => (code.ToString(), (int)code)),
        File.Codes.Select(code => (code.Name, code.Number)));

    [Fact]
    public void The_hundreds_are_the_group()
    {
        var groups = File.Codes.GroupBy(code => code.Number / 100).Select(group => group.Select(code => code.Group).Distinct().ToList()).ToList();

        Assert.All(groups, names => Assert.Single(names));
        Assert.Equal(groups.Count, groups.SelectMany(names => names).Distinct().Count());
    }

    [Fact]
    public void The_codes_worth_another_attempt_are_those_of_the_code() => Assert.Equal(
        Enum.GetValues<ResultCode>().Where(code => code.IsTransient()).Select(code => code.ToString()),
        File.Codes.Where(code => code.Transient).Select(code => code.Name));

    [Fact]
    public void The_mapping_to_SUIT_reports_is_that_of_the_code()
    {
        Assert.Equal(Enum.GetValues<ResultCode>().Select(code => (code.ToString(), (int)SuitReasons.ReasonOf(code))), File.Codes.Select(code => (code.Name, code.SuitReportReason)));
        Assert.Equal(Enum.GetValues<SuitReportReason>().Select(reason => ((int)reason, SuitReasons.CodeOf(reason).ToString())), File.FromSuitReport.Select(row => (row.Value, row.Code)));
    }

    [Fact]
    public void Both_ways_back_are_total_and_in_order()
    {
        Assert.Equal(Enumerable.Range(0, 13), File.FromSuitReport.Select(row => row.Value));
        Assert.Equal(Enumerable.Range(0, 12), File.FromLwm2m.Select(row => row.Value));
    }

    [Fact]
    public void There_and_back_gives_the_same_external_value()
    {
        var codes = File.Codes.ToDictionary(code => code.Name);

        // 12 announces an invocation: a success so far, which the forward mapping calls 0.
        Assert.All(File.FromSuitReport.Where(row => row.Value != 12), row => Assert.Equal(row.Value, codes[row.Code].SuitReportReason));
        Assert.All(File.FromLwm2m, row => Assert.Equal(row.Value, codes[row.Code].Lwm2mResult));
    }

    [Fact]
    public void The_pair_of_code_and_external_value_loses_nothing() =>
        Assert.Equal(File.Codes.Count, File.Codes.Select(code => (code.SuitReportReason, code.Lwm2mResult, code.Number)).Select(triple => triple.Number).Distinct().Count());
}
