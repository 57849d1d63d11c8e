namespace SecUpIoT.Protocol.Suit;

/// <summary>Translates between the outcomes of this system and the reasons of SUIT reports. Both directions are total.</summary>
public static class SuitReasons
{
    /// <summary>The report reason for an outcome.</summary>
    public static SuitReportReason ReasonOf(ResultCode code) => code switch
    {
        ResultCode.None or ResultCode.Success => SuitReportReason.Ok,
        ResultCode.MalformedMessage or ResultCode.MalformedManifest or ResultCode.UnsupportedManifestVersion
            or ResultCode.LimitExceeded or ResultCode.MissingElement => SuitReportReason.CborParse,
        ResultCode.UnsupportedFormat => SuitReportReason.CoseUnsupported,
        ResultCode.UnsupportedAlgorithm => SuitReportReason.AlgorithmUnsupported,
        ResultCode.PeerNotTrusted or ResultCode.NotAuthentic or ResultCode.ManifestDigestMismatch or ResultCode.DirectiveNotAuthentic
            or ResultCode.ReportNotAuthentic or ResultCode.DirectiveMissing or ResultCode.DirectiveNamesOtherManifest
            or ResultCode.NotEnrolled or ResultCode.AlreadyEnrolled => SuitReportReason.Unauthorised,
        ResultCode.UnsupportedCommand => SuitReportReason.CommandUnsupported,
        ResultCode.UnsupportedComponent => SuitReportReason.ComponentUnsupported,
        ResultCode.NotAuthorised or ResultCode.NotAllowed => SuitReportReason.ComponentUnauthorised,
        ResultCode.UnsupportedParameter => SuitReportReason.ParameterUnsupported,
        ResultCode.SeveredSectionInvalid => SuitReportReason.SeveringUnsupported,
        // There is no reason for a rollback or for stale data: these are conditions on the state of the recipient.
        ResultCode.ConditionFailed or ResultCode.RolledBack or ResultCode.SameNumberOtherManifest or ResultCode.NumberTooFarAhead
            or ResultCode.StaleNonce or ResultCode.DirectiveExpired or ResultCode.StaleReport or ResultCode.FreezeSuspected
            or ResultCode.PayloadDigestMismatch or ResultCode.ConflictingSequenceNumber or ResultCode.WrongVendor or ResultCode.WrongClass
            or ResultCode.WrongDevice or ResultCode.BootVerificationFailed or ResultCode.Withdrawn => SuitReportReason.ConditionFailed,
        _ => SuitReportReason.OperationFailed,
    };

    /// <summary>The outcome that says as much as a report reason does.</summary>
    public static ResultCode CodeOf(SuitReportReason reason) => reason switch
    {
        SuitReportReason.Ok or SuitReportReason.InvokePending => ResultCode.Success,
        SuitReportReason.CborParse => ResultCode.MalformedManifest,
        SuitReportReason.CoseUnsupported => ResultCode.UnsupportedFormat,
        SuitReportReason.AlgorithmUnsupported => ResultCode.UnsupportedAlgorithm,
        SuitReportReason.Unauthorised => ResultCode.NotAuthentic,
        SuitReportReason.CommandUnsupported => ResultCode.UnsupportedCommand,
        SuitReportReason.ComponentUnsupported => ResultCode.UnsupportedComponent,
        SuitReportReason.ComponentUnauthorised => ResultCode.NotAuthorised,
        SuitReportReason.ParameterUnsupported => ResultCode.UnsupportedParameter,
        SuitReportReason.SeveringUnsupported => ResultCode.SeveredSectionInvalid,
        SuitReportReason.ConditionFailed => ResultCode.ConditionFailed,
        _ => ResultCode.InstallFailed,
    };
}
