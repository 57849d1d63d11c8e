using CsCheck;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Tests;

/// <summary>Inputs that begin as valid ones and are changed one to five times.</summary>
internal static class HostileInputs
{
    /// <summary>Fixed: the same inputs in every run. CsCheck prints the seed of a sample that fails.</summary>
    public const string Seed = "0000SecUpFuz";

    public static Gen<byte[]> Of(FuzzTarget target)
    {
        byte[][] seeds = [.. target.Seeds().Where(seed => seed.Length <= target.MostBytes)];
        return Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, seeds.Length - 1], Mutation.Any.Array[1, 5], (first, second, mutations) =>
            mutations.Aggregate(seeds[first], (input, mutation) => Within(mutation.Apply(input, seeds[second], target.Words), target.MostBytes)));
    }

    private static byte[] Within(byte[] input, int most) => input.Length <= most ? input : input[..most];
}
