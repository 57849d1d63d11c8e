/* Attackers. Each is a process of its own that is started only where the configuration has it (world.md, "Attackers"). It chooses; Adversity performs. */

inline forget_kept() {
  clear(kept); skept.type = 0; skept.set = 0; keptFor = 0
}

/* A directive of the attacker's own making: the nonce that it saw, and a signature that is void. */
inline void_directive(d, what, image) {
  o.kind = what; o.img = image; o.dev = d; o.nonce = dev[d].nonce
}

/* A directive that the tracker's key signed. */
inline true_directive(d, what, image) {
  void_directive(d, what, image); o.type = 11; o.sig = 1;
  o.env = (what == KIND_Install -> image : 0)
}

inline forge(d) {
  if
  :: code == F_M_01 -> o.type = 1; out = DOWN
  :: code == F_M_03_install_4_void -> o.type = 3; void_directive(d, KIND_Install, 4); o.env = 4; out = DOWN
  :: code == F_M_03_envelope_4 -> n = AT(DOWN, d, 0); copy(o, place[n]); o.env = 4; out = DOWN
  :: code == F_M_05_garbage -> o.type = 5; o.img = dev[d].cand; o.block = dev[d].recv + 1; o.env = GARBAGE; out = DOWN
  :: code == F_M_07 -> o.type = 7; o.img = dev[d].cand; out = DOWN
  :: code == F_M_02_void -> o.type = 2; o.dev = d; o.phase = DC_Idle; o.conf = 4; o.runs = 4; out = UP
  :: code == F_M_04_verified -> o.type = 4; o.phase = DC_Verified; out = UP
  :: code == F_M_04_want_0 -> o.type = 4; o.phase = DC_Receiving; o.block = 1; out = UP
  :: code == F_M_06_nothing -> o.type = 6; o.phase = DC_VerifyingImage; out = UP
  :: code == F_M_08 -> o.type = 8; o.phase = DC_AwaitingBoot; out = UP
  :: code == F_M_09_lasting -> o.type = 9; o.ocode = RC_NotAuthentic; out = UP
  :: code == F_M_10_void -> o.type = 10; o.dev = d; o.phase = DC_Idle; o.conf = 4; o.runs = 4; out = ASK
  :: code == F_M_10_refusal -> n = AT(ASK, d, 0); copy(o, place[n]); o.rimg = rec[d].target; o.rcode = RC_NotAuthentic; out = ASK
  :: code == F_M_11_uptodate_void -> o.type = 11; void_directive(d, KIND_UpToDate, 0); out = ANSWER
  :: code == F_M_11_install_4_void -> o.type = 11; void_directive(d, KIND_Install, 4); o.env = 4; out = ANSWER
  :: code == F_M_13_garbage -> o.type = 13; o.img = comm[d].img; o.block = comm[d].want; o.env = GARBAGE; out = ANSWER
  :: code == F_M_11_uptodate -> true_directive(d, KIND_UpToDate, 0); out = ANSWER
  :: code == F_M_11_cancel -> true_directive(d, KIND_Cancel, dev[d].cand); out = ANSWER
  :: code == F_M_11_install_1 -> true_directive(d, KIND_Install, 1); out = ANSWER
  :: code == F_M_11_install_2 -> true_directive(d, KIND_Install, 2); out = ANSWER
  :: code == F_M_11_install_4 -> true_directive(d, KIND_Install, 4); out = ANSWER
  :: code == F_M_11_install_6 -> true_directive(d, KIND_Install, 6); out = ANSWER
  fi
}

inline forge_server(s) {
  if
  :: code == F_M_15_4 -> sanswer[s].type = 15; sanswer[s].set = 16
  :: code == F_M_15_empty -> sanswer[s].type = 15; sanswer[s].set = 0
  :: code == F_M_17_4 -> sanswer[s].type = 17; sanswer[s].set = 4
  :: code == F_M_17_1 -> sanswer[s].type = 17; sanswer[s].set = 1
  :: code == F_M_13_spoil -> server[s].bad = 1
  fi
}

inline step_attack(at, to) {
  begin_step();
  show_attack(at);
  if
  :: act == A_capture -> forget_kept(); n = AT(code, at, 0); copy(kept, place[n]); keptFor = at * 4 + code; ranks = 1
  :: act == A_replay ->
     REPLAY--;
     copy(o, kept);
     out = code
  :: act == A_forge -> FORGE--; forge(at)
  :: act == A_scapture ->
     forget_kept();
     keptFor = at * 2 + code;
     if
     :: code == 0 -> skept.type = sask[at].type; skept.set = sask[at].set
     :: else -> skept.type = sanswer[at].type; skept.set = sanswer[at].set
     fi
  :: act == A_sreplay ->
     REPLAY--;
     if
     :: code == 0 -> sask[to].type = skept.type; sask[to].set = skept.set
     :: else -> sanswer[to].type = skept.type; sanswer[to].set = skept.set
     fi
  :: act == A_sforge -> FORGE--; forge_server(at)
  fi;
  /* What is forged goes to the link where it is forged. */
  r = (act == A_replay -> to : at);
  deliver(r);
  if
  :: REPLAY == 0 -> forget_kept()
  :: else -> skip
  fi;
  finish()
}

#define KEPT(dir, d) (kept.type != 0 && keptFor == (d) * 4 + (dir))
#define SKEPT(dir, s) (skept.type != 0 && keptFor == (s) * 2 + (dir))
#define CAN_CAPTURE(dir, d) (act == 0 && REPLAY > 0 && IN(dir, REACH) && IN_NOW(dir, d))
#define CAN_REPLAY(dir, d) (act == 0 && REPLAY > 0 && IN(dir, REACH) && KEPT(dir, d))

/* Captures and replays of every attacker on a device's links. */
proctype Replayer(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       :: CAN_CAPTURE(DOWN, d) -> act = A_capture; code = DOWN
       :: CAN_CAPTURE(UP, d) -> act = A_capture; code = UP
       :: CAN_CAPTURE(ASK, d) -> act = A_capture; code = ASK
       :: CAN_CAPTURE(ANSWER, d) -> act = A_capture; code = ANSWER
       :: CAN_REPLAY(DOWN, d) -> act = A_replay; code = DOWN
       :: CAN_REPLAY(UP, d) -> act = A_replay; code = UP
       :: CAN_REPLAY(ASK, d) -> act = A_replay; code = ASK
       :: CAN_REPLAY(ANSWER, d) -> act = A_replay; code = ANSWER
#if DEVICES > 1
       :: CAN_REPLAY(DOWN, d) -> act = A_replay; code = DOWN; which = 1
       :: CAN_REPLAY(UP, d) -> act = A_replay; code = UP; which = 1
       :: CAN_REPLAY(ASK, d) -> act = A_replay; code = ASK; which = 1
       :: CAN_REPLAY(ANSWER, d) -> act = A_replay; code = ANSWER; which = 1
#endif
       fi;
       whom = d
     }
  od
}

proctype ServerReplayer(byte s) {
  do
  :: atomic {
       if
       PATIENCE
       :: act == 0 && REPLAY > 0 && IN(0, SREACH) && sask[s].type != 0 -> act = A_scapture
       :: act == 0 && REPLAY > 0 && IN(1, SREACH) && sanswer[s].type != 0 -> act = A_scapture; code = 1
       :: act == 0 && REPLAY > 0 && SKEPT(0, s) -> act = A_sreplay
       :: act == 0 && REPLAY > 0 && SKEPT(1, s) -> act = A_sreplay; code = 1
#if SERVERS > 1
       :: act == 0 && REPLAY > 0 && SKEPT(0, s) -> act = A_sreplay; which = 1
       :: act == 0 && REPLAY > 0 && SKEPT(1, s) -> act = A_sreplay; code = 1; which = 1
#endif
       fi;
       whom = s
     }
  od
}

#define CAN_FORGE (act == 0 && FORGE > 0)

#define FORGE_DOWN(d) \
       :: CAN_FORGE -> act = A_forge; code = F_M_01 \
       :: CAN_FORGE -> act = A_forge; code = F_M_03_install_4_void \
       :: CAN_FORGE && dev[d].phase == DC_Receiving -> act = A_forge; code = F_M_05_garbage \
       :: CAN_FORGE && dev[d].cand != 0 -> act = A_forge; code = F_M_07

#define FORGE_UP \
       :: CAN_FORGE -> act = A_forge; code = F_M_02_void \
       :: CAN_FORGE -> act = A_forge; code = F_M_04_verified \
       :: CAN_FORGE && comm[d].phase == CM_Delivering && comm[d].img != 0 -> act = A_forge; code = F_M_04_want_0 \
       :: CAN_FORGE -> act = A_forge; code = F_M_06_nothing \
       :: CAN_FORGE -> act = A_forge; code = F_M_08 \
       :: CAN_FORGE -> act = A_forge; code = F_M_09_lasting

#define FORGE_ASK(d) \
       :: CAN_FORGE -> act = A_forge; code = F_M_10_void \
       :: CAN_FORGE && place[AT(ASK, d, 0)].type == 10 && rec[d].target != 0 -> act = A_forge; code = F_M_10_refusal

proctype OnPathDevice(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       FORGE_DOWN(d)
       FORGE_UP
       fi;
       whom = d
     }
  od
}

proctype OnPathTracker(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       FORGE_ASK(d)
       :: CAN_FORGE -> act = A_forge; code = F_M_11_uptodate_void
       :: CAN_FORGE -> act = A_forge; code = F_M_11_install_4_void
       :: CAN_FORGE && comm[d].phase == CM_Fetching -> act = A_forge; code = F_M_13_garbage
       fi;
       whom = d
     }
  od
}

/* On the server link, and the Firmware server itself when it is compromised. */
proctype OnServerLink(byte s) {
  do
  :: atomic {
       if
       PATIENCE
       :: CAN_FORGE -> act = A_sforge; code = F_M_15_4
       :: CAN_FORGE -> act = A_sforge; code = F_M_17_4
       :: CAN_FORGE -> act = A_sforge; code = F_M_17_1
       :: CAN_FORGE && !server[s].bad -> act = A_sforge; code = F_M_13_spoil
       :: CAN_FORGE && ATTACKER == SERVER -> act = A_sforge; code = F_M_15_empty
       fi;
       whom = s
     }
  od
}

proctype CompromisedCommunicator(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       FORGE_DOWN(d)
       FORGE_ASK(d)
       fi;
       whom = d
     }
  od
}

proctype CompromisedTracker(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       :: CAN_FORGE && dev[d].nonce -> act = A_forge; code = F_M_11_uptodate
       :: CAN_FORGE && dev[d].nonce && dev[d].cand != 0 -> act = A_forge; code = F_M_11_cancel
       :: CAN_FORGE && dev[d].nonce -> act = A_forge; code = F_M_11_install_1
       :: CAN_FORGE && dev[d].nonce -> act = A_forge; code = F_M_11_install_2
       :: CAN_FORGE && dev[d].nonce -> act = A_forge; code = F_M_11_install_4
       :: CAN_FORGE && dev[d].nonce -> act = A_forge; code = F_M_11_install_6
       fi;
       whom = d
     }
  od
}

proctype AuthorKeyThief(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       FORGE_DOWN(d)
       FORGE_UP
       :: CAN_FORGE && place[AT(DOWN, d, 0)].type == 3 && place[AT(DOWN, d, 0)].kind != 0 -> act = A_forge; code = F_M_03_envelope_4
       fi;
       whom = d
     }
  od
}

/* Performs what a fault or an attacker chose. Everybody else waits, because `act` is not 0. */
proctype Adversity() {
  do
  :: atomic {
       if
       :: act >= A_lose && act <= A_slose -> d_step { step_fault(whom) }
       :: act > A_slose && act != NOTHING -> d_step { step_attack(whom, which) }
       fi;
       after_step()
     }
  od
}
