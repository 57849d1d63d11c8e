/* Generated from spec/machines by tools/SpecTool. Change those and run: dotnet run --project tools/SpecTool -- generate */

#define REFUSED 31
#define IN(phase, mask) (((mask) >> (phase)) & 1)

/* DeviceCore: phases, triggers */
#define DC_Off 0
#define DC_VerifyingBoot 1
#define DC_Idle 2
#define DC_Receiving 3
#define DC_VerifyingImage 4
#define DC_Verified 5
#define DC_Installing 6
#define DC_AwaitingBoot 7
#define DC_Trial 8
#define DC_Unbootable 9
#define DC_StartedPlain 1
#define DC_StartedForTrial 2
#define DC_StartedAfterTrial 3
#define DC_StartedEmpty 4
#define DC_TrialImageAuthentic 5
#define DC_TrialImageRejected 6
#define DC_BootedIdle 7
#define DC_BootedReceiving 8
#define DC_BootedVerifying 9
#define DC_BootedVerified 10
#define DC_ConfirmedImageRejected 11
#define DC_StatusAsked 12
#define DC_UpToDateBelieved 13
#define DC_UpdateAccepted 14
#define DC_UpdateAcceptedWhole 15
#define DC_UpdateResumed 16
#define DC_UpdateRefused 17
#define DC_CancelBelieved 18
#define DC_BlockStored 19
#define DC_LastBlockStored 20
#define DC_BlockRefused 21
#define DC_ImageAuthentic 22
#define DC_ImageRejected 23
#define DC_StorageFailed 24
#define DC_RecoveryFailed 25
#define DC_InstallAsked 26
#define DC_InstallRefused 27
#define DC_InstallSucceeded 28
#define DC_RebootDue 29
#define DC_SelfTestPassed 30
#define DC_SelfTestFailed 31
#define DC_TrialExpired 32
#define DC_NonceExpired 33
#define DC_FreshnessExpired 34
#define DC_Unexpected 35

inline DC_print_phase(value) {
  if
  :: value == DC_Off -> printf("Off")
  :: value == DC_VerifyingBoot -> printf("VerifyingBoot")
  :: value == DC_Idle -> printf("Idle")
  :: value == DC_Receiving -> printf("Receiving")
  :: value == DC_VerifyingImage -> printf("VerifyingImage")
  :: value == DC_Verified -> printf("Verified")
  :: value == DC_Installing -> printf("Installing")
  :: value == DC_AwaitingBoot -> printf("AwaitingBoot")
  :: value == DC_Trial -> printf("Trial")
  :: value == DC_Unbootable -> printf("Unbootable")
  :: else -> printf("refused")
  fi
}

inline DC_print_trigger(value) {
  if
  :: value == DC_StartedPlain -> printf("StartedPlain")
  :: value == DC_StartedForTrial -> printf("StartedForTrial")
  :: value == DC_StartedAfterTrial -> printf("StartedAfterTrial")
  :: value == DC_StartedEmpty -> printf("StartedEmpty")
  :: value == DC_TrialImageAuthentic -> printf("TrialImageAuthentic")
  :: value == DC_TrialImageRejected -> printf("TrialImageRejected")
  :: value == DC_BootedIdle -> printf("BootedIdle")
  :: value == DC_BootedReceiving -> printf("BootedReceiving")
  :: value == DC_BootedVerifying -> printf("BootedVerifying")
  :: value == DC_BootedVerified -> printf("BootedVerified")
  :: value == DC_ConfirmedImageRejected -> printf("ConfirmedImageRejected")
  :: value == DC_StatusAsked -> printf("StatusAsked")
  :: value == DC_UpToDateBelieved -> printf("UpToDateBelieved")
  :: value == DC_UpdateAccepted -> printf("UpdateAccepted")
  :: value == DC_UpdateAcceptedWhole -> printf("UpdateAcceptedWhole")
  :: value == DC_UpdateResumed -> printf("UpdateResumed")
  :: value == DC_UpdateRefused -> printf("UpdateRefused")
  :: value == DC_CancelBelieved -> printf("CancelBelieved")
  :: value == DC_BlockStored -> printf("BlockStored")
  :: value == DC_LastBlockStored -> printf("LastBlockStored")
  :: value == DC_BlockRefused -> printf("BlockRefused")
  :: value == DC_ImageAuthentic -> printf("ImageAuthentic")
  :: value == DC_ImageRejected -> printf("ImageRejected")
  :: value == DC_StorageFailed -> printf("StorageFailed")
  :: value == DC_RecoveryFailed -> printf("RecoveryFailed")
  :: value == DC_InstallAsked -> printf("InstallAsked")
  :: value == DC_InstallRefused -> printf("InstallRefused")
  :: value == DC_InstallSucceeded -> printf("InstallSucceeded")
  :: value == DC_RebootDue -> printf("RebootDue")
  :: value == DC_SelfTestPassed -> printf("SelfTestPassed")
  :: value == DC_SelfTestFailed -> printf("SelfTestFailed")
  :: value == DC_TrialExpired -> printf("TrialExpired")
  :: value == DC_NonceExpired -> printf("NonceExpired")
  :: value == DC_FreshnessExpired -> printf("FreshnessExpired")
  :: value == DC_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* DeviceCore: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline DC_table(phase, trigger) {
  if
  :: trigger == DC_StartedPlain && IN(phase, 0x1) -> nx = DC_VerifyingBoot /* Off */
  :: trigger == DC_StartedForTrial && IN(phase, 0x1) -> nx = DC_VerifyingBoot /* Off */
  :: trigger == DC_StartedAfterTrial && IN(phase, 0x1) -> nx = DC_VerifyingBoot /* Off */
  :: trigger == DC_StartedEmpty && IN(phase, 0x1) -> nx = DC_Unbootable /* Off */
  :: trigger == DC_StorageFailed && IN(phase, 0x3) -> nx = phase /* Off VerifyingBoot */
  :: trigger == DC_TrialImageAuthentic && IN(phase, 0x2) -> nx = DC_Trial /* VerifyingBoot */
  :: trigger == DC_TrialImageRejected && IN(phase, 0x2) -> nx = phase /* VerifyingBoot */
  :: trigger == DC_BootedIdle && IN(phase, 0x2) -> nx = DC_Idle /* VerifyingBoot */
  :: trigger == DC_BootedReceiving && IN(phase, 0x2) -> nx = DC_Receiving /* VerifyingBoot */
  :: trigger == DC_BootedVerifying && IN(phase, 0x2) -> nx = DC_VerifyingImage /* VerifyingBoot */
  :: trigger == DC_BootedVerified && IN(phase, 0x2) -> nx = DC_Verified /* VerifyingBoot */
  :: trigger == DC_ConfirmedImageRejected && IN(phase, 0x2) -> nx = DC_Unbootable /* VerifyingBoot */
  :: trigger == DC_StatusAsked && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_UpToDateBelieved && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_UpdateAccepted && IN(phase, 0x224) -> nx = DC_Receiving /* Idle Verified Unbootable */
  :: trigger == DC_UpdateAcceptedWhole && IN(phase, 0x22c) -> nx = DC_VerifyingImage /* Idle Receiving Verified Unbootable */
  :: trigger == DC_UpdateRefused && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_StorageFailed && IN(phase, 0x304) -> nx = DC_Off /* Idle Trial Unbootable */
  :: trigger == DC_InstallRefused && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_NonceExpired && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_FreshnessExpired && IN(phase, 0x3fc) -> nx = phase /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: trigger == DC_UpdateAccepted && IN(phase, 0x8) -> nx = phase /* Receiving */
  :: trigger == DC_UpdateResumed && IN(phase, 0x1f8) -> nx = phase /* Receiving VerifyingImage Verified Installing AwaitingBoot Trial */
  :: trigger == DC_CancelBelieved && IN(phase, 0xb8) -> nx = DC_Idle /* Receiving VerifyingImage Verified AwaitingBoot */
  :: trigger == DC_BlockStored && IN(phase, 0x8) -> nx = phase /* Receiving */
  :: trigger == DC_LastBlockStored && IN(phase, 0x8) -> nx = DC_VerifyingImage /* Receiving */
  :: trigger == DC_BlockRefused && IN(phase, 0x8) -> nx = phase /* Receiving */
  :: trigger == DC_StorageFailed && IN(phase, 0xf8) -> nx = DC_Idle /* Receiving VerifyingImage Verified Installing AwaitingBoot */
  :: trigger == DC_RecoveryFailed && IN(phase, 0xf8) -> nx = DC_Off /* Receiving VerifyingImage Verified Installing AwaitingBoot */
  :: trigger == DC_ImageAuthentic && IN(phase, 0x10) -> nx = DC_Verified /* VerifyingImage */
  :: trigger == DC_ImageRejected && IN(phase, 0x10) -> nx = DC_Idle /* VerifyingImage */
  :: trigger == DC_InstallAsked && IN(phase, 0x20) -> nx = DC_Installing /* Verified */
  :: trigger == DC_InstallSucceeded && IN(phase, 0x40) -> nx = DC_AwaitingBoot /* Installing */
  :: trigger == DC_RebootDue && IN(phase, 0x80) -> nx = DC_Off /* AwaitingBoot */
  :: trigger == DC_SelfTestPassed && IN(phase, 0x100) -> nx = DC_Idle /* Trial */
  :: trigger == DC_SelfTestFailed && IN(phase, 0x100) -> nx = DC_Off /* Trial */
  :: trigger == DC_TrialExpired && IN(phase, 0x100) -> nx = DC_Off /* Trial */
  :: else -> nx = REFUSED
  fi
}

/* Communicator: phases, triggers */
#define CM_Waiting 0
#define CM_AskingStatus 1
#define CM_CheckingIn 2
#define CM_Delivering 3
#define CM_Fetching 4
#define CM_Forwarding 5
#define CM_RequestingInstall 6
#define CM_PollDue 1
#define CM_StatusReported 2
#define CM_AnsweredDirective 3
#define CM_AnsweredNothing 4
#define CM_AnswerRefused 5
#define CM_DeliveryWanting 6
#define CM_DeliveryVerified 7
#define CM_DeliverySettled 8
#define CM_DeliveryRefused 9
#define CM_BlockFetched 10
#define CM_BlockMismatched 11
#define CM_BlockTakenWanting 12
#define CM_BlockTakenReportDue 13
#define CM_BlockTakenLast 14
#define CM_BlockDeclined 15
#define CM_InstallStarted 16
#define CM_InstallDeclined 17
#define CM_PeerFailed 18
#define CM_ReplyOverdue 19
#define CM_ProgressDue 20
#define CM_Unexpected 21

inline CM_print_phase(value) {
  if
  :: value == CM_Waiting -> printf("Waiting")
  :: value == CM_AskingStatus -> printf("AskingStatus")
  :: value == CM_CheckingIn -> printf("CheckingIn")
  :: value == CM_Delivering -> printf("Delivering")
  :: value == CM_Fetching -> printf("Fetching")
  :: value == CM_Forwarding -> printf("Forwarding")
  :: value == CM_RequestingInstall -> printf("RequestingInstall")
  :: else -> printf("refused")
  fi
}

inline CM_print_trigger(value) {
  if
  :: value == CM_PollDue -> printf("PollDue")
  :: value == CM_StatusReported -> printf("StatusReported")
  :: value == CM_AnsweredDirective -> printf("AnsweredDirective")
  :: value == CM_AnsweredNothing -> printf("AnsweredNothing")
  :: value == CM_AnswerRefused -> printf("AnswerRefused")
  :: value == CM_DeliveryWanting -> printf("DeliveryWanting")
  :: value == CM_DeliveryVerified -> printf("DeliveryVerified")
  :: value == CM_DeliverySettled -> printf("DeliverySettled")
  :: value == CM_DeliveryRefused -> printf("DeliveryRefused")
  :: value == CM_BlockFetched -> printf("BlockFetched")
  :: value == CM_BlockMismatched -> printf("BlockMismatched")
  :: value == CM_BlockTakenWanting -> printf("BlockTakenWanting")
  :: value == CM_BlockTakenReportDue -> printf("BlockTakenReportDue")
  :: value == CM_BlockTakenLast -> printf("BlockTakenLast")
  :: value == CM_BlockDeclined -> printf("BlockDeclined")
  :: value == CM_InstallStarted -> printf("InstallStarted")
  :: value == CM_InstallDeclined -> printf("InstallDeclined")
  :: value == CM_PeerFailed -> printf("PeerFailed")
  :: value == CM_ReplyOverdue -> printf("ReplyOverdue")
  :: value == CM_ProgressDue -> printf("ProgressDue")
  :: value == CM_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* Communicator: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline CM_table(phase, trigger) {
  if
  :: trigger == CM_PollDue && IN(phase, 0x1) -> nx = CM_AskingStatus /* Waiting */
  :: trigger == CM_StatusReported && IN(phase, 0x2) -> nx = CM_CheckingIn /* AskingStatus */
  :: trigger == CM_PeerFailed && IN(phase, 0x7e) -> nx = CM_Waiting /* AskingStatus CheckingIn Delivering Fetching Forwarding RequestingInstall */
  :: trigger == CM_ReplyOverdue && IN(phase, 0x7e) -> nx = CM_Waiting /* AskingStatus CheckingIn Delivering Fetching Forwarding RequestingInstall */
  :: trigger == CM_AnsweredDirective && IN(phase, 0x4) -> nx = CM_Delivering /* CheckingIn */
  :: trigger == CM_AnsweredNothing && IN(phase, 0x4) -> nx = CM_Waiting /* CheckingIn */
  :: trigger == CM_AnswerRefused && IN(phase, 0x4) -> nx = CM_Waiting /* CheckingIn */
  :: trigger == CM_DeliveryWanting && IN(phase, 0x8) -> nx = CM_Fetching /* Delivering */
  :: trigger == CM_DeliveryVerified && IN(phase, 0x8) -> nx = CM_RequestingInstall /* Delivering */
  :: trigger == CM_DeliverySettled && IN(phase, 0x8) -> nx = CM_Waiting /* Delivering */
  :: trigger == CM_DeliveryRefused && IN(phase, 0x8) -> nx = CM_Waiting /* Delivering */
  :: trigger == CM_BlockFetched && IN(phase, 0x10) -> nx = CM_Forwarding /* Fetching */
  :: trigger == CM_BlockMismatched && IN(phase, 0x10) -> nx = CM_Waiting /* Fetching */
  :: trigger == CM_ProgressDue && IN(phase, 0x30) -> nx = phase /* Fetching Forwarding */
  :: trigger == CM_BlockTakenWanting && IN(phase, 0x20) -> nx = CM_Fetching /* Forwarding */
  :: trigger == CM_BlockTakenReportDue && IN(phase, 0x20) -> nx = CM_AskingStatus /* Forwarding */
  :: trigger == CM_BlockTakenLast && IN(phase, 0x20) -> nx = CM_Waiting /* Forwarding */
  :: trigger == CM_BlockDeclined && IN(phase, 0x20) -> nx = CM_Waiting /* Forwarding */
  :: trigger == CM_InstallStarted && IN(phase, 0x40) -> nx = CM_Waiting /* RequestingInstall */
  :: trigger == CM_InstallDeclined && IN(phase, 0x40) -> nx = CM_Waiting /* RequestingInstall */
  :: else -> nx = REFUSED
  fi
}

/* StatusTracker: phases, triggers */
#define ST_Absent 0
#define ST_Enrolled 1
#define ST_Announced 2
#define ST_Accepted 3
#define ST_Downloading 4
#define ST_Downloaded 5
#define ST_Verified 6
#define ST_Installing 7
#define ST_AwaitingBoot 8
#define ST_Trial 9
#define ST_Confirmed 10
#define ST_Reverted 11
#define ST_Failed 12
#define ST_Cancelled 13
#define ST_Superseded 14
#define ST_Unreachable 15
#define ST_EnrolmentAccepted 1
#define ST_EnrolmentRepeated 2
#define ST_EnrolmentRefused 3
#define ST_ReportRefused 4
#define ST_IdleReported 5
#define ST_UpdateDue 6
#define ST_SupersedingDue 7
#define ST_AcceptanceReported 8
#define ST_TransferReported 9
#define ST_DownloadReported 10
#define ST_VerificationReported 11
#define ST_InstallationReported 12
#define ST_BootAwaited 13
#define ST_TrialReported 14
#define ST_CompletionReported 15
#define ST_FailureReported 16
#define ST_RevertReported 17
#define ST_FallBackReported 18
#define ST_RefusalRelayed 19
#define ST_CancellationReported 20
#define ST_SilenceExpired 21
#define ST_CancelRequested 22
#define ST_Unexpected 23

inline ST_print_phase(value) {
  if
  :: value == ST_Absent -> printf("Absent")
  :: value == ST_Enrolled -> printf("Enrolled")
  :: value == ST_Announced -> printf("Announced")
  :: value == ST_Accepted -> printf("Accepted")
  :: value == ST_Downloading -> printf("Downloading")
  :: value == ST_Downloaded -> printf("Downloaded")
  :: value == ST_Verified -> printf("Verified")
  :: value == ST_Installing -> printf("Installing")
  :: value == ST_AwaitingBoot -> printf("AwaitingBoot")
  :: value == ST_Trial -> printf("Trial")
  :: value == ST_Confirmed -> printf("Confirmed")
  :: value == ST_Reverted -> printf("Reverted")
  :: value == ST_Failed -> printf("Failed")
  :: value == ST_Cancelled -> printf("Cancelled")
  :: value == ST_Superseded -> printf("Superseded")
  :: value == ST_Unreachable -> printf("Unreachable")
  :: else -> printf("refused")
  fi
}

inline ST_print_trigger(value) {
  if
  :: value == ST_EnrolmentAccepted -> printf("EnrolmentAccepted")
  :: value == ST_EnrolmentRepeated -> printf("EnrolmentRepeated")
  :: value == ST_EnrolmentRefused -> printf("EnrolmentRefused")
  :: value == ST_ReportRefused -> printf("ReportRefused")
  :: value == ST_IdleReported -> printf("IdleReported")
  :: value == ST_UpdateDue -> printf("UpdateDue")
  :: value == ST_SupersedingDue -> printf("SupersedingDue")
  :: value == ST_AcceptanceReported -> printf("AcceptanceReported")
  :: value == ST_TransferReported -> printf("TransferReported")
  :: value == ST_DownloadReported -> printf("DownloadReported")
  :: value == ST_VerificationReported -> printf("VerificationReported")
  :: value == ST_InstallationReported -> printf("InstallationReported")
  :: value == ST_BootAwaited -> printf("BootAwaited")
  :: value == ST_TrialReported -> printf("TrialReported")
  :: value == ST_CompletionReported -> printf("CompletionReported")
  :: value == ST_FailureReported -> printf("FailureReported")
  :: value == ST_RevertReported -> printf("RevertReported")
  :: value == ST_FallBackReported -> printf("FallBackReported")
  :: value == ST_RefusalRelayed -> printf("RefusalRelayed")
  :: value == ST_CancellationReported -> printf("CancellationReported")
  :: value == ST_SilenceExpired -> printf("SilenceExpired")
  :: value == ST_CancelRequested -> printf("CancelRequested")
  :: value == ST_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* StatusTracker: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline ST_table(phase, trigger) {
  if
  :: trigger == ST_EnrolmentAccepted && IN(phase, 0x1) -> nx = ST_Enrolled /* Absent */
  :: trigger == ST_EnrolmentRefused && IN(phase, 0xffff) -> nx = phase /* Absent Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_ReportRefused && IN(phase, 0xffff) -> nx = phase /* Absent Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_EnrolmentRepeated && IN(phase, 0xfffe) -> nx = phase /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_IdleReported && IN(phase, 0x3802) -> nx = phase /* Enrolled Reverted Failed Cancelled */
  :: trigger == ST_UpdateDue && IN(phase, 0xfffa) -> nx = ST_Announced /* Enrolled Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_SupersedingDue && IN(phase, 0xbffe) -> nx = ST_Superseded /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Unreachable */
  :: trigger == ST_AcceptanceReported && IN(phase, 0xfff6) -> nx = ST_Accepted /* Enrolled Announced Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_TransferReported && IN(phase, 0xffee) -> nx = ST_Downloading /* Enrolled Announced Accepted Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_DownloadReported && IN(phase, 0xffde) -> nx = ST_Downloaded /* Enrolled Announced Accepted Downloading Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_VerificationReported && IN(phase, 0xffbe) -> nx = ST_Verified /* Enrolled Announced Accepted Downloading Downloaded Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_InstallationReported && IN(phase, 0xff7e) -> nx = ST_Installing /* Enrolled Announced Accepted Downloading Downloaded Verified AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_BootAwaited && IN(phase, 0xfefe) -> nx = ST_AwaitingBoot /* Enrolled Announced Accepted Downloading Downloaded Verified Installing Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_TrialReported && IN(phase, 0xfdfe) -> nx = ST_Trial /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_CompletionReported && IN(phase, 0xfbfe) -> nx = ST_Confirmed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Reverted Failed Cancelled Superseded Unreachable */
  :: trigger == ST_FailureReported && IN(phase, 0xeffe) -> nx = ST_Failed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Cancelled Superseded Unreachable */
  :: trigger == ST_RevertReported && IN(phase, 0xf7fe) -> nx = ST_Reverted /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Failed Cancelled Superseded Unreachable */
  :: trigger == ST_FallBackReported && IN(phase, 0xf7fe) -> nx = ST_Reverted /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Failed Cancelled Superseded Unreachable */
  :: trigger == ST_RefusalRelayed && IN(phase, 0xeffe) -> nx = ST_Failed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Cancelled Superseded Unreachable */
  :: trigger == ST_CancellationReported && IN(phase, 0xdffe) -> nx = ST_Cancelled /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Superseded Unreachable */
  :: trigger == ST_SilenceExpired && IN(phase, 0x7ffe) -> nx = ST_Unreachable /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded */
  :: trigger == ST_IdleReported && IN(phase, 0xc7fc) -> nx = ST_Enrolled /* Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Superseded Unreachable */
  :: trigger == ST_UpdateDue && IN(phase, 0x4) -> nx = phase /* Announced */
  :: trigger == ST_CancelRequested && IN(phase, 0xc1fc) -> nx = phase /* Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Superseded Unreachable */
  :: trigger == ST_AcceptanceReported && IN(phase, 0x8) -> nx = phase /* Accepted */
  :: trigger == ST_TransferReported && IN(phase, 0x10) -> nx = phase /* Downloading */
  :: trigger == ST_DownloadReported && IN(phase, 0x20) -> nx = phase /* Downloaded */
  :: trigger == ST_VerificationReported && IN(phase, 0x40) -> nx = phase /* Verified */
  :: trigger == ST_InstallationReported && IN(phase, 0x80) -> nx = phase /* Installing */
  :: trigger == ST_BootAwaited && IN(phase, 0x100) -> nx = phase /* AwaitingBoot */
  :: trigger == ST_TrialReported && IN(phase, 0x200) -> nx = phase /* Trial */
  :: trigger == ST_CompletionReported && IN(phase, 0x400) -> nx = phase /* Confirmed */
  :: trigger == ST_RevertReported && IN(phase, 0x800) -> nx = phase /* Reverted */
  :: trigger == ST_FallBackReported && IN(phase, 0x800) -> nx = phase /* Reverted */
  :: trigger == ST_FailureReported && IN(phase, 0x1000) -> nx = phase /* Failed */
  :: trigger == ST_RefusalRelayed && IN(phase, 0x1000) -> nx = phase /* Failed */
  :: trigger == ST_CancellationReported && IN(phase, 0x2000) -> nx = phase /* Cancelled */
  :: trigger == ST_SupersedingDue && IN(phase, 0x4000) -> nx = phase /* Superseded */
  :: else -> nx = REFUSED
  fi
}

/* ServerLink: phases, triggers */
#define SL_Unsynchronised 0
#define SL_AskingCatalogue 1
#define SL_FetchingEnvelope 2
#define SL_Synchronised 3
#define SL_Unavailable 4
#define SL_RefreshDue 1
#define SL_NothingNewListed 2
#define SL_NewPackagesListed 3
#define SL_EnvelopeReceived 4
#define SL_LastEnvelopeReceived 5
#define SL_EnvelopeRejected 6
#define SL_LastEnvelopeRejected 7
#define SL_PeerFailed 8
#define SL_ReplyOverdue 9
#define SL_Unexpected 10

inline SL_print_phase(value) {
  if
  :: value == SL_Unsynchronised -> printf("Unsynchronised")
  :: value == SL_AskingCatalogue -> printf("AskingCatalogue")
  :: value == SL_FetchingEnvelope -> printf("FetchingEnvelope")
  :: value == SL_Synchronised -> printf("Synchronised")
  :: value == SL_Unavailable -> printf("Unavailable")
  :: else -> printf("refused")
  fi
}

inline SL_print_trigger(value) {
  if
  :: value == SL_RefreshDue -> printf("RefreshDue")
  :: value == SL_NothingNewListed -> printf("NothingNewListed")
  :: value == SL_NewPackagesListed -> printf("NewPackagesListed")
  :: value == SL_EnvelopeReceived -> printf("EnvelopeReceived")
  :: value == SL_LastEnvelopeReceived -> printf("LastEnvelopeReceived")
  :: value == SL_EnvelopeRejected -> printf("EnvelopeRejected")
  :: value == SL_LastEnvelopeRejected -> printf("LastEnvelopeRejected")
  :: value == SL_PeerFailed -> printf("PeerFailed")
  :: value == SL_ReplyOverdue -> printf("ReplyOverdue")
  :: value == SL_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* ServerLink: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline SL_table(phase, trigger) {
  if
  :: trigger == SL_RefreshDue && IN(phase, 0x19) -> nx = SL_AskingCatalogue /* Unsynchronised Synchronised Unavailable */
  :: trigger == SL_NothingNewListed && IN(phase, 0x2) -> nx = SL_Synchronised /* AskingCatalogue */
  :: trigger == SL_NewPackagesListed && IN(phase, 0x2) -> nx = SL_FetchingEnvelope /* AskingCatalogue */
  :: trigger == SL_PeerFailed && IN(phase, 0x6) -> nx = SL_Unavailable /* AskingCatalogue FetchingEnvelope */
  :: trigger == SL_ReplyOverdue && IN(phase, 0x6) -> nx = SL_Unavailable /* AskingCatalogue FetchingEnvelope */
  :: trigger == SL_EnvelopeReceived && IN(phase, 0x4) -> nx = phase /* FetchingEnvelope */
  :: trigger == SL_LastEnvelopeReceived && IN(phase, 0x4) -> nx = SL_Synchronised /* FetchingEnvelope */
  :: trigger == SL_EnvelopeRejected && IN(phase, 0x4) -> nx = phase /* FetchingEnvelope */
  :: trigger == SL_LastEnvelopeRejected && IN(phase, 0x4) -> nx = SL_Synchronised /* FetchingEnvelope */
  :: else -> nx = REFUSED
  fi
}

/* FirmwareServer: phases, triggers */
#define FS_Absent 0
#define FS_Staged 1
#define FS_Published 2
#define FS_Withdrawn 3
#define FS_PackageStaged 1
#define FS_PackageCompleted 2
#define FS_PublishRepeated 3
#define FS_PublishRefused 4
#define FS_PayloadArrived 5
#define FS_WithdrawAccepted 6
#define FS_EnvelopeAsked 7
#define FS_BlockAsked 8
#define FS_BlockRefused 9
#define FS_Unexpected 10

inline FS_print_phase(value) {
  if
  :: value == FS_Absent -> printf("Absent")
  :: value == FS_Staged -> printf("Staged")
  :: value == FS_Published -> printf("Published")
  :: value == FS_Withdrawn -> printf("Withdrawn")
  :: else -> printf("refused")
  fi
}

inline FS_print_trigger(value) {
  if
  :: value == FS_PackageStaged -> printf("PackageStaged")
  :: value == FS_PackageCompleted -> printf("PackageCompleted")
  :: value == FS_PublishRepeated -> printf("PublishRepeated")
  :: value == FS_PublishRefused -> printf("PublishRefused")
  :: value == FS_PayloadArrived -> printf("PayloadArrived")
  :: value == FS_WithdrawAccepted -> printf("WithdrawAccepted")
  :: value == FS_EnvelopeAsked -> printf("EnvelopeAsked")
  :: value == FS_BlockAsked -> printf("BlockAsked")
  :: value == FS_BlockRefused -> printf("BlockRefused")
  :: value == FS_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* FirmwareServer: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline FS_table(phase, trigger) {
  if
  :: trigger == FS_PackageStaged && IN(phase, 0x1) -> nx = FS_Staged /* Absent */
  :: trigger == FS_PackageCompleted && IN(phase, 0x3) -> nx = FS_Published /* Absent Staged */
  :: trigger == FS_PublishRefused && IN(phase, 0xf) -> nx = phase /* Absent Staged Published Withdrawn */
  :: trigger == FS_PublishRepeated && IN(phase, 0x6) -> nx = phase /* Staged Published */
  :: trigger == FS_PayloadArrived && IN(phase, 0x2) -> nx = phase /* Staged */
  :: trigger == FS_WithdrawAccepted && IN(phase, 0x6) -> nx = FS_Withdrawn /* Staged Published */
  :: trigger == FS_EnvelopeAsked && IN(phase, 0x4) -> nx = phase /* Published */
  :: trigger == FS_BlockAsked && IN(phase, 0x4) -> nx = phase /* Published */
  :: trigger == FS_BlockRefused && IN(phase, 0x4) -> nx = phase /* Published */
  :: trigger == FS_WithdrawAccepted && IN(phase, 0x8) -> nx = phase /* Withdrawn */
  :: else -> nx = REFUSED
  fi
}
