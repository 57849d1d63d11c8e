/* What a Device core does: durable outputs, each of which can lose the power or fail, then what is sent. */

/* The record in memory. It is the stored one but within a step, between a change and its persisting. */
inline load_record(to, d) {
  to.slot = dev[d].slot; to.conf = dev[d].conf; to.cand = dev[d].cand; to.stage = dev[d].stage; to.recv = dev[d].recv; to.oimg = dev[d].oimg;
  to.ocode = dev[d].ocode; to.oser = dev[d].oser
}

#define STORED(d) (mem.slot == dev[d].slot && mem.conf == dev[d].conf && mem.cand == dev[d].cand && mem.stage == dev[d].stage && \
  mem.recv == dev[d].recv && mem.oimg == dev[d].oimg && mem.ocode == dev[d].ocode && mem.oser == dev[d].oser)

/* Performs the next durable output, or loses the power before it or in it, or finds that the storage fails: x is 1 for whole, 2 for torn, 0 for not at all. */
inline durable() {
  if
  :: dead -> x = 0
  :: else ->
     performed++;
     x = 1;
     if
     :: cutAt == performed && failing -> dead = 2; x = 0
     :: cutAt == performed && !failing -> dead = 1; x = (torn -> 2 : 0)
     :: else -> skip
     fi
  fi
}

inline store_record(d) {
  dev[d].slot = mem.slot; dev[d].conf = mem.conf; dev[d].cand = mem.cand; dev[d].stage = mem.stage; dev[d].recv = mem.recv;
  dev[d].oimg = mem.oimg; dev[d].ocode = mem.ocode; dev[d].oser = mem.oser
}

inline persist(d) {
  durable();
  if
  :: x == 1 -> store_record(d)
  :: else -> skip
  fi
}

/* I-05: never to the slot of the confirmed or the running image, and only when a manifest is accepted. */
inline may_write(d) {
  I_05 = (tr == DC_UpdateAccepted || mem.cand != 0) && n != CONFIRMED(d) && (was.runs == 0 || was.runs == was.conf);
  assert(I_05)
}

inline erase(d) {
  n = (MUT == 16 -> CONFIRMED(d) : OTHER(d));
  durable();
  if
  :: x != 0 ->
     may_write(d);
     slot[n].env = 0;
     slot[n].seal = 0;
     k = (x == 1 -> 0 : GARBAGE);
     for (x : 0 .. BLOCKS - 1) { slot[n].block[x] = k };
     if
     :: dev[d].order == OR_Read -> dev[d].order = OR_None
     :: else -> skip
     fi
  :: else -> skip
  fi
}

/* Everything durable of a step, in the order of the tables; the former candidate is dropped from the record before its slot is erased. */
inline perform(d) {
  if
  :: drops -> persist(d)
  :: else -> skip
  fi;
  if
  :: tr == DC_UpdateAccepted ->
     erase(d);
     n = OTHER(d);
     durable();
     if
     :: x == 1 -> may_write(d); slot[n].env = m.env
     :: else -> skip
     fi;
     mem.cand = m.env; mem.stage = SG_Receiving; mem.recv = 0
  :: tr == DC_BlockStored || tr == DC_LastBlockStored ->
     n = OTHER(d);
     durable();
     if
     :: x != 0 -> may_write(d); slot[n].block[was.recv] = (x == 1 && m.block == was.recv + 1 -> m.env : GARBAGE)
     :: else -> skip
     fi
  :: else -> skip
  fi;
  if
  :: persists -> persist(d)
  :: else -> skip
  fi;
  if
  :: tr == DC_InstallAsked && MUT != 22 ->
     n = OTHER(d);
     durable();
     if
     :: x == 1 -> may_write(d); slot[n].seal = 1
     :: else -> skip
     fi
  :: else -> skip
  fi
}

/* An update ended: its outcome takes the place of the candidate (R-DC-36). */
inline outcome(why) {
  mem.oimg = mem.cand; mem.ocode = why; mem.oser++;
  mem.cand = 0; mem.stage = SG_None; mem.recv = 0
}

inline power_off(d) {
  dev[d].phase = DC_Off; dev[d].runs = 0; dev[d].order = OR_None; dev[d].frozen = 0;
  end_nonce(d)
}

/* R-DC-16, R-DC-47: a believed directive spends the nonce and starts the freshness timer anew. */
inline believe(d) {
  if
  :: SECURE ->
     if
     :: ATTACKER != TRACKER ->
        I_10 = m.sig && m.dev == d && m.nonce && was.nonce && !dev[d].believed;
        assert(I_10);
        I_11 = m.sig && m.nonce && was.nonce;
        assert(I_11)
     :: else -> skip
     fi;
     I_15 = m.dev == d;
     assert(I_15)
  :: else -> skip
  fi;
  dev[d].believed = 1;
  dev[d].frozen = 0;
  if
  :: MUT != 5 && SECURE -> end_nonce(d)
  :: else -> skip
  fi
}

/* I-13: what goes out depends on nothing that is not stored. A cut "after all of them" comes before anything is sent. */
inline answer(d) {
  if
  :: !dead && cutAt == performed + 1 && cutAt != 0 && !failing -> dead = 1
  :: else -> skip
  fi;
  if
  :: dead -> out = NOWHERE
  :: out != NOWHERE ->
     I_13 = STORED(d);
     assert(I_13)
  :: else -> skip
  fi
}

inline report(d) {
  o.type = 2; o.sig = 1; o.dev = d; o.nonce = 1; o.phase = dev[d].phase; o.conf = dev[d].conf; o.runs = dev[d].runs;
  if
  :: dev[d].phase != DC_Unbootable -> o.cand = dev[d].cand; o.recv = dev[d].recv
  :: else -> skip
  fi;
  o.oimg = dev[d].oimg; o.ocode = dev[d].ocode; o.oser = dev[d].oser;
  highest_rank(d);
  o.rank = k + 1;
  out = UP
}

/* I-03, I-09, I-15: what is taken up is not older than the confirmed image, signed by an author and directed by the tracker, each half where its key is
   safe, and made for this class. */
inline take_up(d) {
  I_03 = NUMBER(m.env) >= NUMBER(was.conf);
  assert(I_03);
  I_09 = !SECURE || (AUTHORED(m.env) && (ATTACKER == TRACKER || (m.sig && m.kind == KIND_Install && m.img == m.env)));
  assert(I_09);
  I_15 = RIGHT_CLASS(m.env);
  assert(I_15);
  if
  :: mem.cand != 0 && MUT != 12 ->
     drops = 1;
     if
     :: mem.cand != m.env -> outcome(RC_Superseded)
     :: else -> mem.cand = 0; mem.stage = SG_None; mem.recv = 0
     fi
  :: else -> skip
  fi
}

/* I-02: control goes only to an author's image that is whole in its slot; I-23: to one that is not confirmed only when its trial is stored as spent. */
inline invoke(d) {
  n = (tr == DC_TrialImageAuthentic -> OTHER(d) : CONFIRMED(d));
  k = (tr == DC_TrialImageAuthentic -> dev[d].cand : dev[d].conf);
  judge_slot(n, k);
  I_02 = whole;
  assert(I_02);
  I_23 = k == dev[d].conf || dev[d].stage == SG_Trial;
  assert(I_23);
  dev[d].runs = k
}

/* The code under which an update ends, None where the step ends none. */
inline ends_with(d) {
  if
  :: tr == DC_StartedAfterTrial -> k = RC_RestartedDuringTrial
  :: tr == DC_TrialImageRejected -> k = RC_BootVerificationFailed
  :: tr == DC_CancelBelieved || (tr == DC_RecoveryFailed && act == A_message) -> k = RC_Cancelled
  :: tr == DC_ImageRejected || (tr == DC_RecoveryFailed && act != A_message) -> k = RC_PayloadDigestMismatch
  :: tr == DC_SelfTestPassed -> k = RC_Success
  :: tr == DC_TrialImageAuthentic && MUT == 20 -> k = RC_Success
  :: tr == DC_SelfTestFailed -> k = RC_SelfTestFailed
  :: tr == DC_TrialExpired -> k = RC_TrialExpired
  :: else -> k = RC_None
  fi
}

/* StorageFailed, right after the output that failed; its own outputs succeed (world.md). What was dropped was not acknowledged (R-DC-38). */
inline act_storage_failed(d) {
  dead = 0; cutAt = 0;
  tr = (was.runs == 0 && IN(dev[d].phase, 248) -> DC_RecoveryFailed : DC_StorageFailed);
  DC_table(dev[d].phase, tr);
  show_dc(d);
  if
  :: (dev[d].phase == DC_Receiving || dev[d].phase == DC_Installing) && tr == DC_StorageFailed -> o.type = 9; o.ocode = RC_StorageFailed; out = UP
  :: else -> skip
  fi;
  if
  :: nx == DC_Off && tr != DC_RecoveryFailed -> skip
  :: else ->
     if
     :: mem.cand != 0 -> outcome(RC_StorageFailed)
     :: else -> skip
     fi;
     store_record(d)
  fi;
  dev[d].order = (nx == DC_VerifyingBoot -> OR_Read : OR_None);
  dev[d].phase = nx
}

#define BELIEVED(trigger) ((trigger) == DC_UpToDateBelieved || (trigger) == DC_UpdateResumed || (trigger) == DC_UpdateAccepted || \
  (trigger) == DC_CancelBelieved || ((trigger) == DC_RecoveryFailed && act == A_message))

/* What the trigger changes in memory, and what it orders and answers. */
inline react(d) {
  if
  :: tr == DC_StartedForTrial ->
     mem.stage = (MUT == 13 -> SG_AwaitingBoot : SG_Trial);
     persists = MUT != 13
  :: tr == DC_TrialImageAuthentic || tr == DC_BootedIdle || tr == DC_BootedReceiving || tr == DC_BootedVerifying ->
     invoke(d);
     if
     :: MUT == 20 && tr == DC_TrialImageAuthentic -> mem.slot = 1 - mem.slot; mem.conf = mem.cand
     :: else -> skip
     fi
  :: tr == DC_BootedVerified ->
     invoke(d);
     persists = mem.stage != SG_Verified;
     mem.stage = SG_Verified
  :: tr == DC_StatusAsked ->
     if
     :: !dev[d].nonce -> dev[d].nonce = 1; dev[d].believed = 0
     :: else -> skip
     fi;
     dev[d].frozen = dev[d].frozen && MUT != 21;
     report(d)
  :: tr == DC_UpToDateBelieved || tr == DC_UpdateResumed || tr == DC_CancelBelieved || tr == DC_UpdateAccepted -> out = UP; o.type = 4; o.phase = nx
  :: tr == DC_BlockStored || tr == DC_LastBlockStored -> mem.recv++; persists = 1; out = UP; o.type = 6; o.phase = nx
  :: tr == DC_UpdateRefused || tr == DC_BlockRefused || tr == DC_InstallRefused ->
     refuse(UP, code);
     dev[d].nonce = dev[d].nonce && (MUT != 29 || tr != DC_UpdateRefused)
  :: tr == DC_ImageAuthentic -> mem.stage = SG_Verified; persists = 1
  :: tr == DC_InstallAsked -> mem.stage = SG_Installing; persists = 1
  :: tr == DC_InstallSucceeded ->
     mem.stage = SG_AwaitingBoot; persists = 1; out = UP; o.type = 8; o.phase = nx;
     mem.conf = (MUT == 14 -> mem.cand : mem.conf)
  :: tr == DC_SelfTestPassed -> mem.slot = 1 - mem.slot; mem.conf = mem.cand
  :: tr == DC_StartedAfterTrial -> mem.slot = (MUT == 30 -> 1 - mem.slot : mem.slot)
  :: tr == DC_NonceExpired -> end_nonce(d)
  :: tr == DC_FreshnessExpired -> dev[d].frozen = 1
  :: else -> skip
  fi;
  if
  :: tr == DC_UpdateAccepted -> take_up(d); persists = 1
  :: else -> skip
  fi;
  /* The next order, where the trigger gives one or ends one. */
  if
  :: tr == DC_StartedPlain || tr == DC_StartedForTrial || tr == DC_StartedAfterTrial || tr == DC_TrialImageRejected ||
     (tr == DC_BootedVerifying && MUT != 31) || tr == DC_LastBlockStored -> dev[d].order = OR_Read
  :: tr == DC_InstallAsked -> dev[d].order = OR_Seal
  :: tr == DC_TrialImageAuthentic -> dev[d].order = OR_Test
  :: act != A_message && act != A_nonce && act != A_fresh && tr != DC_StartedPlain && tr != DC_StartedForTrial && tr != DC_StartedAfterTrial &&
     tr != DC_TrialImageRejected && (tr != DC_BootedVerifying || MUT == 31) && tr != DC_TrialImageAuthentic -> dev[d].order = OR_None
  :: else -> skip
  fi
}

inline act_device(d) {
  drops = 0; persists = 0;
  dev[d].phase = nx;
  if
  :: BELIEVED(tr) -> believe(d)
  :: else -> skip
  fi;
  react(d);
  ends_with(d);
  if
  :: k != RC_None -> outcome(k); persists = 1
  :: else -> skip
  fi;
  if
  :: MUT == 11 && act == A_message || MUT == 15 && act == A_sealed -> answer(d)
  :: else -> skip
  fi;
  perform(d);
  /* M-04 and M-06 name the wanted block. */
  if
  :: (tr == DC_UpdateAccepted || tr == DC_UpdateResumed || tr == DC_BlockStored) && nx == DC_Receiving -> o.block = mem.recv + 1
  :: else -> skip
  fi;
  answer(d);
  if
  :: dead == 2 -> act_storage_failed(d)
  :: dead == 1 -> dev[d].phase = DC_Off
  :: else -> skip
  fi;
  if
  :: dev[d].phase == DC_Off -> power_off(d)
  :: else -> skip
  fi;
  dev[d].ever = dev[d].ever | (1 << dev[d].conf)
}

/* A refusal: one M-09 when a request was refused, and nothing else (I-16). Internal inputs are refused in silence. */
inline refuse_device(d) {
  if
  :: act == A_message -> refuse(UP, code)
  :: act == A_read -> dev[d].order = OR_None
  :: else -> skip
  fi
}

/* In a trace a cut in the middle of a step stands alone, or behind the row of the step. */
inline trace_row(d) {
#ifdef TRACE
  whom = d;
  c_code { cutIsNext = next_is(now.seen, now.whom, CUT_MARK); };
  if
  :: cutAt != 0 && !failing && cutIsNext -> skip
  :: else -> show_dc(d)
  fi;
  if
  :: cutAt != 0 && !failing -> trace_mark(d, CUT_MARK)
  :: else -> skip
  fi
#else
  show_dc(d)
#endif
}

inline step_device(d) {
  begin_step();
  load_record(was, d); load_record(mem, d);
  was.phase = dev[d].phase; was.runs = dev[d].runs; was.nonce = dev[d].nonce; was.frozen = dev[d].frozen;
  pack_device(d, before1, before2);
  show_device(d);
  if
  :: failing -> STORE--
  :: cutAt != 0 && !failing -> CUT--
  :: else -> skip
  fi;
  if
  :: act == A_fail || act == A_expired -> FAIL--
  :: act == A_nonce || act == A_fresh -> EXPIRE--
  :: act == A_message -> take(DOWN, d, where)
  :: else -> skip
  fi;
  if
  :: act == A_message && dev[d].phase == DC_Off -> skip
  :: else ->
     trace_row(d);
     if
     :: nx == REFUSED -> refuse_device(d)
     :: else -> act_device(d)
     fi;
     if
     :: was.phase == dev[d].phase && (nx == REFUSED || tr == DC_UpdateRefused || tr == DC_BlockRefused || tr == DC_InstallRefused) -> unchanged_device(d)
     :: else -> skip
     fi
  fi;
  deliver(d);
  end_nonces(d);
  judge_invariants(d);
  finish()
}

/* What happens at a device by itself. */
#define DEVICE_EVENTS(d) \
       :: act == 0 && dev[d].phase == DC_Off -> act = A_start \
       :: act == 0 && dev[d].order == OR_Read -> act = A_read \
       :: act == 0 && dev[d].order == OR_Seal -> act = A_sealed \
       :: act == 0 && dev[d].order == OR_Test -> act = A_pass \
       :: act == 0 && dev[d].phase == DC_AwaitingBoot -> act = A_reboot

proctype DeviceCore(byte d) {
  do
  :: atomic {
       if
#ifdef LIVENESS
       :: act >= A_start && act <= A_reboot && whom == d -> skip /* DeviceEvents chose */
#else
       DEVICE_EVENTS(d)
#endif
       :: act == 0 && dev[d].order == OR_Test && FAIL > 0 -> act = A_fail
       :: act == 0 && dev[d].order == OR_Test && FAIL > 0 -> act = A_expired
       :: act == 0 && dev[d].nonce && EXPIRE > 0 -> act = A_nonce
       :: act == 0 && SECURE && dev[d].phase > DC_VerifyingBoot && !dev[d].frozen && EXPIRE > 0 -> act = A_fresh
       :: act == 0 && place[AT(DOWN, d, 0)].type != 0 -> act = A_message
       :: act == 0 && place[AT(DOWN, d, 1)].type != 0 -> act = A_message; where = 1
       fi;
       d_step { judge_device(d) };
       if
       :: true -> skip
       PATIENCE_HERE
       :: CUT > 0 && durables > 0 -> cutAt = 1
       :: CUT > 0 && durables > 0 -> cutAt = 1; torn = 1
       :: CUT > 0 && durables > 0 -> cutAt = 2
       :: CUT > 0 && durables > 1 -> cutAt = 2; torn = 1
       :: CUT > 0 && durables > 1 -> cutAt = 3
       :: CUT > 0 && durables > 2 -> cutAt = 3; torn = 1
       :: CUT > 0 && durables > 2 -> cutAt = 4
       :: CUT > 0 && durables > 3 -> cutAt = 4; torn = 1
       :: CUT > 0 && durables > 3 -> cutAt = 5
       :: STORE > 0 && durables > 0 -> cutAt = 1; failing = 1
       :: STORE > 0 && durables > 1 -> cutAt = 2; failing = 1
       :: STORE > 0 && durables > 2 -> cutAt = 3; failing = 1
       :: STORE > 0 && durables > 3 -> cutAt = 4; failing = 1
       fi;
       d_step { step_device(d) };
       after_step()
     }
  od
}
