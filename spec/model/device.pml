/* The Device core (spec/machines/device-core.md). A judge names the trigger, the table the next phase, and the action writes and sends. */

/* Is the slot whole for the image, and the image an author's? R-DC-22, R-DC-25 */
inline judge_slot(at, image) {
  whole = slot[at].env == image && AUTHORED(image);
  for (x : 0 .. BLOCKS - 1) { whole = whole && slot[at].block[x] == image }
}

inline judge_read(d) {
  if
  :: dev[d].phase == DC_VerifyingBoot && dev[d].stage >= SG_AwaitingBoot ->
     judge_slot(OTHER(d), dev[d].cand);
     tr = (whole || MUT == 8 -> DC_TrialImageAuthentic : DC_TrialImageRejected)
  :: dev[d].phase == DC_VerifyingBoot && dev[d].stage < SG_AwaitingBoot ->
     judge_slot(CONFIRMED(d), dev[d].conf);
     if
     :: !whole && MUT != 8 -> tr = DC_ConfirmedImageRejected
     :: else ->
        if
        :: dev[d].cand == 0 -> tr = DC_BootedIdle
        :: dev[d].cand != 0 && dev[d].stage == SG_Receiving && dev[d].recv < BLOCKS -> tr = DC_BootedReceiving
        :: dev[d].cand != 0 && dev[d].stage == SG_Receiving && dev[d].recv == BLOCKS -> tr = DC_BootedVerifying
        :: else -> tr = DC_BootedVerified
        fi
     fi
  :: dev[d].phase == DC_VerifyingImage ->
     judge_slot(OTHER(d), dev[d].cand);
     if
     :: whole || MUT == 7 -> tr = DC_ImageAuthentic
     :: else -> tr = (dev[d].runs == 0 -> DC_RecoveryFailed : DC_ImageRejected)
     fi
  :: else -> tr = DC_Unexpected
  fi
}

/* Past the point where another update may take the place of the candidate (R-DC-33). */
#define BUSY(phase) IN(phase, (1 << DC_VerifyingImage) | (1 << DC_Installing) | (1 << DC_AwaitingBoot) | (1 << DC_Trial))

/* Is image img, whose envelope came, acceptable as an update? Order of checks: spec/package-profile.md. */
inline judge_update(d, image) {
  if
  :: m.env == 0 -> tr = DC_UpdateRefused; code = RC_MissingElement
  :: m.env != 0 && !AUTHORED(m.env) && MUT != 6 -> tr = DC_UpdateRefused; code = RC_NotAuthentic
  :: else ->
     if
     :: !RIGHT_CLASS(m.env) && MUT != 17 -> tr = DC_UpdateRefused; code = RC_WrongClass
     :: SECURE && m.env != image && (RIGHT_CLASS(m.env) || MUT == 17) && MUT != 18 -> tr = DC_UpdateRefused; code = RC_DirectiveNamesOtherManifest
     :: else ->
        if
        :: NUMBER(m.env) < NUMBER(dev[d].conf) && MUT != 1 -> tr = DC_UpdateRefused; code = RC_RolledBack
        :: NUMBER(m.env) == NUMBER(dev[d].conf) && (m.env != dev[d].conf || dev[d].phase != DC_Unbootable) && MUT != 1 -> tr = DC_UpdateRefused; code = RC_SameNumberOtherManifest
        :: else ->
           if
           :: dev[d].cand != 0 && dev[d].phase != DC_Unbootable && NUMBER(m.env) <= NUMBER(dev[d].cand) && MUT != 19 ->
              tr = DC_UpdateRefused; code = RC_Busy
           :: else -> tr = DC_UpdateAccepted
           fi
        fi
     fi
  fi
}

/* Which manifest is named: by the directive in profile Secure, by the envelope in profile Core. */
inline judge_install(d, image) {
  if
  :: image != 0 && image == dev[d].cand && dev[d].phase != DC_Unbootable ->
     if
     :: m.env != 0 && m.env != image -> tr = DC_UpdateRefused; code = (AUTHORED(m.env) -> RC_DirectiveNamesOtherManifest : RC_NotAuthentic)
     :: else -> tr = DC_UpdateResumed
     fi
  :: image != 0 && image == dev[d].conf && dev[d].phase != DC_Unbootable && (m.env == 0 || m.env == image) -> tr = DC_UpToDateBelieved
  :: else ->
     judge_update(d, image);
     if
     :: tr == DC_UpdateAccepted && BUSY(dev[d].phase) -> tr = DC_UpdateRefused; code = RC_Busy
     :: else -> skip
     fi
  fi
}

inline judge_directive(d) {
  if
  :: !SECURE -> judge_install(d, m.env)
  :: SECURE && m.kind == 0 -> tr = DC_UpdateRefused; code = RC_DirectiveMissing
  :: SECURE && m.kind != 0 && !m.sig && MUT != 4 -> tr = DC_UpdateRefused; code = RC_DirectiveNotAuthentic
  :: SECURE && m.kind != 0 && m.sig && m.dev != d && MUT != 3 -> tr = DC_UpdateRefused; code = RC_WrongDevice
  :: else ->
     if
     :: (!m.nonce || !dev[d].nonce) && MUT != 2 -> tr = DC_UpdateRefused; code = RC_StaleNonce
     :: else ->
        if
        :: m.kind == KIND_UpToDate -> tr = DC_UpToDateBelieved
        :: m.kind == KIND_Cancel && dev[d].cand != m.img && dev[d].cand != 0 -> tr = DC_UpdateRefused; code = RC_DirectiveNamesOtherManifest
        :: m.kind == KIND_Cancel && dev[d].cand == 0 -> tr = DC_UpToDateBelieved
        :: m.kind == KIND_Cancel && dev[d].cand == m.img && dev[d].cand != 0 ->
           tr = (dev[d].runs == 0 && IN(dev[d].phase, 184) -> DC_RecoveryFailed : DC_CancelBelieved)
        :: else -> judge_install(d, m.img)
        fi
     fi
  fi
}

inline judge_message(d) {
  if
  :: m.type == 1 -> tr = DC_StatusAsked
  :: m.type == 3 ->
     if
     :: dev[d].phase == DC_VerifyingBoot -> tr = DC_UpdateRefused
     :: else -> judge_directive(d)
     fi
  :: m.type == 5 ->
     if
     :: dev[d].phase == DC_Receiving && ((m.img == dev[d].cand && m.block == dev[d].recv + 1) || MUT == 10) ->
        tr = (dev[d].recv + 1 == BLOCKS -> DC_LastBlockStored : DC_BlockStored)
     :: else -> tr = DC_BlockRefused; code = RC_UnexpectedBlock
     fi
  :: m.type == 7 -> tr = (dev[d].phase == DC_Verified && m.img == dev[d].cand -> DC_InstallAsked : DC_InstallRefused)
  :: else -> tr = DC_Unexpected
  fi
}

/* How many durable outputs the step has. */
inline count_durables(d) {
  if
  :: nx == REFUSED -> durables = 0
  :: else ->
     if
     :: tr == DC_UpdateAccepted -> durables = (dev[d].cand != 0 && MUT != 12 -> 4 : 3)
     :: tr == DC_BlockStored || tr == DC_LastBlockStored || tr == DC_InstallAsked -> durables = 2
     :: tr == DC_BootedVerified -> durables = (dev[d].stage == SG_Installing -> 1 : 0)
     :: tr == DC_StartedForTrial || tr == DC_StartedAfterTrial || tr == DC_TrialImageRejected || tr == DC_CancelBelieved || tr == DC_ImageAuthentic ||
        tr == DC_ImageRejected || tr == DC_InstallSucceeded || tr == DC_SelfTestPassed || tr == DC_SelfTestFailed || tr == DC_TrialExpired ||
        tr == DC_RecoveryFailed -> durables = 1
     :: else -> durables = 0
     fi
  fi
}

inline judge_device(d) {
  tr = DC_Unexpected;
  code = RC_NotNow;
  if
  :: act == A_start -> tr = (dev[d].stage == SG_AwaitingBoot -> DC_StartedForTrial : (dev[d].stage == SG_Trial -> DC_StartedAfterTrial : DC_StartedPlain))
  :: act == A_read -> judge_read(d)
  :: act == A_sealed -> tr = DC_InstallSucceeded
  :: act == A_pass -> tr = DC_SelfTestPassed
  :: act == A_fail -> tr = DC_SelfTestFailed
  :: act == A_expired -> tr = DC_TrialExpired
  :: act == A_reboot -> tr = DC_RebootDue
  :: act == A_nonce -> tr = DC_NonceExpired
  :: act == A_fresh -> tr = DC_FreshnessExpired
  :: act == A_message -> n = AT(DOWN, d, where); copy(m, place[n]); judge_message(d)
  fi;
  DC_table(dev[d].phase, tr);
  if
  :: nx == REFUSED && tr == DC_CancelBelieved && IN(dev[d].phase, (1 << DC_Installing) | (1 << DC_Trial)) -> code = RC_TooLateToCancel
  :: nx == REFUSED && !(tr == DC_CancelBelieved && IN(dev[d].phase, (1 << DC_Installing) | (1 << DC_Trial))) -> code = RC_NotNow
  :: else -> skip
  fi;
  count_durables(d)
}
