using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>The names that the drafts give to commands, parameters and sections.</summary>
internal static class Names
{
    public static string Of(SuitElement element) => Kebab(element.ToString());

    public static string Of(SuitParameter parameter) => Kebab(parameter.ToString());

    public static string Of(SuitCommandCode code) => code switch
    {
        SuitCommandCode.CopyParameters => "directive-copy-params",
        SuitCommandCode.SetComponentIndex or SuitCommandCode.TryEach or SuitCommandCode.RunSequence or SuitCommandCode.OverrideParameters
            or SuitCommandCode.SetParameters or SuitCommandCode.Fetch or SuitCommandCode.Copy or SuitCommandCode.Write or SuitCommandCode.Swap
            or SuitCommandCode.Invoke or SuitCommandCode.Wait or SuitCommandCode.Unlink or SuitCommandCode.ProcessDependency
            or SuitCommandCode.OverrideMultiple => "directive-" + Kebab(code.ToString()),
        _ => "condition-" + Kebab(code.ToString()),
    };

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
