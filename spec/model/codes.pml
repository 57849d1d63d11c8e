/* The result codes that arise in the model (spec/result-codes.md), numbered for it alone, and which of them are transient. */

#define RC_None 0
#define RC_Success 1
#define RC_UnexpectedBlock 2
#define RC_NotAvailable 3
#define RC_NotAuthentic 4
#define RC_DirectiveNotAuthentic 5
#define RC_ReportNotAuthentic 6
#define RC_DirectiveMissing 7
#define RC_RolledBack 8
#define RC_SameNumberOtherManifest 9
#define RC_StaleNonce 10
#define RC_StaleReport 11
#define RC_DirectiveNamesOtherManifest 12
#define RC_PayloadDigestMismatch 13
#define RC_WrongClass 14
#define RC_WrongDevice 15
#define RC_StorageFailed 16
#define RC_BootVerificationFailed 17
#define RC_SelfTestFailed 18
#define RC_TrialExpired 19
#define RC_RestartedDuringTrial 20
#define RC_FellBack 21
#define RC_Withdrawn 22
#define RC_Cancelled 23
#define RC_Superseded 24
#define RC_TooLateToCancel 25
#define RC_Busy 26
#define RC_NotNow 27
#define RC_MissingElement 28

/* UnexpectedBlock NotAvailable StaleNonce StaleReport PayloadDigestMismatch StorageFailed RestartedDuringTrial Busy NotNow */
#define TRANSIENT(code) ((202451980 >> (code)) & 1)
#define LASTING(code) ((code) > RC_Success && !TRANSIENT(code))

inline print_code(value) {
  if
  :: value == RC_None -> printf("None")
  :: value == RC_Success -> printf("Success")
  :: value == RC_UnexpectedBlock -> printf("UnexpectedBlock")
  :: value == RC_NotAvailable -> printf("NotAvailable")
  :: value == RC_NotAuthentic -> printf("NotAuthentic")
  :: value == RC_DirectiveNotAuthentic -> printf("DirectiveNotAuthentic")
  :: value == RC_ReportNotAuthentic -> printf("ReportNotAuthentic")
  :: value == RC_DirectiveMissing -> printf("DirectiveMissing")
  :: value == RC_RolledBack -> printf("RolledBack")
  :: value == RC_SameNumberOtherManifest -> printf("SameNumberOtherManifest")
  :: value == RC_StaleNonce -> printf("StaleNonce")
  :: value == RC_StaleReport -> printf("StaleReport")
  :: value == RC_DirectiveNamesOtherManifest -> printf("DirectiveNamesOtherManifest")
  :: value == RC_PayloadDigestMismatch -> printf("PayloadDigestMismatch")
  :: value == RC_WrongClass -> printf("WrongClass")
  :: value == RC_WrongDevice -> printf("WrongDevice")
  :: value == RC_StorageFailed -> printf("StorageFailed")
  :: value == RC_BootVerificationFailed -> printf("BootVerificationFailed")
  :: value == RC_SelfTestFailed -> printf("SelfTestFailed")
  :: value == RC_TrialExpired -> printf("TrialExpired")
  :: value == RC_RestartedDuringTrial -> printf("RestartedDuringTrial")
  :: value == RC_FellBack -> printf("FellBack")
  :: value == RC_Withdrawn -> printf("Withdrawn")
  :: value == RC_Cancelled -> printf("Cancelled")
  :: value == RC_Superseded -> printf("Superseded")
  :: value == RC_TooLateToCancel -> printf("TooLateToCancel")
  :: value == RC_Busy -> printf("Busy")
  :: value == RC_NotNow -> printf("NotNow")
  :: value == RC_MissingElement -> printf("MissingElement")
  fi
}
