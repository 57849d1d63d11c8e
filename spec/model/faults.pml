/* Faults of links, power and storage, each of which costs one of its budget. */

hidden byte REACH = 15;      /* directions that may be lost and captured: all, or those of the attacker */
hidden byte SREACH = 3;

inline step_fault(d) {
  begin_step();
  show_fault(d);
  /* Where a message of a server is lost, d is a server. */
  if
  :: act != A_slose -> was.conf = dev[d].conf; was.frozen = 0; was.cand = dev[d].cand; was.phase = dev[d].phase; was.runs = dev[d].runs; was.stage = dev[d].stage
  :: else -> skip
  fi;
  if
  :: act == A_lose -> LOSS--; take(code, d, 0)
  :: act == A_slose ->
     LOSS--;
     if
     :: code == 0 -> sask[d].type = 0; sask[d].set = 0
     :: else -> sanswer[d].type = 0; sanswer[d].set = 0
     fi
  :: act == A_duplicate ->
     DUP--;
     n = AT(code, d, 0);
     copy(place[n + 1], place[n]);
     ranks = 1
  :: act == A_cut -> CUT--; trace_mark(d, CUT_MARK); power_off(d)
  :: act == A_decay -> DECAY--; slot[CONFIRMED(d)].block[0] = GARBAGE
  fi;
  end_nonces(d);
  if
  :: act != A_slose -> judge_invariants(d)
  :: else -> skip
  fi;
  finish()
}

#define IN_NOW(dir, d) (place[AT(dir, d, 0)].type != 0)

proctype Faults(byte d) {
  do
  :: atomic {
       if
       PATIENCE
       :: act == 0 && LOSS > 0 && IN(DOWN, REACH) && IN_NOW(DOWN, d) -> act = A_lose; code = DOWN
       :: act == 0 && LOSS > 0 && IN(UP, REACH) && IN_NOW(UP, d) -> act = A_lose; code = UP
       :: act == 0 && LOSS > 0 && IN(ASK, REACH) && IN_NOW(ASK, d) -> act = A_lose; code = ASK
       :: act == 0 && LOSS > 0 && IN(ANSWER, REACH) && IN_NOW(ANSWER, d) -> act = A_lose; code = ANSWER
       :: act == 0 && DUP > 0 && IN_NOW(DOWN, d) -> act = A_duplicate; code = DOWN
       :: act == 0 && DUP > 0 && IN_NOW(UP, d) -> act = A_duplicate; code = UP
       :: act == 0 && DUP > 0 && IN_NOW(ASK, d) -> act = A_duplicate; code = ASK
       :: act == 0 && DUP > 0 && IN_NOW(ANSWER, d) -> act = A_duplicate; code = ANSWER
       :: act == 0 && CUT > 0 && dev[d].phase != DC_Off -> act = A_cut
       :: act == 0 && DECAY > 0 && dev[d].phase == DC_Off && slot[CONFIRMED(d)].block[0] != GARBAGE -> act = A_decay
       fi;
       whom = d
     }
  od
}

proctype ServerFaults(byte s) {
  do
  :: atomic {
       if
       PATIENCE
       :: act == 0 && LOSS > 0 && IN(0, SREACH) && sask[s].type != 0 -> act = A_slose
       :: act == 0 && LOSS > 0 && IN(1, SREACH) && sanswer[s].type != 0 -> act = A_slose; code = 1
       fi;
       whom = s
     }
  od
}
