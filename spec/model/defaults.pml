/* Defaults of the numbers of config.pml. */

#ifndef SECURE_
#define SECURE_ 1
#endif
#ifndef ATTACKER_
#define ATTACKER_ 0
#endif
#ifndef CONFLICT_
#define CONFLICT_ 0
#endif
#ifndef MUT_
#define MUT_ 0
#endif
#ifndef SHOW_
#define SHOW_ 0
#endif
#ifndef LOSS_
#define LOSS_ 0
#endif
#ifndef DUP_
#define DUP_ 0
#endif
#ifndef LATE_
#define LATE_ 0
#endif
#ifndef REPLAY_
#define REPLAY_ 0
#endif
#ifndef FORGE_
#define FORGE_ 0
#endif
#ifndef CUT_
#define CUT_ 0
#endif
#ifndef STORE_
#define STORE_ 0
#endif
#ifndef CRASH_
#define CRASH_ 0
#endif
#ifndef FAIL_
#define FAIL_ 0
#endif
#ifndef EXPIRE_
#define EXPIRE_ 0
#endif
#ifndef SILENCE_
#define SILENCE_ 0
#endif
#ifndef PROGRESS_
#define PROGRESS_ 0
#endif
#ifndef PUBLISH_
#define PUBLISH_ 1
#endif
#ifndef WITHDRAW_
#define WITHDRAW_ 0
#endif
#ifndef CANCEL_
#define CANCEL_ 0
#endif
#ifndef DECAY_
#define DECAY_ 0
#endif
