/* The state of the world (world.md, "Parts"). One structure for each part; numbers of bits are as small as the values allow. */

/* Stages of a candidate. */
#define SG_None 0
#define SG_Receiving 1
#define SG_Verified 2
#define SG_Installing 3
#define SG_AwaitingBoot 4
#define SG_Trial 5

/* Orders of a device that are under way. */
#define OR_None 0
#define OR_Read 1
#define OR_Seal 2
#define OR_Test 3

#define GARBAGE 7

/* Sequence number of an image; images 3 and 5, and 4 and 6, share theirs. */
#define NUMBER(i) ((i) == 5 -> 3 : ((i) == 6 -> 4 : (i)))
/* Signed by an author; who stole the author's key counts as one. */
#define AUTHORED(i) ((i) != 0 && (i) != GARBAGE && ((i) != 4 || ATTACKER == AUTHOR_KEY))
#define RIGHT_CLASS(i) ((i) != 6)

typedef Device {
  unsigned phase : 4;
  unsigned runs : 3;          /* running image, 0 for none */
  unsigned order : 2;
  bit nonce;                 /* one is outstanding */
  bit frozen;                /* freeze suspicion */
  bit slot;                  /* slot of the confirmed image; the other one takes updates */
  unsigned conf : 3;         /* the rest is the record */
  unsigned cand : 3;
  unsigned stage : 3;
  unsigned recv : BLOCK_BITS;
  unsigned oimg : 3;         /* last outcome: image, code, and how many outcomes the tracker has not seen yet */
  unsigned ocode : 5;
  unsigned oser : 4;
  bit believed;              /* for I-10: a directive with the outstanding nonce was believed */
  unsigned ever : 7          /* for I-01: images that were ever confirmed */
};

typedef Slot {
  unsigned env : 3;
  bit seal;
  byte block[BLOCKS]
};

typedef Comm {
  unsigned phase : 3;
  unsigned img : 3;
  unsigned want : BLOCK_BITS;   /* block + 1, 0 for none */
  bit due;
  unsigned rimg : 3;
  unsigned rcode : 5
};

typedef Record {
  unsigned phase : 4;
  unsigned target : 3;
  unsigned conf : 3;
  unsigned result : 5;
  bit verified;
  bit wish;                  /* to cancel */
  unsigned attempts : 2;
  bit completed;             /* on the list of those that have completed */
  bit counted                /* for I-17: the last report that counted was CompletionReported */
};

/* On the list of those that have completed (R-ST-08). */
#define IS_COMPLETED(d) (rec[d].phase == ST_Confirmed || (rec[d].phase == ST_Unreachable && rec[d].completed))

/* Sets of packages are bit masks: bit i stands for image i. */
#define LISTED(set, i) (((set) >> (i)) & 1)

typedef Link {
  unsigned phase : 3;
  unsigned used : 7;         /* entries in use */
  unsigned held : 7;         /* envelopes that were fetched, and whose catalogue is not in use yet */
  unsigned listing : 7;      /* what is being fetched: entries so far, and those whose envelopes are missing */
  unsigned missing : 7
};

typedef Server {
  bit up;
  unsigned published : 7;
  unsigned withdrawn : 7;
  bit bad                    /* an attacker spoils the next block that is relayed */
};

/* One message. Which fields count depends on its type, the number of its M-id; 0 is an empty place. */
typedef Message {
  unsigned type : 5;
  unsigned kind : 2;         /* directive: 0 none, else KIND_... */
  unsigned img : 3;          /* manifest */
  unsigned env : 3;          /* envelope, or the bytes of a block */
  unsigned block : BLOCK_BITS; /* block + 1 */
  bit sig;                   /* the signature of the directive or report is true */
  bit nonce;                 /* it carries the outstanding nonce of the device that it names */
  bit dev;                   /* the device that it names */
  unsigned phase : 4;
  unsigned conf : 3;
  unsigned runs : 3;
  unsigned cand : 3;
  unsigned recv : BLOCK_BITS;
  unsigned oimg : 3;
  unsigned ocode : 5;        /* M-09: the code */
  unsigned oser : 4;
  unsigned rank : 4;         /* order of the counter among live reports of the device; 0: not above the tracker's last */
  unsigned rimg : 3;
  unsigned rcode : 5
};

#define KIND_UpToDate 1
#define KIND_Install 2
#define KIND_Cancel 3

typedef ServerMessage {
  unsigned type : 5;
  unsigned set : 7           /* image, or the set that M-15 lists */
};

/* Directions of a device; place 0 is `now`, 1 is `late`. */
#define DOWN 0
#define UP 1
#define ASK 2
#define ANSWER 3
#define AT(dir, d, p) (((d) * 4 + (dir)) * 2 + (p))
#define PLACES (DEVICES * 8)

/* The slot that takes updates, and that of the confirmed image. */
#define OTHER(d) (2 * (d) + 1 - dev[d].slot)
#define CONFIRMED(d) (2 * (d) + dev[d].slot)

Device dev[DEVICES];
Slot slot[DEVICES * 2];
Comm comm[DEVICES];
Record rec[DEVICES];
Link link[SERVERS];
Server server[SERVERS];
Message place[PLACES];
ServerMessage sask[SERVERS], sanswer[SERVERS];
Message kept;                /* what an attacker captured, on a link of a device or of a server, and from which direction of which */
ServerMessage skept;
unsigned keptFor : 3;

/* The choice of the step that is being made; all zero between steps. */
unsigned act : 6;
unsigned which : 1;         /* where a replayed message goes */
unsigned whom : 1;          /* whose link, in a fault or an attack */
unsigned where : 1;
unsigned tr : 6;
unsigned nx : 5;
unsigned durables : 3;
unsigned code : 5;
unsigned cutAt : 3;
bit torn;
bit failing;

/* Scratch of one indivisible step; assigned before use, so hidden. */
hidden Message m;
hidden Message o;
hidden Device was;
hidden Device mem;           /* a device's record in memory */
hidden byte n, k, x, r;        /* loops and indices */
hidden short rankset;
hidden byte rankmap[16];
hidden byte dead;            /* 1 the power is gone, 2 the storage failed */
hidden byte performed;            /* durable outputs performed */
hidden byte whole;
hidden byte drops, persists; /* the step drops a candidate from the record first; it persists the record */
hidden byte ranks;           /* reports came, went or counted: order them anew */
hidden byte refusals;
hidden byte records;         /* records of the tracker written in the step */
hidden byte out;             /* where o is sent at the end of the step */
hidden byte deadNonce;       /* a nonce ended */
hidden int before1, before2, after1, after2;
hidden byte offers;          /* entries in use at any server */
hidden byte best;            /* the package that is due by its number alone (R-ST-09), 0 for none */
hidden byte newest;          /* the newest package for the device, whether it is to be offered or not */
hidden byte satisfied;       /* the report says that the device runs and has confirmed the target or the newest package */
hidden byte img;
hidden byte cancels;
hidden Record new;           /* the record in memory */
