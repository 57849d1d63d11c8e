/* The Status tracker: the records of the devices (spec/machines/status-tracker.md). */

inline load_tracker(to, d) {
  to.phase = rec[d].phase; to.target = rec[d].target; to.conf = rec[d].conf; to.result = rec[d].result; to.verified = rec[d].verified;
  to.wish = rec[d].wish; to.attempts = rec[d].attempts; to.completed = rec[d].completed; to.counted = rec[d].counted
}

inline store_tracker(d) {
  rec[d].phase = new.phase; rec[d].target = new.target; rec[d].conf = new.conf; rec[d].result = new.result; rec[d].verified = new.verified;
  rec[d].wish = new.wish; rec[d].attempts = new.attempts; rec[d].completed = new.completed; rec[d].counted = new.counted;
  records++
}

/* R-ST-16: lasting and signed: not again; passing, or unsigned: ATTEMPTS times. */
#define BARRED(d, i) ((i) == rec[d].target && ((rec[d].verified && LASTING(rec[d].result)) || rec[d].attempts >= ATTEMPTS))

/* A device that can boot nothing is offered the newest package until it has one, its confirmed image among them (R-DC-39). */
#define RECOVERS(i) (m.phase == DC_Unbootable && NUMBER(i) >= NUMBER(m.conf) && MUT != 25)

inline find_best(d) {
  offers = link[0].used;
#if SERVERS > 1
  offers = offers | link[1].used;
#endif
  best = 0;
  if
  :: LISTED(offers, 2) -> best = 2
  :: else -> skip
  fi;
  if
  :: LISTED(offers, 3) && !LISTED(offers, 5) -> best = 3
  :: !LISTED(offers, 3) && LISTED(offers, 5) -> best = 5
  :: else -> skip
  fi;
  if
  :: LISTED(offers, 4) -> best = 4
  :: else -> skip
  fi;
  newest = best;
  if
  :: best != 0 && !RECOVERS(best) && (NUMBER(best) <= NUMBER(m.conf) || BARRED(d, best)) -> best = 0
  :: else -> skip
  fi
}

/* The device works on a candidate. */
inline judge_candidate(d) {
  if
  :: best != 0 && NUMBER(best) > NUMBER(m.cand) && !rec[d].wish && (m.phase == DC_Receiving || m.phase == DC_Verified) -> tr = ST_SupersedingDue
  :: else ->
     if
     :: m.phase == DC_Receiving -> tr = (m.recv == 0 -> ST_AcceptanceReported : ST_TransferReported)
     :: m.phase == DC_VerifyingImage -> tr = ST_DownloadReported
     :: m.phase == DC_Verified -> tr = ST_VerificationReported
     :: m.phase == DC_Installing -> tr = ST_InstallationReported
     :: m.phase == DC_AwaitingBoot -> tr = (MUT == 23 -> ST_CompletionReported : ST_BootAwaited)
     :: m.phase == DC_Trial -> tr = (MUT == 24 -> ST_CompletionReported : ST_TrialReported)
     :: else -> tr = ST_Unexpected
     fi
  fi
}

#define REVERTING(code) ((code) == RC_BootVerificationFailed || (code) == RC_SelfTestFailed || (code) == RC_TrialExpired || (code) == RC_RestartedDuringTrial)

/* An update to the target began, and nothing that the device signed has ended it. */
#define OPEN(d) (rec[d].target != 0 && !(rec[d].result != RC_None && rec[d].verified))

/* How the update to the target ended; what the device signed comes first, then the wish to cancel, then what is relayed. */
inline judge_end(d) {
  if
  :: !satisfied && OPEN(d) && m.oimg == rec[d].target && m.oser != 0 && m.ocode != RC_Success ->
     tr = (m.ocode == RC_Cancelled || m.ocode == RC_Superseded -> ST_CancellationReported :
       (REVERTING(m.ocode) -> ST_RevertReported : ST_FailureReported))
  :: else ->
     if
     :: !satisfied && OPEN(d) && rec[d].result == RC_None && rec[d].wish -> tr = ST_CancellationReported
     :: !satisfied && OPEN(d) && rec[d].result == RC_None && !rec[d].wish && m.rimg == rec[d].target && LASTING(m.rcode) -> tr = ST_RefusalRelayed
     :: else -> tr = (best != 0 -> ST_UpdateDue : (satisfied -> ST_CompletionReported : ST_IdleReported))
     fi
  fi
}

/* The device works on nothing. */
inline judge_idle(d) {
  satisfied = ((m.phase == DC_Idle && m.runs == m.conf) || MUT == 25) && (m.conf == rec[d].target || m.conf == newest);
  if
  :: IS_COMPLETED(d) && !satisfied -> tr = ST_FallBackReported
  :: satisfied && (!IS_COMPLETED(d) || rec[d].target != m.conf) -> tr = ST_CompletionReported
  :: else -> judge_end(d)
  fi
}

inline judge_report(d) {
  if
  :: !m.sig && MUT != 26 -> tr = ST_ReportRefused; code = RC_ReportNotAuthentic
  :: m.sig && m.rank == 0 && MUT != 9 -> tr = ST_ReportRefused; code = RC_StaleReport
  :: else ->
     find_best(d);
     if
     :: m.cand != 0 && m.phase != DC_Unbootable -> judge_candidate(d)
     :: else -> judge_idle(d)
     fi
  fi;
  ST_table(rec[d].phase, tr)
}

/* I-12 */
inline count_report(d) {
  if
  :: ATTACKER != TRACKER -> I_12 = m.sig && m.rank > 0 && m.dev == d; assert(I_12)
  :: else -> skip
  fi;
  spend_reports(d)
}

/* An update begins, or goes on: it has no result until it ends again. */
inline aim(to) {
  if
  :: new.target != to -> new.target = to; new.attempts = 0; new.wish = 0
  :: else -> skip
  fi;
  new.result = RC_None; new.verified = 0
}

inline failed(why, signed) {
  new.result = why; new.verified = signed;
  if
  :: (!signed || TRANSIENT(why)) && new.attempts < ATTEMPTS -> new.attempts++
  :: else -> skip
  fi
}

/* The new record, and in o the answer M-11. */
inline follow_report(d) {
  load_tracker(new, d);
  new.phase = nx;
  new.conf = (MUT == 33 && tr == ST_IdleReported -> new.conf : m.conf);
  new.counted = (tr == ST_CompletionReported);
  new.completed = (tr == ST_CompletionReported);
  o.type = 11;
  o.kind = KIND_UpToDate;
  if
  :: m.cand != 0 && m.phase != DC_Unbootable && tr != ST_SupersedingDue && tr != ST_CompletionReported ->
     aim(m.cand);
     cancels = (new.wish || !LISTED(offers, m.cand)) && tr != ST_InstallationReported && tr != ST_TrialReported;
     if
     :: SECURE -> o.kind = (cancels -> KIND_Cancel : KIND_Install); o.img = m.cand
     :: !SECURE && !cancels && newest == m.cand -> o.kind = KIND_Install; o.img = m.cand; o.env = m.cand
     :: else -> skip
     fi
  :: tr == ST_SupersedingDue || tr == ST_UpdateDue ->
     new.wish = 0;
     aim(best);
     o.kind = KIND_Install; o.img = best; o.env = best
  :: tr == ST_CompletionReported ->
     new.wish = 0; new.target = (MUT == 23 || MUT == 24 -> m.cand : m.conf); new.result = RC_Success; new.verified = 1; new.attempts = 0
  :: tr == ST_FailureReported || tr == ST_RevertReported -> new.wish = 0; failed(m.ocode, 1)
  :: tr == ST_FallBackReported -> new.wish = 0; new.result = RC_FellBack; new.verified = 1
  :: tr == ST_RefusalRelayed -> new.wish = 0; failed(m.rcode, 0)
  :: tr == ST_CancellationReported ->
     new.result = (m.oimg == rec[d].target && m.oser != 0 && (m.ocode == RC_Cancelled || m.ocode == RC_Superseded) -> m.ocode : RC_Cancelled);
     new.wish = 0; new.verified = 1
  :: else -> new.wish = 0
  fi;
  if
  :: SECURE -> o.sig = 1; o.dev = d; o.nonce = m.nonce
  :: else -> skip
  fi
}

/* I-13: the record is written before the answer goes out (R-ST-05). A crash comes before the one or before the other. */
inline act_checkin(about) {
  follow_report(about);
  if
  :: MUT != 27 && cutAt != 1 -> count_report(about); store_tracker(about)
  :: else -> skip
  fi;
  if
  :: cutAt != 0 -> skip
  :: else ->
     I_13 = records > 0;
     assert(I_13);
     out = ANSWER
  fi
}

/* M-12: from any server that is up and publishes the payload. */
inline relay_block(d) {
  r = SERVERS;
  for (n : 0 .. SERVERS - 1) {
    if
    :: server[n].up && LISTED(link[n].used, m.img) && LISTED(server[n].published, m.img) && r == SERVERS -> r = n
    :: else -> skip
    fi
  }
  if
  :: r == SERVERS || cutAt != 0 ->
     if
     :: cutAt == 0 -> refuse(ANSWER, RC_NotAvailable)
     :: else -> skip
     fi
  :: else ->
     fs_row(r, m.img, FS_BlockAsked);
     o.type = 13; o.img = m.img; o.block = m.block;
     o.env = (server[r].bad -> GARBAGE : m.img);
     server[r].bad = 0;
     out = ANSWER
  fi
}

inline step_ask(d) {
  take(ASK, d, where);
  if
  :: m.type == 12 -> relay_block(d)
  :: else ->
     r = (m.dev == 0 || m.rank == 0 || DEVICES == 1 -> 0 : 1);
     if
     :: m.rank == 0 || !m.sig -> r = d
     :: else -> skip
     fi;
     judge_report(r);
     show_st(r);
     pack_record(r, before1);
     if
     :: tr == ST_ReportRefused || nx == REFUSED ->
        if
        :: cutAt == 0 -> refuse(ANSWER, code)
        :: else -> skip
        fi;
        unchanged_record(r)
     :: else -> act_checkin(r)
     fi
  fi;
  if
  :: cutAt != 0 -> CRASH--; forget_tracker()
  :: else -> skip
  fi
}

inline step_silence(d) {
  SILENCE--;
  tr = ST_SilenceExpired;
  ST_table(rec[d].phase, tr);
  show_st(d);
  I_20 = nx == ST_Unreachable;
  assert(I_20);
  load_tracker(new, d);
  new.phase = nx;
  if
  :: MUT == 28 -> new.completed = 0
  :: else -> skip
  fi;
  store_tracker(d)
}

inline step_cancel(d) {
  CANCEL--;
  tr = ST_CancelRequested;
  ST_table(rec[d].phase, tr);
  show_st(d);
  if
  :: nx != REFUSED -> load_tracker(new, d); new.wish = 1; store_tracker(d)
  :: else -> skip
  fi
}

inline forget_tracker() {
  for (n : 0 .. SERVERS - 1) { trace_mark(6 + n, RESTART_MARK); link[n].phase = SL_Unsynchronised; link[n].listing = 0; link[n].missing = 0; link[n].held = 0 }
}

inline step_tracker(d) {
  begin_step();
  show_tracker(d);
  if
  :: act == A_ask -> step_ask(d)
  :: act == A_silence -> step_silence(d)
  :: act == A_cancel -> step_cancel(d)
  :: act == A_restart_t -> CRASH--; forget_tracker()
  fi;
  deliver(d);
  judge_records();
  /* I-20: silence shows from every phase (step_silence), and a report that counts ends it. */
  I_20 = act != A_ask || records == 0 || rec[r].phase != ST_Unreachable;
  assert(I_20);
  /* I-22, as far as it is safety: a report that counted and shows another image leaves no completion. */
  if
  :: act == A_ask && records > 0 -> I_22 = !IS_COMPLETED(r) || (m.runs == rec[r].target && m.conf == rec[r].target); assert(I_22)
  :: else -> skip
  fi;
  finish()
}

proctype StatusTracker(byte d) {
  do
  :: atomic {
       if
       :: act == 0 && place[AT(ASK, d, 0)].type != 0 -> act = A_ask
       :: act == 0 && place[AT(ASK, d, 1)].type != 0 -> act = A_ask; where = 1
       :: act == 0 && CRASH > 0 && place[AT(ASK, d, 0)].type != 0 -> act = A_ask; cutAt = 1
       :: act == 0 && CRASH > 0 && place[AT(ASK, d, 1)].type != 0 -> act = A_ask; cutAt = 1; where = 1
       :: act == 0 && CRASH > 0 && place[AT(ASK, d, 0)].type == 10 -> act = A_ask; cutAt = 2
       :: act == 0 && CRASH > 0 && place[AT(ASK, d, 1)].type == 10 -> act = A_ask; cutAt = 2; where = 1
       :: act == 0 && SILENCE > 0 && rec[d].phase != ST_Absent && rec[d].phase != ST_Unreachable -> act = A_silence
       :: act == 0 && CANCEL > 0 -> act = A_cancel
       :: act == 0 && d == 0 && CRASH > 0 -> act = A_restart_t
       fi;
       d_step { step_tracker(d) };
       after_step()
     }
  od
}
