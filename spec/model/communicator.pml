/* The Communicator (spec/machines/communicator.md). No durable state; what comes on a link on which it awaits nothing is refused in silence. */

/* Nothing stands in either direction of the link on which the Communicator awaits an answer. */
#define ON_TRACKER_LINK(d) (comm[d].phase == CM_CheckingIn || comm[d].phase == CM_Fetching)
#define EMPTY(dir, d) (place[AT(dir, d, 0)].type == 0 && place[AT(dir, d, 1)].type == 0)
#define NOTHING_COMES(d) ((ON_TRACKER_LINK(d) && EMPTY(ASK, d) && EMPTY(ANSWER, d)) || (!ON_TRACKER_LINK(d) && EMPTY(DOWN, d) && EMPTY(UP, d)))

/* A link is opened anew for the next request (spec/machines/communicator.md, D-41): what was under way on the old one comes no more. Liveness rests on that,
   safety does not. */
#ifdef LIVENESS
#define PAUSE_ENDS(d) (EMPTY(DOWN, d) && EMPTY(UP, d) && EMPTY(ASK, d) && EMPTY(ANSWER, d))
#else
#define PAUSE_ENDS(d) true
#endif

inline judge_up(d) {
  if
  :: comm[d].phase == CM_AskingStatus -> tr = (m.type == 2 -> CM_StatusReported : CM_PeerFailed)
  :: comm[d].phase == CM_Delivering ->
     if
     :: m.type == 4 ->
        if
        :: comm[d].img != 0 && m.block != 0 -> tr = CM_DeliveryWanting
        :: comm[d].img != 0 && m.block == 0 && m.phase == DC_Verified && MUT != 34 -> tr = CM_DeliveryVerified
        :: else -> tr = CM_DeliverySettled
        fi
     :: m.type == 9 -> tr = CM_DeliveryRefused
     :: else -> tr = CM_PeerFailed
     fi
  :: comm[d].phase == CM_Forwarding ->
     if
     :: m.type == 6 -> tr = (m.block == 0 -> CM_BlockTakenLast : (comm[d].due -> CM_BlockTakenReportDue : CM_BlockTakenWanting))
     :: m.type == 9 -> tr = CM_BlockDeclined
     :: else -> tr = CM_PeerFailed
     fi
  :: comm[d].phase == CM_RequestingInstall -> tr = (m.type == 8 -> CM_InstallStarted : (m.type == 9 -> CM_InstallDeclined : CM_PeerFailed))
  :: else -> tr = CM_Unexpected
  fi
}

inline judge_answer(d) {
  if
  :: comm[d].phase == CM_CheckingIn ->
     if
     :: m.type == 11 -> tr = (!SECURE && m.env == 0 -> CM_AnsweredNothing : CM_AnsweredDirective)
     :: else -> tr = CM_PeerFailed
     fi
  :: comm[d].phase == CM_Fetching ->
     if
     :: m.type == 13 -> tr = (m.img == comm[d].img && m.block == comm[d].want -> CM_BlockFetched : CM_BlockMismatched)
     :: else -> tr = CM_PeerFailed
     fi
  :: else -> tr = CM_Unexpected
  fi
}

inline judge_communicator(d) {
  if
  :: act == A_poll -> tr = CM_PollDue
  :: act == A_overdue -> tr = CM_ReplyOverdue
  :: act == A_progress -> tr = CM_ProgressDue
  :: act == A_up -> judge_up(d)
  :: act == A_answer -> judge_answer(d)
  fi;
  CM_table(comm[d].phase, tr)
}

inline forget_round(d) {
  comm[d].img = 0; comm[d].want = 0; comm[d].due = 0
}

inline ask_status(d) {
  forget_round(d);
  o.type = 1; out = DOWN
}

inline ask_block(d) {
  comm[d].want = m.block;
  o.type = 12; o.img = comm[d].img; o.block = m.block; out = ASK
}

inline act_communicator(d) {
  comm[d].phase = nx;
  if
  :: tr == CM_PollDue || tr == CM_BlockTakenReportDue -> ask_status(d)
  :: tr == CM_StatusReported -> copy(o, m); o.type = 10; o.rimg = comm[d].rimg; o.rcode = comm[d].rcode; out = ASK
  :: tr == CM_AnsweredDirective ->
     comm[d].rimg = 0; comm[d].rcode = 0;
     comm[d].img = m.img;
     o.type = 3; o.env = m.env;
     if
     :: SECURE && m.sig && !m.nonce && MUT != 2 && MUT != 4 && m.dev == d -> o.kind = KIND_UpToDate; o.sig = 1; o.dev = m.dev; o.env = 0
     :: SECURE && (!m.sig || m.nonce || MUT == 2 || MUT == 4 || m.dev != d) -> o.kind = m.kind; o.img = m.img; o.sig = m.sig; o.dev = m.dev; o.nonce = m.nonce
     :: else -> skip
     fi;
     out = DOWN
  :: tr == CM_AnsweredNothing -> comm[d].rimg = 0; comm[d].rcode = 0
  :: tr == CM_DeliveryWanting || tr == CM_BlockTakenWanting -> ask_block(d)
  :: tr == CM_DeliveryVerified -> o.type = 7; o.img = comm[d].img; out = DOWN
  :: tr == CM_DeliveryRefused ->
     if
     :: comm[d].img != 0 -> comm[d].rimg = comm[d].img; comm[d].rcode = m.ocode
     :: else -> skip
     fi
  :: tr == CM_BlockFetched -> o.type = 5; o.img = m.img; o.block = m.block; o.env = m.env; out = DOWN
  :: tr == CM_ProgressDue -> comm[d].due = 1
  :: else -> skip
  fi;
  if
  :: nx == CM_Waiting -> forget_round(d)
  :: else -> skip
  fi
}

inline step_communicator(d) {
  begin_step();
  show_communicator(d);
  if
  :: act == A_up -> take(UP, d, where)
  :: act == A_answer -> take(ANSWER, d, where)
  :: else -> skip
  fi;
  if
  :: act == A_restart_c ->
     CRASH--;
     trace_mark(2 + d, RESTART_MARK);
     comm[d].phase = CM_Waiting; comm[d].rimg = 0; comm[d].rcode = 0;
     forget_round(d)
  :: else ->
     judge_communicator(d);
     if
     :: act == A_overdue && !NOTHING_COMES(d) -> LATE--
     :: act == A_progress -> PROGRESS--
     :: else -> skip
     fi;
     show_cm(d);
     if
     :: nx == REFUSED -> skip
     :: else -> act_communicator(d)
     fi
  fi;
  deliver(d);
  finish()
}

proctype Communicator(byte d) {
  do
  :: atomic {
       if
       :: act == 0 && comm[d].phase == CM_Waiting && PAUSE_ENDS(d) -> act = A_poll
       :: act == 0 && place[AT(UP, d, 0)].type != 0 -> act = A_up
       :: act == 0 && place[AT(UP, d, 1)].type != 0 -> act = A_up; where = 1
       :: act == 0 && place[AT(ANSWER, d, 0)].type != 0 -> act = A_answer
       :: act == 0 && place[AT(ANSWER, d, 1)].type != 0 -> act = A_answer; where = 1
       :: act == 0 && comm[d].phase != CM_Waiting && (MUT != 32 || comm[d].phase != CM_Fetching) && (LATE > 0 || NOTHING_COMES(d)) -> act = A_overdue
       :: act == 0 && (comm[d].phase == CM_Fetching || comm[d].phase == CM_Forwarding) && !comm[d].due && PROGRESS > 0 -> act = A_progress
       :: act == 0 && CRASH > 0 -> act = A_restart_c
       fi;
       d_step { step_communicator(d) };
       after_step()
     }
  od
}
