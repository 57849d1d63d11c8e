/* In a search the numbers come from the environment, so that one binary serves every configuration. In a simulation they come from -D. */

#ifdef SEARCH
#ifdef BREADTH
#define HIDDEN(name) now.name
#else
#define HIDDEN(name) name
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
  }
}
#else
#define read_numbers() skip
#endif
