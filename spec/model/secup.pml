/* The four entities, the links between them, faults and attackers. README.md says how to run it; world.md is the contract that it follows.

   Every process is a loop of atomic steps over global state, and no process keeps anything of its own between steps, so the order of processes adds no
   states. A device's step is judged first, then the power may be cut or the storage fail in one of its outputs, then it is performed. */

#include "tables.pml"
/* Entries of a trace that are no rows: the device lost its power, the process was started again. */
#define CUT_MARK 63
#define RESTART_MARK 62
#ifdef TRACE
#include "trace.pml"
#endif
#include "defaults.pml"
#include "config.pml"
#include "codes.pml"
#include "forged.pml"
#include "actions.pml"
#include "state.pml"
#include "search.pml"
#include "show.pml"
#include "links.pml"
#include "invariants.pml"
#include "device.pml"
#include "device-act.pml"
#include "communicator.pml"
#include "tracker.pml"
#include "server.pml"
#include "faults.pml"
#include "attackers.pml"
#ifdef LIVENESS
#include "liveness.pml"
#endif

/* At the beginning: image 1 everywhere, nothing published, nobody has spoken yet. */
inline begin() {
  for (n : 0 .. DEVICES - 1) {
#ifdef START_OFF
    dev[n].phase = DC_Off;
#else
    dev[n].phase = DC_Idle; dev[n].runs = 1;
#endif
    dev[n].conf = 1; dev[n].ever = 2;
    slot[2 * n].env = 1; slot[2 * n].seal = 1;
    for (x : 0 .. BLOCKS - 1) { slot[2 * n].block[x] = 1 };
    rec[n].phase = ST_Enrolled
  };
  for (n : 0 .. SERVERS - 1) { server[n].up = 1 };
  HOSTILE_BYTES = ATTACKER != NOBODY && ATTACKER != TRACKER;
  if
  :: ATTACKER == ONPATH_DEVICE || ATTACKER == AUTHOR_KEY -> REACH = 3; SREACH = 0
  :: ATTACKER == ONPATH_TRACKER -> REACH = 12; SREACH = 0
  :: ATTACKER == ONPATH_SERVER -> REACH = 0; SREACH = 3
  :: ATTACKER == COMMUNICATOR -> REACH = 5; SREACH = 0
  :: ATTACKER == TRACKER -> REACH = 8; SREACH = 0
  :: ATTACKER == SERVER -> REACH = 0; SREACH = 2
  :: else -> skip
  fi
}

inline start_device(d) {
  run DeviceCore(d);
#ifdef LIVENESS
  run DeviceEvents(d);
#endif
  run Communicator(d);
  run StatusTracker(d);
  if
  :: LOSS + DUP + CUT + DECAY > 0 -> run Faults(d)
  :: else -> skip
  fi;
  if
  :: ATTACKER != NOBODY && REACH != 0 && REPLAY > 0 -> run Replayer(d)
  :: else -> skip
  fi;
  if
  :: FORGE > 0 && ATTACKER == ONPATH_DEVICE -> run OnPathDevice(d)
  :: FORGE > 0 && ATTACKER == ONPATH_TRACKER -> run OnPathTracker(d)
  :: FORGE > 0 && ATTACKER == COMMUNICATOR -> run CompromisedCommunicator(d)
  :: FORGE > 0 && ATTACKER == TRACKER -> run CompromisedTracker(d)
  :: FORGE > 0 && ATTACKER == AUTHOR_KEY -> run AuthorKeyThief(d)
  :: else -> skip
  fi
}

inline start_server(s) {
  run ServerLink(s);
  run FirmwareServer(s);
  if
  :: LOSS > 0 && SREACH != 0 -> run ServerFaults(s)
  :: else -> skip
  fi;
  if
  :: ATTACKER != NOBODY && SREACH != 0 && REPLAY > 0 -> run ServerReplayer(s)
  :: else -> skip
  fi;
  if
  :: FORGE > 0 && (ATTACKER == ONPATH_SERVER || ATTACKER == SERVER) -> run OnServerLink(s)
  :: else -> skip
  fi
}

init {
  atomic {
    read_numbers();
    d_step { begin() };
    run Adversity();
    start_device(0);
    start_server(0);
#if DEVICES > 1
    start_device(1);
#endif
#if SERVERS > 1
    start_server(1)
#endif
  }
}
