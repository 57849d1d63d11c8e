namespace SecUpIoT.Protocol.Suit;

/// <summary>The reasons of a SUIT report (draft-ietf-suit-report, suit-report-reason).</summary>
public enum SuitReportReason
{
    /// <summary>No failure.</summary>
    Ok = 0,
    /// <summary>The CBOR could not be parsed.</summary>
    CborParse = 1,
    /// <summary>A COSE message of an unsupported kind.</summary>
    CoseUnsupported = 2,
    /// <summary>An unsupported algorithm.</summary>
    AlgorithmUnsupported = 3,
    /// <summary>No valid signature or MAC, or a digest that does not match.</summary>
    Unauthorised = 4,
    /// <summary>An unsupported command.</summary>
    CommandUnsupported = 5,
    /// <summary>An unsupported component.</summary>
    ComponentUnsupported = 6,
    /// <summary>The signer may not touch the component.</summary>
    ComponentUnauthorised = 7,
    /// <summary>An unsupported parameter.</summary>
    ParameterUnsupported = 8,
    /// <summary>A severed element is needed and absent.</summary>
    SeveringUnsupported = 9,
    /// <summary>A condition failed.</summary>
    ConditionFailed = 10,
    /// <summary>An operation failed.</summary>
    OperationFailed = 11,
    /// <summary>An invocation is about to happen and may not return.</summary>
    InvokePending = 12,
}

/// <summary>Why a manifest was refused or its procedure stopped.</summary>
/// <param name="Code">The outcome in the vocabulary of this system.</param>
/// <param name="Reason">The reason in the vocabulary of SUIT reports.</param>
/// <param name="Detail">A sentence for people; never decided upon.</param>
public sealed record SuitError(ResultCode Code, SuitReportReason Reason, string Detail)
{
    /// <summary>An error with the reason that belongs to <paramref name="code"/>.</summary>
    public SuitError(ResultCode code, string detail)
        : this(code, SuitReasons.ReasonOf(code), detail)
    {
    }
}
