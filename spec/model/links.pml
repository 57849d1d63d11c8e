/* Links: two places for each direction (world.md, "Links"), and what makes equal states equal. */

#define IS_REPORT(msg) (msg.type == 2 || msg.type == 10)

inline clear(msg) {
  msg.type = 0; msg.kind = 0; msg.img = 0; msg.env = 0; msg.block = 0; msg.sig = 0; msg.nonce = 0; msg.dev = 0; msg.phase = 0; msg.conf = 0;
  msg.runs = 0; msg.cand = 0; msg.recv = 0; msg.oimg = 0; msg.ocode = 0; msg.oser = 0; msg.rank = 0; msg.rimg = 0; msg.rcode = 0
}

inline copy(to, from) {
  to.type = from.type; to.kind = from.kind; to.img = from.img; to.env = from.env; to.block = from.block; to.sig = from.sig; to.nonce = from.nonce;
  to.dev = from.dev; to.phase = from.phase; to.conf = from.conf; to.runs = from.runs; to.cand = from.cand; to.recv = from.recv; to.oimg = from.oimg;
  to.ocode = from.ocode; to.oser = from.oser; to.rank = from.rank; to.rimg = from.rimg; to.rcode = from.rcode
}

/* Message o goes out at the end of the step (deliver). There is at most one in a step. */
#define NOWHERE 9

/* What was in `now` moves to `late`, and what was in `late` is lost. */
inline deliver(d) {
  if
  :: out != NOWHERE ->
     n = AT(out, d, 0);
     if
     :: place[n].type != 0 -> ranks = 1; copy(place[n + 1], place[n])
     :: else -> skip
     fi;
     ranks = ranks | IS_REPORT(o);
     copy(place[n], o)
  :: else -> skip
  fi
}

/* Takes the message out of a place, into m. */
inline take(dir, d, p) {
  n = AT(dir, d, p);
  copy(m, place[n]);
  clear(place[n]);
  ranks = ranks | IS_REPORT(m)
}

/* M-09. A refusal of a refused request is all that the receiver of the request does (R-GEN-02). */
inline refuse(dir, why) {
  o.type = 9; o.ocode = why; out = dir;
  refusals++
}

inline note_rank(msg, d) {
  if
  :: IS_REPORT(msg) && msg.rank > 0 && msg.dev == d -> rankset = rankset | (1 << msg.rank)
  :: else -> skip
  fi
}

/* A report that can count no more is as good as any other such report: its content is forgotten (but for the mutant that lets it count). */
inline new_rank(msg, d) {
  if
  :: IS_REPORT(msg) && msg.rank > 0 && msg.dev == d -> msg.rank = rankmap[msg.rank]
  :: IS_REPORT(msg) && msg.rank == 0 && MUT != 9 ->
     msg.nonce = 0; msg.dev = 0; msg.phase = 0; msg.conf = 0; msg.runs = 0; msg.cand = 0; msg.recv = 0; msg.oimg = 0; msg.ocode = 0; msg.oser = 0;
     msg.rimg = 0; msg.rcode = 0
  :: else -> skip
  fi
}

/* Counters count by their order only: the ranks of the live reports of a device become 1, 2, ... without gaps. */
inline order_ranks(d) {
  rankset = 0;
  for (n : 0 .. PLACES - 1) { note_rank(place[n], d) }
  note_rank(kept, d);
  k = 0;
  for (n : 1 .. 11) {
    k = k + ((rankset >> n) & 1);
    rankmap[n] = k
  }
  for (n : 0 .. PLACES - 1) { new_rank(place[n], d) }
  new_rank(kept, d)
}

/* The highest rank of a live report of device d, into k. */
inline highest_rank(d) {
  k = 0;
  for (n : 0 .. PLACES - 1) {
    if
    :: IS_REPORT(place[n]) && place[n].dev == d && place[n].rank > k -> k = place[n].rank
    :: else -> skip
    fi
  }
  if
  :: IS_REPORT(kept) && kept.dev == d && kept.rank > k -> k = kept.rank
  :: else -> skip
  fi
}

/* A report of device d with rank r counted: it and all before it are spent, and its outcome is the last one that the tracker knows. */
inline spend_report(msg, d) {
  if
  :: IS_REPORT(msg) && msg.dev == d ->
     msg.rank = (msg.rank > m.rank -> msg.rank - m.rank : 0);
     msg.oser = (msg.oser > m.oser -> msg.oser - m.oser : 0)
  :: else -> skip
  fi
}

inline spend_reports(d) {
  for (n : 0 .. PLACES - 1) { spend_report(place[n], d) }
  spend_report(kept, d);
  dev[d].oser = (dev[d].oser > m.oser -> dev[d].oser - m.oser : 0);
  ranks = 1
}

/* Nonces do not repeat. So what carries a nonce that is no longer outstanding is as good as any other such message; its content is forgotten
   where the device decides on the nonce (but for the mutant that does not compare it). */
inline dead_nonce(msg, d) {
  if
  :: msg.type != 0 && msg.nonce && msg.dev == d ->
     msg.nonce = 0;
     if
     :: msg.type == 3 && msg.sig && MUT != 2 && MUT != 4 && MUT != 29 -> msg.kind = KIND_UpToDate; msg.img = 0; msg.env = 0
     :: else -> skip
     fi
  :: else -> skip
  fi
}

inline end_nonce(d) {
  dev[d].nonce = 0;
  dev[d].believed = 0;
  deadNonce = 1
}

inline end_nonces(d) {
  if
  :: deadNonce ->
     for (n : 0 .. PLACES - 1) { dead_nonce(place[n], d) }
     dead_nonce(kept, d)
  :: else -> skip
  fi
}

/* Begins every step. */
inline begin_step() {
  refusals = 0; dead = 0; performed = 0; ranks = 0; records = 0; out = NOWHERE; deadNonce = 0;
  clear(o)
}

/* Ends every step: the ranks are put in order when reports moved, and the choice of the step is forgotten. */
inline finish() {
  if
  :: ranks ->
     order_ranks(0);
#if DEVICES > 1
     order_ranks(1);
#endif
     ranks = 0
  :: else -> skip
  fi;
  act = 0; which = 0; whom = 0; where = 0; tr = 0; nx = 0; durables = 0; code = 0; cutAt = 0; torn = 0; failing = 0
#ifdef TRACE
  ;
  if
  :: rejected -> act = NOTHING
  :: else -> skip
  fi;
  c_code { I_accepted = all_seen(now.seen) && !now.rejected; };
  assert(!I_accepted)
#endif
}

#ifdef BREADTH
inline clear_device(to) {
  to.phase = 0; to.runs = 0; to.order = 0; to.nonce = 0; to.frozen = 0; to.slot = 0; to.conf = 0; to.cand = 0; to.stage = 0; to.recv = 0;
  to.oimg = 0; to.ocode = 0; to.oser = 0; to.believed = 0; to.ever = 0
}

inline forget_scratch() {
  clear(m); clear(o); clear_device(was); clear_device(mem);
  new.phase = 0; new.target = 0; new.conf = 0; new.result = 0; new.verified = 0; new.wish = 0; new.attempts = 0; new.completed = 0; new.counted = 0;
  n = 0; k = 0; r = 0; rankset = 0; dead = 0; performed = 0; whole = 0; drops = 0; persists = 0; ranks = 0; refusals = 0; records = 0; out = 0;
  deadNonce = 0; before1 = 0; before2 = 0; after1 = 0; after2 = 0; offers = 0; best = 0; newest = 0; satisfied = 0; img = 0; cancels = 0; packagePhase = 0; savedTr = 0; savedNx = 0;
  rowPhase = 0; rowSubject = 0;
  for (x : 0 .. 15) { rankmap[x] = 0 };
  x = 0;
  I_01 = 0; I_02 = 0; I_03 = 0; I_04 = 0; I_05 = 0; I_06 = 0; I_07 = 0; I_08 = 0; I_09 = 0; I_10 = 0; I_11 = 0; I_12 = 0; I_13 = 0; I_14 = 0; I_15 = 0;
  I_16 = 0; I_17 = 0; I_20 = 0; I_22 = 0; I_23 = 0
}
#define after_step() d_step { show_state() }; d_step { forget_scratch() }
#else
#define after_step() d_step { show_state() }
#endif
