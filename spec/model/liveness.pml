/* Liveness under weak fairness. Faults are finite by their budgets, the Communicator asks again because its process is treated fairly, and what happens at
   a device by itself has a process of its own, so that no stream of messages can postpone it for ever. One device, one server. */

proctype DeviceEvents(byte d) {
  do
  :: atomic {
       if
       DEVICE_EVENTS(d)
       fi;
       whom = d
     }
  od
}

/* The highest package that is published is confirmed, or ended with a code; or nothing is offered. Images 2 and 3 only. */
#define ENDED(i) (rec[0].target == (i) && (rec[0].phase == ST_Failed || rec[0].phase == ST_Reverted || rec[0].phase == ST_Cancelled))
#define UPDATE_OVER ((!LISTED(server[0].published, 3) || dev[0].conf >= 3 || ENDED(3)) && \
  (!LISTED(server[0].published, 2) || LISTED(server[0].published, 3) || dev[0].conf >= 2 || ENDED(2)))
#define LINK_RESTS (link[0].phase == SL_Synchronised || link[0].phase == SL_Unavailable)
#define DEVICE_RESTS (dev[0].phase == DC_Idle || dev[0].phase == DC_Unbootable)
#define CONFIRMED_LOST (slot[dev[0].slot].block[0] != dev[0].conf)

ltl I_18 { [] <> UPDATE_OVER }
ltl I_19 { [] <> (rec[0].conf == dev[0].conf) }
ltl I_21_communicator { [] <> (comm[0].phase == CM_Waiting) }
ltl I_21_link { [] <> LINK_RESTS }
ltl I_21_device { [] <> DEVICE_RESTS }
ltl I_22 { [] <> (!IS_COMPLETED(0) || !CONFIRMED_LOST) }
