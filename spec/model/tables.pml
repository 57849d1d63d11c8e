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
inline DC_table(here, by) {
  if
  :: by == DC_StartedPlain && IN(here, 1) -> nx = DC_VerifyingBoot /* Off */
  :: by == DC_StartedForTrial && IN(here, 1) -> nx = DC_VerifyingBoot /* Off */
  :: by == DC_StartedAfterTrial && IN(here, 1) -> nx = DC_VerifyingBoot /* Off */
  :: by == DC_StartedEmpty && IN(here, 1) -> nx = DC_Unbootable /* Off */
  :: by == DC_StorageFailed && IN(here, 3) -> nx = here /* Off VerifyingBoot */
  :: by == DC_TrialImageAuthentic && IN(here, 2) -> nx = DC_Trial /* VerifyingBoot */
  :: by == DC_TrialImageRejected && IN(here, 2) -> nx = here /* VerifyingBoot */
  :: by == DC_BootedIdle && IN(here, 2) -> nx = DC_Idle /* VerifyingBoot */
  :: by == DC_BootedReceiving && IN(here, 2) -> nx = DC_Receiving /* VerifyingBoot */
  :: by == DC_BootedVerifying && IN(here, 2) -> nx = DC_VerifyingImage /* VerifyingBoot */
  :: by == DC_BootedVerified && IN(here, 2) -> nx = DC_Verified /* VerifyingBoot */
  :: by == DC_ConfirmedImageRejected && IN(here, 2) -> nx = DC_Unbootable /* VerifyingBoot */
  :: by == DC_StatusAsked && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_UpToDateBelieved && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_UpdateAccepted && IN(here, 548) -> nx = DC_Receiving /* Idle Verified Unbootable */
  :: by == DC_UpdateAcceptedWhole && IN(here, 556) -> nx = DC_VerifyingImage /* Idle Receiving Verified Unbootable */
  :: by == DC_UpdateRefused && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_StorageFailed && IN(here, 772) -> nx = DC_Off /* Idle Trial Unbootable */
  :: by == DC_InstallRefused && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_NonceExpired && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_FreshnessExpired && IN(here, 1020) -> nx = here /* Idle Receiving VerifyingImage Verified Installing AwaitingBoot Trial Unbootable */
  :: by == DC_UpdateAccepted && IN(here, 8) -> nx = here /* Receiving */
  :: by == DC_UpdateResumed && IN(here, 504) -> nx = here /* Receiving VerifyingImage Verified Installing AwaitingBoot Trial */
  :: by == DC_CancelBelieved && IN(here, 184) -> nx = DC_Idle /* Receiving VerifyingImage Verified AwaitingBoot */
  :: by == DC_BlockStored && IN(here, 8) -> nx = here /* Receiving */
  :: by == DC_LastBlockStored && IN(here, 8) -> nx = DC_VerifyingImage /* Receiving */
  :: by == DC_BlockRefused && IN(here, 8) -> nx = here /* Receiving */
  :: by == DC_StorageFailed && IN(here, 248) -> nx = DC_Idle /* Receiving VerifyingImage Verified Installing AwaitingBoot */
  :: by == DC_RecoveryFailed && IN(here, 248) -> nx = DC_Off /* Receiving VerifyingImage Verified Installing AwaitingBoot */
  :: by == DC_ImageAuthentic && IN(here, 16) -> nx = DC_Verified /* VerifyingImage */
  :: by == DC_ImageRejected && IN(here, 16) -> nx = DC_Idle /* VerifyingImage */
  :: by == DC_InstallAsked && IN(here, 32) -> nx = DC_Installing /* Verified */
  :: by == DC_InstallSucceeded && IN(here, 64) -> nx = DC_AwaitingBoot /* Installing */
  :: by == DC_RebootDue && IN(here, 128) -> nx = DC_Off /* AwaitingBoot */
  :: by == DC_SelfTestPassed && IN(here, 256) -> nx = DC_Idle /* Trial */
  :: by == DC_SelfTestFailed && IN(here, 256) -> nx = DC_Off /* Trial */
  :: by == DC_TrialExpired && IN(here, 256) -> nx = DC_Off /* Trial */
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
inline CM_table(here, by) {
  if
  :: by == CM_PollDue && IN(here, 1) -> nx = CM_AskingStatus /* Waiting */
  :: by == CM_StatusReported && IN(here, 2) -> nx = CM_CheckingIn /* AskingStatus */
  :: by == CM_PeerFailed && IN(here, 126) -> nx = CM_Waiting /* AskingStatus CheckingIn Delivering Fetching Forwarding RequestingInstall */
  :: by == CM_ReplyOverdue && IN(here, 126) -> nx = CM_Waiting /* AskingStatus CheckingIn Delivering Fetching Forwarding RequestingInstall */
  :: by == CM_AnsweredDirective && IN(here, 4) -> nx = CM_Delivering /* CheckingIn */
  :: by == CM_AnsweredNothing && IN(here, 4) -> nx = CM_Waiting /* CheckingIn */
  :: by == CM_AnswerRefused && IN(here, 4) -> nx = CM_Waiting /* CheckingIn */
  :: by == CM_DeliveryWanting && IN(here, 8) -> nx = CM_Fetching /* Delivering */
  :: by == CM_DeliveryVerified && IN(here, 8) -> nx = CM_RequestingInstall /* Delivering */
  :: by == CM_DeliverySettled && IN(here, 8) -> nx = CM_Waiting /* Delivering */
  :: by == CM_DeliveryRefused && IN(here, 8) -> nx = CM_Waiting /* Delivering */
  :: by == CM_BlockFetched && IN(here, 16) -> nx = CM_Forwarding /* Fetching */
  :: by == CM_BlockMismatched && IN(here, 16) -> nx = CM_Waiting /* Fetching */
  :: by == CM_ProgressDue && IN(here, 48) -> nx = here /* Fetching Forwarding */
  :: by == CM_BlockTakenWanting && IN(here, 32) -> nx = CM_Fetching /* Forwarding */
  :: by == CM_BlockTakenReportDue && IN(here, 32) -> nx = CM_AskingStatus /* Forwarding */
  :: by == CM_BlockTakenLast && IN(here, 32) -> nx = CM_Waiting /* Forwarding */
  :: by == CM_BlockDeclined && IN(here, 32) -> nx = CM_Waiting /* Forwarding */
  :: by == CM_InstallStarted && IN(here, 64) -> nx = CM_Waiting /* RequestingInstall */
  :: by == CM_InstallDeclined && IN(here, 64) -> nx = CM_Waiting /* RequestingInstall */
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
#define ST_Decommissioned 16
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
#define ST_TagsNamed 23
#define ST_TagsRefused 24
#define ST_DecommissionRequested 25
#define ST_Unexpected 26

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
  :: value == ST_Decommissioned -> printf("Decommissioned")
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
  :: value == ST_TagsNamed -> printf("TagsNamed")
  :: value == ST_TagsRefused -> printf("TagsRefused")
  :: value == ST_DecommissionRequested -> printf("DecommissionRequested")
  :: value == ST_Unexpected -> printf("Unexpected")
  :: else -> printf("refused")
  fi
}

/* StatusTracker: the next phase by the table; a cell that is not in the table is refused (R-GEN-02) */
inline ST_table(here, by) {
  if
  :: by == ST_EnrolmentAccepted && IN(here, 65537) -> nx = ST_Enrolled /* Absent Decommissioned */
  :: by == ST_EnrolmentRefused && IN(here, 131071) -> nx = here /* Absent Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable Decommissioned */
  :: by == ST_ReportRefused && IN(here, 131071) -> nx = here /* Absent Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable Decommissioned */
  :: by == ST_EnrolmentRepeated && IN(here, 65534) -> nx = here /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_TagsNamed && IN(here, 65534) -> nx = here /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_TagsRefused && IN(here, 65534) -> nx = here /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_DecommissionRequested && IN(here, 65534) -> nx = ST_Decommissioned /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_IdleReported && IN(here, 14338) -> nx = here /* Enrolled Reverted Failed Cancelled */
  :: by == ST_UpdateDue && IN(here, 65530) -> nx = ST_Announced /* Enrolled Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_SupersedingDue && IN(here, 49150) -> nx = ST_Superseded /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Unreachable */
  :: by == ST_AcceptanceReported && IN(here, 65526) -> nx = ST_Accepted /* Enrolled Announced Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_TransferReported && IN(here, 65518) -> nx = ST_Downloading /* Enrolled Announced Accepted Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_DownloadReported && IN(here, 65502) -> nx = ST_Downloaded /* Enrolled Announced Accepted Downloading Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_VerificationReported && IN(here, 65470) -> nx = ST_Verified /* Enrolled Announced Accepted Downloading Downloaded Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_InstallationReported && IN(here, 65406) -> nx = ST_Installing /* Enrolled Announced Accepted Downloading Downloaded Verified AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_BootAwaited && IN(here, 65278) -> nx = ST_AwaitingBoot /* Enrolled Announced Accepted Downloading Downloaded Verified Installing Trial Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_TrialReported && IN(here, 65022) -> nx = ST_Trial /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Confirmed Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_CompletionReported && IN(here, 64510) -> nx = ST_Confirmed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Reverted Failed Cancelled Superseded Unreachable */
  :: by == ST_FailureReported && IN(here, 61438) -> nx = ST_Failed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Cancelled Superseded Unreachable */
  :: by == ST_RevertReported && IN(here, 63486) -> nx = ST_Reverted /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Failed Cancelled Superseded Unreachable */
  :: by == ST_FallBackReported && IN(here, 63486) -> nx = ST_Reverted /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Failed Cancelled Superseded Unreachable */
  :: by == ST_RefusalRelayed && IN(here, 61438) -> nx = ST_Failed /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Cancelled Superseded Unreachable */
  :: by == ST_CancellationReported && IN(here, 57342) -> nx = ST_Cancelled /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Superseded Unreachable */
  :: by == ST_SilenceExpired && IN(here, 32766) -> nx = ST_Unreachable /* Enrolled Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Reverted Failed Cancelled Superseded */
  :: by == ST_IdleReported && IN(here, 51196) -> nx = ST_Enrolled /* Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Trial Confirmed Superseded Unreachable */
  :: by == ST_UpdateDue && IN(here, 4) -> nx = here /* Announced */
  :: by == ST_CancelRequested && IN(here, 49660) -> nx = here /* Announced Accepted Downloading Downloaded Verified Installing AwaitingBoot Superseded Unreachable */
  :: by == ST_AcceptanceReported && IN(here, 8) -> nx = here /* Accepted */
  :: by == ST_TransferReported && IN(here, 16) -> nx = here /* Downloading */
  :: by == ST_DownloadReported && IN(here, 32) -> nx = here /* Downloaded */
  :: by == ST_VerificationReported && IN(here, 64) -> nx = here /* Verified */
  :: by == ST_InstallationReported && IN(here, 128) -> nx = here /* Installing */
  :: by == ST_BootAwaited && IN(here, 256) -> nx = here /* AwaitingBoot */
  :: by == ST_TrialReported && IN(here, 512) -> nx = here /* Trial */
  :: by == ST_CompletionReported && IN(here, 1024) -> nx = here /* Confirmed */
  :: by == ST_RevertReported && IN(here, 2048) -> nx = here /* Reverted */
  :: by == ST_FallBackReported && IN(here, 2048) -> nx = here /* Reverted */
  :: by == ST_FailureReported && IN(here, 4096) -> nx = here /* Failed */
  :: by == ST_RefusalRelayed && IN(here, 4096) -> nx = here /* Failed */
  :: by == ST_CancellationReported && IN(here, 8192) -> nx = here /* Cancelled */
  :: by == ST_SupersedingDue && IN(here, 16384) -> nx = here /* Superseded */
  :: by == ST_DecommissionRequested && IN(here, 65536) -> nx = here /* Decommissioned */
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
inline SL_table(here, by) {
  if
  :: by == SL_RefreshDue && IN(here, 25) -> nx = SL_AskingCatalogue /* Unsynchronised Synchronised Unavailable */
  :: by == SL_NothingNewListed && IN(here, 2) -> nx = SL_Synchronised /* AskingCatalogue */
  :: by == SL_NewPackagesListed && IN(here, 2) -> nx = SL_FetchingEnvelope /* AskingCatalogue */
  :: by == SL_PeerFailed && IN(here, 6) -> nx = SL_Unavailable /* AskingCatalogue FetchingEnvelope */
  :: by == SL_ReplyOverdue && IN(here, 6) -> nx = SL_Unavailable /* AskingCatalogue FetchingEnvelope */
  :: by == SL_EnvelopeReceived && IN(here, 4) -> nx = here /* FetchingEnvelope */
  :: by == SL_LastEnvelopeReceived && IN(here, 4) -> nx = SL_Synchronised /* FetchingEnvelope */
  :: by == SL_EnvelopeRejected && IN(here, 4) -> nx = here /* FetchingEnvelope */
  :: by == SL_LastEnvelopeRejected && IN(here, 4) -> nx = SL_Synchronised /* FetchingEnvelope */
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
inline FS_table(here, by) {
  if
  :: by == FS_PackageStaged && IN(here, 1) -> nx = FS_Staged /* Absent */
  :: by == FS_PackageCompleted && IN(here, 3) -> nx = FS_Published /* Absent Staged */
  :: by == FS_PublishRefused && IN(here, 15) -> nx = here /* Absent Staged Published Withdrawn */
  :: by == FS_PublishRepeated && IN(here, 6) -> nx = here /* Staged Published */
  :: by == FS_PayloadArrived && IN(here, 2) -> nx = here /* Staged */
  :: by == FS_WithdrawAccepted && IN(here, 6) -> nx = FS_Withdrawn /* Staged Published */
  :: by == FS_EnvelopeAsked && IN(here, 4) -> nx = here /* Published */
  :: by == FS_BlockAsked && IN(here, 4) -> nx = here /* Published */
  :: by == FS_BlockRefused && IN(here, 4) -> nx = here /* Published */
  :: by == FS_WithdrawAccepted && IN(here, 8) -> nx = here /* Withdrawn */
  :: else -> nx = REFUSED
  fi
}
