using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests.Runner;

/// <summary>What is wrong with the suite is the suite's error: neither a pass nor a failure of the implementation under test.</summary>
public sealed class SuiteErrorTests
{
    private const string Sound = "Given a Device core in profile Core that runs sequence number 7";

    [Theory]
    [InlineData("Given a sentence that nobody bound")]
    [InlineData("Then a sentence that nobody bound")]
    public void An_undefined_step_is_an_error(string step)
    {
        var pickles = Read($"{Sound}\n    {step}");

        var result = Suite.RunOne(pickles[0], References.Attach);

        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.Contains("UndefinedStep", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Given a step with two bindings", "BindingError")]
    [InlineData("Given a step that is pending", "StepDefinitionPending")]
    [InlineData("Given a step that breaks", "InvalidOperationException")]
    public void A_faulty_binding_is_an_error(string step, string reason)
    {
        using var runner = new PickleRunner(typeof(FaultySteps).Assembly, pickle => new DeviceCoreLab(References.Attach(pickle), 1));

        var result = runner.Run(Read(step)[0]);

        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_without_steps_is_an_error() =>
        Assert.Equal(Verdict.Error, Suite.RunOne(Read("")[0], References.Attach).Verdict);

    [Fact]
    public void Nothing_selected_is_an_error() => Assert.Throws<SuiteErrorException>(() => Suite.Run([], References.Attach));

    [Fact]
    public void Two_scenarios_of_one_purpose_are_an_error() =>
        Assert.Throws<SuiteErrorException>(() => PickleReader.Read("f", "Feature: F\n\n  @tp:T\n  Scenario: S\n    Given a\n\n  @tp:T\n  Scenario: R\n    Given b\n"));

    [Theory]
    [InlineData("no feature at all")]
    [InlineData("")]
    public void A_file_without_a_feature_is_an_error(string text) => Assert.Throws<SuiteErrorException>(() => PickleReader.Read("f", text));

    [Fact]
    public void A_table_is_an_error() => Assert.Throws<SuiteErrorException>(() => Read("Given a table\n      | a |\n      | 1 |"));

    [Fact]
    public void Backgrounds_and_tags_under_a_rule_count()
    {
        var pickles = PickleReader.Read("f", """
            @a
            Feature: F
              Background:
                Given one

              @b
              Rule: R
                Background:
                  Given two

                @c @tp:S
                Scenario Outline: S <x>
                  When <x>

                  @d
                  Examples:
                    | x     |
                    | three |
                    | four  |

              Rule: Q
                @tp:T
                Scenario: T
                  And five
            """);

        Assert.Equal(["S#three", "S#four", "T"], pickles.Select(pickle => pickle.Id));
        Assert.Equal(["a", "b", "c", "tp:S", "d"], pickles[0].Tags);
        Assert.Equal(["one", "two", "three"], pickles[0].Steps.Select(step => step.Text));
        Assert.Equal(["a", "tp:T"], pickles[2].Tags);
        Assert.Equal(["one", "five"], pickles[2].Steps.Select(step => step.Text));
        Assert.All(pickles[2].Steps, step => Assert.Equal(StepKind.Given, step.Kind));
    }

    private static IReadOnlyList<Pickle> Read(string steps) => PickleReader.Read("f", $"@role:device-core\nFeature: F\n\n  @tp:T\n  Scenario: S\n    {steps}\n");
}
