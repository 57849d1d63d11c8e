namespace SecUpIoT.Protocol.Suit;

/// <summary>Whether a manifest states for which vendor and class of device it is made.</summary>
internal static class Compatibility
{
    /// <summary>The error when the shared sequence does not check vendor and class on every path, or null when it does.</summary>
    public static SuitError? FindMissing(CommandSequence? shared)
    {
        if (!Guarantees(shared, SuitCommandCode.VendorIdentifier))
        {
            return new SuitError(ResultCode.MissingElement, "the shared sequence does not check the vendor");
        }

        if (!Guarantees(shared, SuitCommandCode.ClassIdentifier))
        {
            return new SuitError(ResultCode.MissingElement, "the shared sequence does not check the class");
        }

        return null;
    }

    // A check inside a try-each counts only when no branch avoids it; one inside run-sequence may be muted by soft-failure and does not count.
    private static bool Guarantees(CommandSequence? sequence, SuitCommandCode condition) => sequence is not null && sequence.Commands.Any(command => command switch
    {
        SuitCommand.Condition { Code: var code } => code == condition,
        SuitCommand.TryEach { MayFail: false } each => each.Branches.All(branch => Guarantees(branch, condition)),
        _ => false,
    });
}
