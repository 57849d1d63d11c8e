/* The tracker's links to its Firmware servers, and the Firmware servers (spec/machines/status-tracker.md, spec/machines/firmware-server.md). */

#define LOWEST(set) (LISTED(set, 1) -> 1 : (LISTED(set, 2) -> 2 : (LISTED(set, 3) -> 3 : (LISTED(set, 4) -> 4 : (LISTED(set, 5) -> 5 : 6)))))

inline judge_sanswer(s) {
  if
  :: link[s].phase == SL_AskingCatalogue ->
     if
     :: sanswer[s].type == 15 -> tr = ((sanswer[s].set & (127 - (link[s].used | link[s].held))) == 0 -> SL_NothingNewListed : SL_NewPackagesListed)
     :: sanswer[s].type == 9 -> tr = SL_PeerFailed
     :: else -> tr = SL_Unexpected
     fi
  :: link[s].phase == SL_FetchingEnvelope ->
     img = LOWEST(link[s].missing);
     k = link[s].missing & (127 - (1 << img));
     if
     :: sanswer[s].type == 17 && sanswer[s].set == img && AUTHORED(img) -> tr = (k == 0 -> SL_LastEnvelopeReceived : SL_EnvelopeReceived)
     :: sanswer[s].type == 9 || (sanswer[s].type == 17 && (sanswer[s].set != img || !AUTHORED(img))) -> tr = (k == 0 -> SL_LastEnvelopeRejected : SL_EnvelopeRejected)
     :: else -> tr = SL_Unexpected
     fi
  :: else -> tr = SL_Unexpected
  fi
}

inline ask_envelope(s) {
  sask[s].type = 16; sask[s].set = LOWEST(link[s].missing)
}

inline act_link(s) {
  link[s].phase = nx;
  if
  :: tr == SL_RefreshDue -> sask[s].type = 14; sask[s].set = 0
  :: tr == SL_NothingNewListed -> link[s].used = sanswer[s].set; link[s].held = 0
  :: tr == SL_NewPackagesListed ->
     link[s].listing = sanswer[s].set & (link[s].used | link[s].held);
     link[s].missing = sanswer[s].set & (127 - (link[s].used | link[s].held));
     ask_envelope(s)
  :: tr == SL_EnvelopeReceived || tr == SL_EnvelopeRejected || tr == SL_LastEnvelopeReceived || tr == SL_LastEnvelopeRejected ->
     link[s].missing = k;
     if
     :: tr == SL_EnvelopeReceived || tr == SL_LastEnvelopeReceived ->
        link[s].listing = link[s].listing | (1 << img);
        link[s].held = link[s].held | (1 << img)
     :: else -> skip
     fi;
     if
     :: nx == SL_FetchingEnvelope -> ask_envelope(s)
     :: else -> link[s].used = link[s].listing; link[s].held = 0
     fi
  :: else -> skip
  fi;
  if
  :: nx != SL_FetchingEnvelope -> link[s].listing = 0; link[s].missing = 0
  :: else -> skip
  fi
}

inline step_link(s) {
  if
  :: act == A_refresh -> tr = SL_RefreshDue
  :: act == A_soverdue -> tr = SL_ReplyOverdue
  :: act == A_sanswer -> judge_sanswer(s)
  fi;
  SL_table(link[s].phase, tr);
  show_sl(s);
  if
  :: nx == REFUSED -> skip
  :: else -> act_link(s)
  fi;
  if
  :: act == A_sanswer -> sanswer[s].type = 0; sanswer[s].set = 0
  :: else -> skip
  fi
}

/* A server answers a request; one that is down loses it. */
inline step_sask(s) {
  x = sask[s].set;
  k = sask[s].type;
  sask[s].type = 0; sask[s].set = 0;
  if
  :: !server[s].up -> skip
  :: server[s].up && k == 14 -> sanswer[s].type = 15; sanswer[s].set = server[s].published
  :: else ->
     fs_row(s, x, FS_EnvelopeAsked);
     if
     :: LISTED(server[s].published, x) -> sanswer[s].type = 17; sanswer[s].set = x
     :: else -> sanswer[s].type = 9; sanswer[s].set = 0
     fi
  fi
}

/* A package is taken in when its number is above all that the server ever published (R-FS-06); package 5 only where the configuration has it. */
#define EVER(s) (server[s].published | server[s].withdrawn)
#define MAY_PUBLISH(s, i) (PUBLISH > 0 && server[s].up && (((i) == 2 && EVER(s) == 0) || ((i) == 3 && (EVER(s) & 40) == 0) || \
  ((i) == 5 && CONFLICT && (EVER(s) & 40) == 0)))

inline step_server(s) {
  begin_step();
  show_server(s);
  if
  :: act == A_sask -> step_sask(s)
  :: act == A_publish -> PUBLISH--; fs_row(s, code, FS_PackageCompleted); server[s].published = server[s].published | (1 << code)
  :: act == A_withdraw ->
     WITHDRAW--;
     fs_row(s, code, FS_WithdrawAccepted);
     server[s].published = server[s].published & (127 - (1 << code));
     server[s].withdrawn = server[s].withdrawn | (1 << code)
  :: act == A_server_down -> CRASH--; server[s].up = 0
  :: act == A_server_up -> server[s].up = 1
  :: else -> step_link(s)
  fi;
  finish()
}

proctype FirmwareServer(byte s) {
  do
  :: atomic {
       if
       :: act == 0 && sask[s].type != 0 -> act = A_sask
       :: act == 0 && MAY_PUBLISH(s, 2) -> act = A_publish; code = 2
       :: act == 0 && MAY_PUBLISH(s, 3) -> act = A_publish; code = 3
       :: act == 0 && MAY_PUBLISH(s, 5) -> act = A_publish; code = 5
       :: act == 0 && WITHDRAW > 0 && server[s].up && LISTED(server[s].published, 2) -> act = A_withdraw; code = 2
       :: act == 0 && WITHDRAW > 0 && server[s].up && LISTED(server[s].published, 3) -> act = A_withdraw; code = 3
       :: act == 0 && WITHDRAW > 0 && server[s].up && LISTED(server[s].published, 5) -> act = A_withdraw; code = 5
       :: act == 0 && CRASH > 0 && server[s].up -> act = A_server_down
       :: act == 0 && !server[s].up -> act = A_server_up
       fi;
       d_step { step_server(s) };
       after_step()
     }
  od
}

proctype ServerLink(byte s) {
  do
  :: atomic {
       if
       :: act == 0 && sanswer[s].type != 0 -> act = A_sanswer
       :: act == 0 && (link[s].phase == SL_AskingCatalogue || link[s].phase == SL_FetchingEnvelope) && sask[s].type == 0 && sanswer[s].type == 0 ->
          act = A_soverdue
       :: act == 0 && (link[s].phase == SL_Unsynchronised || link[s].phase == SL_Unavailable ||
            (link[s].phase == SL_Synchronised && link[s].used != server[s].published)) -> act = A_refresh
       fi;
       d_step { step_server(s) };
       after_step()
     }
  od
}
