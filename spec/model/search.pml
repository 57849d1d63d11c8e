/* In a search the numbers come from the environment, so that one binary serves every configuration. In a simulation they come from -D. */

#ifdef SEARCH
#ifdef BREADTH
#define HIDDEN(name) now.name
#else
#define HIDDEN(name) name
#endif

#ifdef TRACE
#define AT_EXIT atexit(write_furthest);
#else
#define AT_EXIT
#endif

c_decl {
  static unsigned char hit[5][32][64];
  static const char *hits;
  static int number(const char *name, int otherwise) { const char *text = getenv(name); return text && *text ? atoi(text) : otherwise; }
  /* The table rows that the search took, for check.sh --unreached. */
  static void write_hits(void) {
    FILE *file = fopen(hits, "w");
    int m, p, t;
    if (!file) return;
    for (m = 0; m < 5; m++) for (p = 0; p < 32; p++) for (t = 0; t < 64; t++) if (hit[m][p][t]) fprintf(file, "%d %d %d\n", m, p, t);
    fclose(file);
  }
}

#ifdef TRACE
short seen[14];       /* how many entries of each entity's list the search has matched */
bit rejected;
hidden byte I_accepted, cutIsNext;

c_decl {
  static int furthest[14];
  static int row_fits(short *seen, int entity, int phase, int trigger, int next) {
    int at = seen[entity];
    if (at >= trace_length[entity] || trace_rows[entity][at][0] != phase || trace_rows[entity][at][1] != trigger || trace_rows[entity][at][2] != next) return 0;
    seen[entity]++;
    if (seen[entity] > furthest[entity]) furthest[entity] = seen[entity];
    return 1;
  }
  static int next_is(short *seen, int entity, int mark) {
    return seen[entity] < trace_length[entity] && trace_rows[entity][seen[entity]][1] == mark;
  }
  static int all_seen(short *seen) {
    int entity;
    for (entity = 0; entity < 14; entity++) if (seen[entity] < trace_length[entity]) return 0;
    return 1;
  }
  static void write_furthest(void) {
    int entity;
    for (entity = 0; entity < 14; entity++) if (trace_length[entity]) printf("furthest %d %d %d\n", entity, furthest[entity], trace_length[entity]);
  }
}
#endif

inline read_numbers() {
  c_code {
    HIDDEN(SECURE) = number("SECURE", HIDDEN(SECURE));
    HIDDEN(ATTACKER) = number("ATTACKER", HIDDEN(ATTACKER));
    HIDDEN(CONFLICT) = number("CONFLICT", HIDDEN(CONFLICT));
    HIDDEN(MUT) = number("MUT", HIDDEN(MUT));
    HIDDEN(SHOW) = number("SHOW", HIDDEN(SHOW));
    now.LOSS = number("LOSS", now.LOSS);
    now.DUP = number("DUP", now.DUP);
    now.LATE = number("LATE", now.LATE);
    now.REPLAY = number("REPLAY", now.REPLAY);
    now.FORGE = number("FORGE", now.FORGE);
    now.CUT = number("CUT", now.CUT);
    now.STORE = number("STORE", now.STORE);
    now.CRASH = number("CRASH", now.CRASH);
    now.FAIL = number("FAIL", now.FAIL);
    now.EXPIRE = number("EXPIRE", now.EXPIRE);
    now.SILENCE = number("SILENCE", now.SILENCE);
    now.PROGRESS = number("PROGRESS", now.PROGRESS);
    now.PUBLISH = number("PUBLISH", now.PUBLISH);
    now.WITHDRAW = number("WITHDRAW", now.WITHDRAW);
    now.CANCEL = number("CANCEL", now.CANCEL);
    now.DECAY = number("DECAY", now.DECAY);
    HIDDEN(DECAYS) = now.DECAY > 0;
    hits = getenv("HITS");
    if (hits) atexit(write_hits);
    AT_EXIT
  }
}
#else
#define read_numbers() skip
#endif

#ifdef TRACE
hidden byte markOf, markIs;
inline trace_mark(entity, mark) {
  markOf = entity; markIs = mark;
  c_code {
    if (!next_is(now.seen, markOf, markIs)) now.rejected = 1;
    else if (++now.seen[markOf] > furthest[markOf]) furthest[markOf] = now.seen[markOf];
  }
}
#else
#define trace_mark(entity, mark) skip
#endif
