/* The messages that attackers forge (world.md), by the names that their actions carry. */

#define F_M_01 1
#define F_M_03_install_4_void 2
#define F_M_05_garbage 3
#define F_M_07 4
#define F_M_02_void 5
#define F_M_04_verified 6
#define F_M_04_want_0 7
#define F_M_06_nothing 8
#define F_M_08 9
#define F_M_09_lasting 10
#define F_M_10_void 11
#define F_M_10_refusal 12
#define F_M_11_uptodate_void 13
#define F_M_11_install_4_void 14
#define F_M_13_garbage 15
#define F_M_11_uptodate 16
#define F_M_11_cancel 17
#define F_M_11_install_1 18
#define F_M_11_install_2 19
#define F_M_11_install_4 20
#define F_M_11_install_6 21
#define F_M_03_envelope_4 22
#define F_M_15_4 23
#define F_M_17_4 24
#define F_M_17_1 25
#define F_M_13_spoil 26
#define F_M_15_empty 27

inline print_forged(value) {
  if
  :: value == F_M_01 -> printf("M-01")
  :: value == F_M_03_install_4_void -> printf("M-03-install-4-void")
  :: value == F_M_05_garbage -> printf("M-05-garbage")
  :: value == F_M_07 -> printf("M-07")
  :: value == F_M_02_void -> printf("M-02-void")
  :: value == F_M_04_verified -> printf("M-04-verified")
  :: value == F_M_04_want_0 -> printf("M-04-want-0")
  :: value == F_M_06_nothing -> printf("M-06-nothing")
  :: value == F_M_08 -> printf("M-08")
  :: value == F_M_09_lasting -> printf("M-09-lasting")
  :: value == F_M_10_void -> printf("M-10-void")
  :: value == F_M_10_refusal -> printf("M-10-refusal")
  :: value == F_M_11_uptodate_void -> printf("M-11-uptodate-void")
  :: value == F_M_11_install_4_void -> printf("M-11-install-4-void")
  :: value == F_M_13_garbage -> printf("M-13-garbage")
  :: value == F_M_11_uptodate -> printf("M-11-uptodate")
  :: value == F_M_11_cancel -> printf("M-11-cancel")
  :: value == F_M_11_install_1 -> printf("M-11-install-1")
  :: value == F_M_11_install_2 -> printf("M-11-install-2")
  :: value == F_M_11_install_4 -> printf("M-11-install-4")
  :: value == F_M_11_install_6 -> printf("M-11-install-6")
  :: value == F_M_03_envelope_4 -> printf("M-03-envelope-4")
  :: value == F_M_15_4 -> printf("M-15-4")
  :: value == F_M_17_4 -> printf("M-17-4")
  :: value == F_M_17_1 -> printf("M-17-1")
  :: value == F_M_13_spoil -> printf("M-13-spoil")
  :: value == F_M_15_empty -> printf("M-15-empty")
  fi
}
