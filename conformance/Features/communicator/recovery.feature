@role:communicator @clause:recovery
Feature: The Communicator goes on after every failure
  What the Device core wants decides how it goes on; the Communicator itself has nothing to lose.

  Rule: After any failure it resumes with what the Device core then wants

    @req:R-CM-06 @kind:obey @tp:TP-CM-06-1
    Scenario: A Device core that wants an earlier block gets it
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Device core wants the first block once more after a failure
      Then it fetches exactly the blocks that the Device core wants
      And the Device core is updated to sequence number 9

    @req:R-CM-06 @kind:attack @tp:TP-CM-06-2
    Scenario Outline: The update goes on, whichever request <fault>
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered anew for each kind of request, one of which <fault>
      Then it fetches exactly the blocks that the Device core wants
      And the Device core is updated to sequence number 9

      Examples:
        | row         | fault                               |
        | lost        | is lost                             |
        | silent      | is seen and not answered            |
        | unreachable | cannot be delivered                 |
        | broken      | is seen and then broken off         |
        | late        | is answered too late                |
        | garbage     | is answered with garbage            |
        | other       | is answered with another message    |
        | refused     | is refused                          |
        | device      | finds the Device core restarting    |
        | tracker     | finds the Status tracker restarting |

  Rule: Pauses after failures in a row grow up to a bound

    @req:R-CM-07 @kind:obey @tp:TP-CM-07-1
    Scenario: One failure is followed by one pause
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one check-in cannot be delivered
      Then the pause after the failed check-in is within the bound

    @req:R-CM-07 @kind:obey @tp:TP-CM-07-2
    Scenario: After a success the pauses begin anew
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When 4 check-ins in a row cannot be delivered, then an update succeeds, then one more cannot be delivered
      Then the pause after the last failed check-in is shorter than before the update

    @req:R-CM-07 @kind:attack @tp:TP-CM-07-3
    Scenario Outline: A peer that fails again and again is not besieged: <request>s that <fault>
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and 8 <request>s in a row <fault>
      Then the pauses after the failed <request>s grow up to the bound

      Examples:
        | row         | request        | fault               |
        | device      | status request | cannot be delivered |
        | tracker     | check-in       | cannot be delivered |
        | transfer    | block request  | cannot be delivered |
        | device-lost | status request | are lost            |
        | lost        | check-in       | are lost            |

  Rule: A restart loses nothing of an update

    @req:R-CM-19 @kind:obey @tp:TP-CM-19-1
    Scenario Outline: A restart in order while a <request> waits
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and it is stopped and started again while a <request> waits for its answer
      Then no block is fetched that the Device core has stored
      And the Device core is updated to sequence number 9

      Examples:
        | row     | request         |
        | block   | block request   |
        | install | install request |

    @req:R-CM-19 @kind:attack @tp:TP-CM-19-2
    Scenario Outline: A crash at any request of an update, which <fault>
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered anew for each request of the update, which <fault>
      Then no block is fetched that the Device core has stored
      And the Device core is updated to sequence number 9

      Examples:
        | row    | fault                                    |
        | unseen | is lost in a crash of the Communicator   |
        | seen   | is seen before a crash of the Communicator |

  Rule: After a crash it begins where its peers stand

    @req:R-GEN-08 @kind:obey @tp:TP-CM-G08-1
    Scenario: A restart in order in the middle of the transfer
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and it is stopped and started again while a block waits for its answer
      Then the Device core is updated to sequence number 9
      And the Status tracker records sequence number 9 as confirmed

    @req:R-GEN-08 @kind:attack @tp:TP-CM-G08-2
    Scenario: Several crashes in one update
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and it crashes at a check-in, a delivery, a block and an install request
      Then the Device core is updated to sequence number 9
      And the Status tracker records sequence number 9 as confirmed

  Rule: A timer changes nothing that it was not set for

    @req:R-GEN-18 @kind:obey @tp:TP-CM-G18-1
    Scenario: Slow peers are waited for, each for itself
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and every request is answered slowly
      Then it waits for each answer and goes on with it
      And the Device core is updated to sequence number 9

    @req:R-GEN-18 @kind:attack @tp:TP-CM-G18-2
    Scenario: The time limit of one request does not end the next
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and every request is answered at the last moment
      Then it waits for each answer and goes on with it
      And the Device core is updated to sequence number 9
