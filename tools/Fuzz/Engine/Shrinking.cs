using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>Makes a finding smaller as long as it breaks the same promise in the same way.</summary>
internal static class Shrinking
{
    /// <summary>The smallest input found by leaving out runs of bytes, ever shorter ones, and by making bytes zero.</summary>
    public static byte[] Of(FuzzTarget target, byte[] input, Breach breach)
    {
        bool Same(byte[] candidate) => target.Examine(candidate) is { } other && other.Oracle == breach.Oracle && other.Signature == breach.Signature;
        for (var run = input.Length / 2; run > 0; run /= 2)
        {
            for (var at = 0; at + run <= input.Length;)
            {
                byte[] candidate = [.. input.AsSpan(0, at), .. input.AsSpan(at + run)];
                if (Same(candidate)) input = candidate;
                else at += run;
            }
        }

        for (var at = 0; at < input.Length; at++)
        {
            if (input[at] == 0) continue;
            var candidate = input.ToArray();
            candidate[at] = 0;
            if (Same(candidate)) input = candidate;
        }

        return input;
    }
}
