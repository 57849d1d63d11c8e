using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace SecUpIoT.Cli.Commands;

/// <summary>Options that take a whole number: what is no such number, or out of its range, is answered with the range and not with the name of a type.</summary>
internal static class WholeNumber
{
    public static Option<T> Option<T>(string name, string description, T least, T most, T? usual = null)
        where T : struct, IBinaryInteger<T>
    {
        var option = new Option<T>(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
                result.AddError($"{name}: expected a whole number from {least} to {most}, got '{text}'.");
                return default;
            },
        };
        if (usual is { } number) option.DefaultValueFactory = _ => number;
        return option;
    }
}
