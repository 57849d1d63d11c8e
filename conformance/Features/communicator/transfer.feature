@role:communicator @clause:transfer
Feature: The Communicator carries an image block by block
  The Device core says which block it wants. The Communicator asks the Status tracker for exactly that and forwards nothing else.

  Rule: Exactly the wanted block is fetched

    @req:R-CM-04 @kind:obey @tp:TP-CM-04-1
    Scenario Outline: <components> components of <size> bytes in blocks of <block>
      Given a Communicator beside a Device core whose images have <components> component of <size> bytes, wanted in blocks of <block>
      When sequence number 8 is offered
      Then it fetches exactly the blocks that the Device core wants

      Examples:
        | row   | components | size | block |
        | usual | 1          | 300  | 64    |
        | whole | 1          | 300  | 4096  |
        | odd   | 1          | 301  | 7     |
        | parts | 3          | 150  | 100   |

    @req:R-CM-04 @kind:obey @tp:TP-CM-04-2
    Scenario: Unusual wants are wants
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Device core wants unusual blocks
      Then every wanted block comes to the Device core

    @req:R-CM-04 @kind:attack @tp:TP-CM-04-3
    Scenario: What the Device core says unasked is no want
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and, while a block request waits, the Device core says that it wants another block
      Then it fetches exactly the blocks that the Device core wants
      And the Device core is updated to sequence number 9

    @req:R-CM-04 @kind:attack @tp:TP-CM-04-4
    Scenario Outline: After a <request> that <fault> only a new want counts
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one <request> <fault>
      Then it fetches exactly the blocks that the Device core wants

      Examples:
        | row      | request       | fault                            |
        | unstored | block         | is lost                          |
        | stored   | block         | is seen and not answered         |
        | refused  | block         | is refused                       |
        | power    | block request | finds the Device core restarting |

  Rule: No other block is forwarded

    @req:R-CM-05 @kind:obey @tp:TP-CM-05-1
    Scenario: The block that was asked for is forwarded as it is
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      When sequence number 8 is offered
      Then it forwards no block but the one that it asked for

    @req:R-CM-05 @kind:attack @tp:TP-CM-05-2
    Scenario Outline: A block <flaw> is not forwarded
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Status tracker once answers with a block <flaw>
      Then it forwards no block but the one that it asked for
      And the Device core is updated to sequence number 9

      Examples:
        | row     | flaw                   |
        | payload | of another payload     |
        | earlier | from an earlier byte   |
        | later   | from a later byte      |
        | first   | from the first byte    |
        | short   | that is one byte short |
        | long    | that is one byte long  |
        | empty   | that holds no byte     |
        | twice   | that is twice as long  |
        | largest | of the largest size    |

    @req:R-CM-05 @kind:attack @tp:TP-CM-05-3
    Scenario: A block that comes after its request was given up is not forwarded
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one block request is answered too late
      Then it forwards no block but the one that it asked for
      And the Device core is updated to sequence number 9

  Rule: The Status tracker hears of the progress

    @req:R-CM-13 @kind:obey @tp:TP-CM-13-1
    Scenario: Reports go out in the middle of a long transfer
      Given a Communicator beside a Device core whose images have 1 component of 640 bytes, wanted in blocks of 64
      When sequence number 8 is offered and each block takes long
      Then the Status tracker hears of the progress during the transfer

    @req:R-CM-13 @kind:attack @tp:TP-CM-13-2
    Scenario Outline: A progress report that <fault> does not end the update
      Given a Communicator beside a Device core whose images have 1 component of 640 bytes, wanted in blocks of 64
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered, each block takes long, and the status request for the progress <fault>
      Then it fetches exactly the blocks that the Device core wants
      And the Device core is updated to sequence number 9

      Examples:
        | row     | fault      |
        | lost    | is lost    |
        | refused | is refused |

  Rule: A transfer that is too slow or brings too much is ended

    @req:R-CM-17 @kind:obey @tp:TP-CM-17-1
    Scenario: A transfer that is slow within the time limit is not ended
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one block request is answered slowly
      Then it waits for each answer and goes on with it
      And no block is fetched that the Device core has stored

    @req:R-CM-17 @kind:attack @tp:TP-CM-17-2
    Scenario: A block that does not come ends the transfer
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one block request is seen and not answered
      Then it ends the transfer in time and asks the Device core anew

    @req:R-CM-17 @kind:attack @tp:TP-CM-17-3
    Scenario Outline: A block <flaw> ends the transfer
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Status tracker once answers with a block <flaw>
      Then it ends the transfer in time and asks the Device core anew

      Examples:
        | row     | flaw                  |
        | long    | that is one byte long |
        | twice   | that is twice as long |
        | largest | of the largest size   |
