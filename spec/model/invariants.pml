/* The invariants of spec/invariants.yaml. Each is a named bit, so that a violation names it: "assertion violated I_07". */

hidden byte I_01, I_02, I_03, I_04, I_05, I_06, I_07, I_08, I_09, I_10, I_11, I_12, I_13, I_14, I_15, I_16, I_17, I_20, I_22, I_23;

/* The whole state of a device in two numbers, exactly. */
inline pack_device(d, a, b) {
  a = dev[d].phase | (dev[d].runs << 4) | (dev[d].nonce << 7) | (dev[d].frozen << 8) | (dev[d].slot << 9) | (dev[d].conf << 10) | (dev[d].cand << 13) |
    (dev[d].stage << 16) | (dev[d].recv << 19) | (dev[d].oimg << 27);
  b = dev[d].ocode | (dev[d].oser << 5);
  for (n : 2 * d .. 2 * d + 1) {
    b = (b << 4) | slot[n].env | (slot[n].seal << 3);
    for (x : 0 .. BLOCKS - 1) { b = b * 8 + slot[n].block[x] }
  }
}

/* I-16 at the device: nothing changed, and a request got exactly one refusal. */
inline unchanged_device(d) {
  pack_device(d, after1, after2);
  I_16 = before1 == after1 && before2 == after2 && (act != A_message || refusals == 1);
  assert(I_16)
}

inline pack_record(d, a) {
  a = rec[d].phase | (rec[d].target << 4) | (rec[d].conf << 7) | (rec[d].result << 10) | (rec[d].verified << 15) | (rec[d].wish << 16) |
    (rec[d].attempts << 17) | (rec[d].completed << 19) | (rec[d].counted << 20)
}

/* I-16 at the tracker. */
inline unchanged_record(d) {
  pack_record(d, after1);
  I_16 = before1 == after1 && (cutAt != 0 || refusals == 1);
  assert(I_16)
}

/* After every step of device d. `was` is the device before it. */
inline judge_invariants(d) {
  I_04 = dev[d].conf == was.conf || (NUMBER(dev[d].conf) > NUMBER(was.conf) && was.phase == DC_Trial && was.runs == dev[d].conf);
  assert(I_04);
  I_03 = dev[d].runs == 0 || dev[d].runs == dev[d].conf || NUMBER(dev[d].runs) > NUMBER(dev[d].conf);
  assert(I_03);
  I_23 = dev[d].runs == 0 || dev[d].runs == dev[d].conf || dev[d].stage == SG_Trial;
  assert(I_23);
  I_06 = HOSTILE_BYTES || dev[d].cand == 0;
  if
  :: I_06 -> skip
  :: else ->
     I_06 = 1;
     for (x : 0 .. BLOCKS - 1) { I_06 = I_06 && (x >= dev[d].recv || slot[OTHER(d)].block[x] == dev[d].cand) }
  fi;
  assert(I_06);
  if
  :: dev[d].stage == SG_Verified || dev[d].stage == SG_Installing || dev[d].stage == SG_AwaitingBoot -> judge_slot(OTHER(d), dev[d].cand); I_07 = whole
  :: else -> I_07 = 1
  fi;
  I_07 = I_07 && (dev[d].phase != DC_Trial || slot[OTHER(d)].seal);
  assert(I_07);
  judge_slot(CONFIRMED(d), dev[d].conf);
  I_08 = DECAYS || (whole && slot[CONFIRMED(d)].seal);
  assert(I_08);
  I_11 = !was.frozen || dev[d].frozen || dev[d].phase <= DC_VerifyingBoot || tr == DC_UpToDateBelieved || tr == DC_UpdateResumed ||
    tr == DC_UpdateAccepted || tr == DC_CancelBelieved || tr == DC_StorageFailed || !SECURE;
  assert(I_11);
  I_14 = was.cand == 0 || dev[d].cand == 0 || dev[d].cand == was.cand || was.phase == DC_Unbootable ||
    ((was.stage == SG_Receiving || was.stage == SG_Verified) && NUMBER(dev[d].cand) > NUMBER(was.cand));
  assert(I_14);
  judge_completion(d)
}

/* I-01: the record's word against the device. */
inline judge_completion(d) {
  I_01 = ATTACKER == TRACKER || !IS_COMPLETED(d) ||
    (((dev[d].ever >> rec[d].target) & 1) && NUMBER(dev[d].conf) >= NUMBER(rec[d].target));
  assert(I_01)
}

inline judge_record(d) {
  judge_completion(d);
  I_17 = IS_COMPLETED(d) == (rec[d].phase == ST_Confirmed || (rec[d].phase == ST_Unreachable && rec[d].counted)) &&
    (rec[d].phase != ST_Confirmed || rec[d].counted);
  assert(I_17)
}

inline judge_records() {
  judge_record(0);
#if DEVICES > 1
  judge_record(1)
#else
  skip
#endif
}
