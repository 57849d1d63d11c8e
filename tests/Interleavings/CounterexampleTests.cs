using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>A file that is no counterexample is refused with a sentence.</summary>
public sealed class CounterexampleTests
{
    [Theory]
    [InlineData("", "expected a counterexample")]
    [InlineData("null", "got null")]
    [InlineData("{}", "expected a counterexample")]
    [InlineData("""{"format":"other/9","scenario":"a","bug":null,"strategy":"random","seed":1,"iteration":1,"failure":"f","trace":"t"}""", "expected the format")]
    [InlineData("""{"format":"secupiot-interleaving/1","scenario":"a","bug":null,"strategy":"random","seed":1,"iteration":1,"failure":"f","trace":"t"}""", "expected a scenario")]
    [InlineData("""{"format":"secupiot-interleaving/1","scenario":"a","bug":null,"strategy":"best","seed":1,"iteration":1,"failure":"f","trace":"t"}""", "expected a counterexample")]
    public void A_wrong_file_is_refused(string text, string says)
    {
        var (value, error) = Counterexample.Read(text);
        Assert.Null(value);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }
}
