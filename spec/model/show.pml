/* What a simulation or the replay of a trail prints: "@ action", "# machine subject phase trigger next", "= state line" (world.md). */

#ifdef SEARCH
#define HIT(machine, at) c_code { hit[machine][HIDDEN(rowPhase)][now.tr] = 1; }
#else
#define HIT(machine, at) skip
#endif
hidden byte rowPhase, rowSubject, packagePhase, savedTr, savedNx;

/* Acceptance of a trace (trace.pml): each row must be the next one of its entity, else the step leads nowhere. */
#ifdef TRACE
#define FITS(entity) c_code { if (!row_fits(now.seen, entity, rowPhase, now.tr, now.nx)) now.rejected = 1; }
#else
#define FITS(entity) skip
#endif

#define ROW(number, subject, prefix, at) rowPhase = at; HIT(number, at); \
  if \
  :: SHOW -> subject; prefix##_print_phase(at); printf(" "); prefix##_print_trigger(tr); printf(" "); \
     prefix##_print_phase(nx); printf("\n") \
  :: else -> skip \
  fi

inline show_dc(d) {
  ROW(0, printf("# DeviceCore %d ", d + 1), DC, dev[d].phase);
  rowSubject = d;
  FITS(rowSubject)
}
inline show_cm(d) {
  ROW(1, printf("# Communicator %d ", d + 1), CM, comm[d].phase);
  rowSubject = 2 + d;
  FITS(rowSubject)
}
inline show_st(d) {
  ROW(2, printf("# StatusTracker %d ", d + 1), ST, rec[d].phase);
  rowSubject = 4 + d;
  FITS(rowSubject)
}
inline show_sl(s) {
  ROW(3, printf("# ServerLink %d ", s + 1), SL, link[s].phase);
  rowSubject = 6 + s;
  FITS(rowSubject)
}

/* One row of package i at server s: phase before, by what happened. */
inline fs_row(at, image, what) {
  savedTr = tr; savedNx = nx;
  tr = what;
  packagePhase = (LISTED(server[at].published, image) -> FS_Published : (LISTED(server[at].withdrawn, image) -> FS_Withdrawn : FS_Absent));
  FS_table(packagePhase, tr);
  ROW(4, printf("# FirmwareServer %d/%d ", at + 1, image), FS, packagePhase);
  rowSubject = 8 + 3 * at + (image == 5 -> 2 : image - 2);
  if
  :: what == FS_PackageCompleted || what == FS_WithdrawAccepted -> FITS(rowSubject)
  :: else -> skip
  fi;
  tr = savedTr; nx = savedNx
}

inline print_place() {
  if
  :: where == 0 -> printf(" now")
  :: else -> printf(" late")
  fi
}

inline print_direction(dir) {
  if
  :: dir == DOWN -> printf("down")
  :: dir == UP -> printf("up")
  :: dir == ASK -> printf("ask")
  :: dir == ANSWER -> printf("answer")
  fi
}

inline show_device(d) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_start -> printf("start %d", d + 1)
     :: act == A_read -> printf("read %d", d + 1)
     :: act == A_sealed -> printf("sealed %d", d + 1)
     :: act == A_pass -> printf("tested %d pass", d + 1)
     :: act == A_fail -> printf("tested %d fail", d + 1)
     :: act == A_expired -> printf("trial-expired %d", d + 1)
     :: act == A_reboot -> printf("reboot %d", d + 1)
     :: act == A_nonce -> printf("nonce-expired %d", d + 1)
     :: act == A_fresh -> printf("freshness-expired %d", d + 1)
     :: act == A_message -> printf("down %d", d + 1); print_place()
     fi;
     if
     :: cutAt != 0 && failing -> printf(" fail %d", cutAt)
     :: cutAt != 0 && !failing && torn -> printf(" cut %d torn", cutAt)
     :: cutAt != 0 && !failing && !torn -> printf(" cut %d before", cutAt)
     :: else -> skip
     fi;
     printf("\n")
  :: else -> skip
  fi
}

inline show_communicator(d) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_poll -> printf("poll %d", d + 1)
     :: act == A_up -> printf("up %d", d + 1); print_place()
     :: act == A_answer -> printf("answer %d", d + 1); print_place()
     :: act == A_overdue -> printf("overdue %d", d + 1)
     :: act == A_progress -> printf("progress %d", d + 1)
     :: act == A_restart_c -> printf("restart-c %d", d + 1)
     fi;
     printf("\n")
  :: else -> skip
  fi
}

inline show_tracker(d) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_ask -> printf("ask %d", d + 1); print_place()
     :: act == A_silence -> printf("silence %d", d + 1)
     :: act == A_cancel -> printf("cancel %d", d + 1)
     :: act == A_restart_t -> printf("restart-t")
     fi;
     if
     :: cutAt != 0 -> printf(" cut %d", cutAt)
     :: else -> skip
     fi;
     printf("\n")
  :: else -> skip
  fi
}

inline show_server(s) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_refresh -> printf("refresh %d", s + 1)
     :: act == A_sask -> printf("sask %d", s + 1)
     :: act == A_sanswer -> printf("sanswer %d", s + 1)
     :: act == A_soverdue -> printf("soverdue %d", s + 1)
     :: act == A_publish -> printf("publish %d %d", code, s + 1)
     :: act == A_withdraw -> printf("withdraw %d %d", code, s + 1)
     :: act == A_server_down -> printf("server-down %d", s + 1)
     :: act == A_server_up -> printf("server-up %d", s + 1)
     fi;
     printf("\n")
  :: else -> skip
  fi
}

inline print_server_direction() {
  if
  :: code == 0 -> printf("sask")
  :: else -> printf("sanswer")
  fi
}

inline show_fault(d) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_lose -> printf("lose "); print_direction(code)
     :: act == A_slose -> printf("lose "); print_server_direction()
     :: act == A_duplicate -> printf("duplicate "); print_direction(code)
     :: act == A_cut -> printf("cut")
     :: act == A_decay -> printf("decay")
     fi;
     printf(" %d\n", d + 1)
  :: else -> skip
  fi
}

inline show_attack(d) {
  if
  :: SHOW ->
     printf("@ ");
     if
     :: act == A_capture -> printf("capture "); print_direction(code); printf(" %d\n", d + 1)
     :: act == A_replay -> printf("replay "); print_direction(code); printf(" %d %d\n", d + 1, which + 1)
     :: act == A_scapture -> printf("capture "); print_server_direction(); printf(" %d\n", d + 1)
     :: act == A_sreplay -> printf("replay "); print_server_direction(); printf(" %d %d\n", d + 1, which + 1)
     :: act == A_forge ->
        printf("forge ");
        x = (code == F_M_01 || code == F_M_03_install_4_void || code == F_M_03_envelope_4 || code == F_M_05_garbage || code == F_M_07 -> DOWN :
          (code <= F_M_09_lasting -> UP : (code == F_M_10_void || code == F_M_10_refusal -> ASK : ANSWER)));
        print_direction(x);
        printf(" %d ", d + 1); print_forged(code); printf("\n")
     :: act == A_sforge -> printf("forge sanswer %d ", d + 1); print_forged(code); printf("\n")
     fi
  :: else -> skip
  fi
}

inline print_image(value) {
  if
  :: value == 0 -> printf("-")
  :: else -> printf("%d", value)
  fi
}

inline print_stage(value) {
  if
  :: value == SG_Receiving -> printf("Receiving")
  :: value == SG_Verified -> printf("Verified")
  :: value == SG_Installing -> printf("Installing")
  :: value == SG_AwaitingBoot -> printf("AwaitingBoot")
  :: value == SG_Trial -> printf("Trial")
  fi
}

inline print_device(d) {
  printf("D%d:", d + 1); DC_print_phase(dev[d].phase);
  printf(",c%d,k", dev[d].conf);
  if
  :: dev[d].cand == 0 -> printf("-")
  :: else -> printf("%d/", dev[d].cand); print_stage(dev[d].stage); printf("/%d", dev[d].recv)
  fi;
  printf(",r"); print_image(dev[d].runs);
  printf(",o");
  if
  :: dev[d].oimg == 0 -> printf("-")
  :: else -> printf("%d/", dev[d].oimg); print_code(dev[d].ocode)
  fi;
  printf(",n");
  if
  :: dev[d].nonce -> printf("1")
  :: else -> printf("-")
  fi;
  printf(",f%d,w", dev[d].frozen);
  if
  :: dev[d].order == OR_None -> printf("-")
  :: dev[d].order == OR_Read -> printf("read")
  :: dev[d].order == OR_Seal -> printf("seal")
  :: dev[d].order == OR_Test -> printf("test")
  fi
}

inline print_communicator(d) {
  printf(" C%d:", d + 1); CM_print_phase(comm[d].phase);
  printf(",i"); print_image(comm[d].img);
  printf(",w");
  if
  :: comm[d].want == 0 -> printf("-")
  :: else -> printf("%d", comm[d].want - 1)
  fi;
  printf(",r");
  if
  :: comm[d].rimg == 0 -> printf("-")
  :: else -> printf("%d/", comm[d].rimg); print_code(comm[d].rcode)
  fi;
  printf(",d%d", comm[d].due)
}

inline print_record(d) {
  printf(" T%d:", d + 1); ST_print_phase(rec[d].phase);
  printf(",t"); print_image(rec[d].target);
  printf(",c"); print_image(rec[d].conf);
  printf(","); print_code(rec[d].result);
  printf(",v%d,x%d,a%d", rec[d].verified, rec[d].wish, rec[d].attempts)
}

inline print_type(value) {
  if
  :: value == 0 -> printf("-")
  :: else -> printf("%d", value)
  fi
}

/* Which messages stand in the places of the links of a device: down, up, ask, answer, each as now/late. */
inline print_places(d) {
  printf(" L%d:", d + 1);
  for (x : 0 .. 3) {
    print_type(place[AT(x, d, 0)].type); printf("/"); print_type(place[AT(x, d, 1)].type);
    if
    :: x < 3 -> printf(",")
    :: else -> skip
    fi
  }
}

inline print_package(s, i) {
  printf(",p%d=", i);
  if
  :: LISTED(server[s].published, i) -> printf("Published")
  :: LISTED(server[s].withdrawn, i) -> printf("Withdrawn")
  :: else -> printf("Absent")
  fi
}

inline print_link(s) {
  printf(" S%d:", s + 1); SL_print_phase(link[s].phase);
  printf(",l");
  for (x : 1 .. 6) {
    if
    :: LISTED(link[s].used, x) -> printf("%d", x)
    :: else -> skip
    fi
  };
  printf(",q"); print_type(sask[s].type); printf("/"); print_type(sanswer[s].type)
}

inline print_server(s) {
  printf(" F%d:u%d", s + 1, server[s].up);
  print_package(s, 2);
  print_package(s, 3);
  if
  :: CONFLICT -> print_package(s, 5)
  :: else -> skip
  fi
}

inline show_state() {
  if
  :: SHOW ->
     printf("=");
     for (r : 0 .. DEVICES - 1) { printf(" "); print_device(r); print_communicator(r); print_record(r); print_places(r) };
     for (r : 0 .. SERVERS - 1) { print_link(r); print_server(r) };
     printf("\n")
  :: else -> skip
  fi
}
