/* Sizes are fixed when the model is compiled. Everything else is a number: in a simulation it comes from -D, in a search from the environment. */

#ifndef DEVICES
#define DEVICES 1
#endif
#ifndef SERVERS
#define SERVERS 1
#endif
#ifndef BLOCKS
#define BLOCKS 2
#endif
#ifndef ATTEMPTS
#define ATTEMPTS 2
#endif
#if BLOCKS > 6
#define BLOCK_BITS 7
#else
#define BLOCK_BITS 3
#endif

/* A breadth-first search allows no hidden variables: then scratch is part of the state, and is zeroed after every step. */
#ifdef BREADTH
#define hidden
#endif

/* Attackers, by the names of world.md. */
#define NOBODY 0
#define ONPATH_DEVICE 1
#define ONPATH_TRACKER 2
#define ONPATH_SERVER 3
#define COMMUNICATOR 4
#define TRACKER 5
#define SERVER 6
#define AUTHOR_KEY 7

/* Constant during a run, so hidden from the state. */
hidden byte SECURE = SECURE_;       /* 1 profile Secure, 0 profile Core */
hidden byte ATTACKER = ATTACKER_;
hidden byte CONFLICT = CONFLICT_;   /* 1: package 5 may be published as well */
hidden byte MUT = MUT_;             /* the mutant that is switched on; 0 is the model itself */
hidden byte SHOW = SHOW_;           /* 1: print actions, rows and state lines */
hidden byte DECAYS = DECAY_;        /* 1: I-08 is not judged, because slots decay */
hidden byte HOSTILE_BYTES = 0;      /* 1: I-06 is not judged, because somebody can put other bytes into a block */

/* Budgets of faults and of the operator and author. */
byte LOSS = LOSS_, DUP = DUP_, LATE = LATE_, REPLAY = REPLAY_, FORGE = FORGE_, CUT = CUT_, STORE = STORE_, CRASH = CRASH_, FAIL = FAIL_,
  EXPIRE = EXPIRE_, SILENCE = SILENCE_, PROGRESS = PROGRESS_, PUBLISH = PUBLISH_, WITHDRAW = WITHDRAW_, CANCEL = CANCEL_, DECAY = DECAY_;

/* In a random walk faults and attacks wait: most of the time their processes choose to do nothing. */
#ifdef SEARCH
#define PATIENCE
#define PATIENCE_HERE
#else
#define STAY :: true -> skip
#define PATIENCE_HERE STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY STAY
#define WAIT :: act == 0 -> skip
#define PATIENCE WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT WAIT
#endif
