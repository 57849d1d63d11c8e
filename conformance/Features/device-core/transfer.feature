@role:device-core @clause:transfer
Feature: The Device core receives an image block by block
  It names the block that it wants, answers when that is stored, and goes on where it stopped.

  Rule: It writes neither to the slot of the confirmed image nor to that of the running one

    @req:R-DC-01 @kind:obey @tp:TP-DC-01-1
    Scenario: A whole image goes to the other slot
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9
      And the Communicator sends the whole image
      Then one slot at least has not changed
      And it still runs sequence number 8, confirmed, when the power has failed

    @req:R-DC-01 @kind:attack @tp:TP-DC-01-2
    Scenario Outline: A block <flaw> goes nowhere
      Given a Device core in profile Secure that runs sequence number 7
      And what its slots hold is known
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator sends a block <flaw>
      Then one slot at least has not changed
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

      Examples:
        | row    | flaw                      |
        | beyond | from far behind the image |
        | long   | that is too long          |

    @req:R-DC-01 @kind:attack @tp:TP-DC-01-3
    Scenario: During a trial both slots are taken
      Given a Device core in profile Secure that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9
      And the Communicator sends the first block of sequence number 9
      Then no slot has changed
      And it runs sequence number 8 on trial

  Rule: It refuses a block that it does not want

    @req:R-DC-19 @kind:obey @tp:TP-DC-19-1
    Scenario: Wanted blocks are stored
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends 2 blocks of the image
      Then the update to sequence number 8 is under way, with all bytes that were acknowledged
      And it wants the block behind what was acknowledged

    @req:R-DC-19 @kind:attack @tp:TP-DC-19-2
    Scenario Outline: A block <flaw>
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator sends a block <flaw>
      Then the Device core refuses it because of UnexpectedBlock or TooMuchData
      And the update to sequence number 8 is under way, with all bytes that were acknowledged
      And it wants the block behind what was acknowledged

      Examples:
        | row     | profile | flaw                      |
        | offset  | Secure  | from another offset       |
        | before  | Secure  | from the byte before      |
        | beyond  | Secure  | from far behind the image |
        | payload | Secure  | of another payload        |
        | package | Secure  | of another package        |
        | long    | Secure  | that is too long          |
        | short   | Secure  | that is too short         |
        | empty   | Secure  | without a byte            |
        | core    | Core    | of another package        |

  Rule: It acknowledges a block only when the block is stored durably

    @req:R-DC-20 @kind:obey @tp:TP-DC-20-1
    Scenario: What is acknowledged is there after a loss of power
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends 2 blocks of the image
      And the Device core loses its power
      Then the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-DC-20 @kind:attack @tp:TP-DC-20-2
    Scenario: The power fails in every write of a transfer
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the power fails in every write of transfers of sequence number 8
      Then nothing that was acknowledged is lost

  Rule: It resumes an interrupted transfer where it stopped

    @req:R-DC-21 @kind:obey @tp:TP-DC-21-1
    Scenario Outline: A directive for the package under way <form> names the next block
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers <what>
      Then it wants the block behind what was acknowledged
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

      Examples:
        | row  | form             | what                                                             |
        | with | with envelope    | the package under way once more                                  |
        | bare | without envelope | a directive for the package under way, without its envelope      |

    @req:R-DC-21 @kind:attack @tp:TP-DC-21-2
    Scenario Outline: In profile <profile> a transfer goes on after a loss of power behind <blocks> blocks
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored <blocks> blocks of the image
      When the Device core loses its power
      And the Communicator delivers the package under way once more
      Then it wants the block behind what was acknowledged
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

      Examples:
        | row  | profile | blocks |
        | one  | Secure  | 1      |
        | two  | Secure  | 2      |
        | core | Core    | 1      |

  Rule: A newer manifest takes the place of a candidate that is not installed

    @req:R-DC-34 @kind:obey @tp:TP-DC-34-1
    Scenario: While the candidate is received
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers a package with sequence number 9
      Then the Device core accepts the package
      And the update to sequence number 8 ended with Superseded

    @req:R-DC-34 @kind:obey @tp:TP-DC-34-2
    Scenario: While the candidate is verified
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Communicator delivers a package with sequence number 9
      Then the Device core accepts the package
      And the update to sequence number 8 ended with Superseded

    @req:R-DC-34 @kind:attack @tp:TP-DC-34-3
    Scenario Outline: A package with sequence number <offered> does not take the place of 9
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 9
      And it has stored 1 block of the image
      When the Communicator delivers another package with sequence number <offered>
      Then the Device core refuses it because of Busy
      And the update to sequence number 9 goes on where it was

      Examples:
        | row   | profile | offered |
        | older | Secure  | 8       |
        | equal | Secure  | 9       |
        | core  | Core    | 8       |
