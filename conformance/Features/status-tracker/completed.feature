@role:status-tracker @clause:completed
Feature: Completed means that the device said so after its boot
  An update is completed when the device itself reports that it runs the package and has confirmed it. Nothing less and nobody else can make it so: the whole
  system rests on this. In the background another device has truly completed the update, on the same tracker.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7
    And the other device is enrolled and runs sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: A report after the boot completes the update

    @req:R-ST-06 @kind:obey
    @tp:TP-ST-06-1
    Scenario: An update from the offer to its completion
      Given the device was offered sequence number 8
      And the device has said that it has verified sequence number 8
      And the device has said that it will boot sequence number 8 next
      And the device has said that it tries sequence number 8
      When the device says that it runs sequence number 8, confirmed
      Then the device is told that it is up to date
      And the update of the device to sequence number 8 is completed

    @req:R-ST-06 @kind:obey
    @tp:TP-ST-06-2
    Scenario: The reports between were lost
      Given the device was offered sequence number 8
      When the device says that it runs sequence number 8, confirmed
      Then the update of the device to sequence number 8 is completed

    @req:R-ST-06 @kind:obey
    @tp:TP-ST-06-3
    Scenario: The completion stands
      Given the device has completed the update to sequence number 8
      When the device checks in
      Then the device is told that it is up to date
      And the update of the device is still completed

  Rule: Nothing less completes it

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-4
    Scenario Outline: It does not suffice that <saying>
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When the device says that <saying>
      Then no update of the device is completed

      Examples:
        | row             | saying                                                     |
        | all-bytes       | it has 150 bytes of sequence number 8                      |
        | verifying       | it verifies sequence number 8                              |
        | verified        | it has verified sequence number 8                          |
        | installing      | it installs sequence number 8                              |
        | awaiting-boot   | it will boot sequence number 8 next                        |
        | trial           | it tries sequence number 8                                 |
        | unconfirmed     | it runs sequence number 8 and has confirmed the former one |
        | not-running     | it has confirmed sequence number 8 and runs the former one |
        | running-nothing | it has confirmed sequence number 8 and runs nothing        |
        | outcome-only    | the update to sequence number 8 ended with Success         |
        | other-manifest  | it runs another package with sequence number 8, confirmed  |

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-5
    Scenario: The Communicator wrote every byte
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When a Communicator fetches the whole payload of sequence number 8
      And the device checks in
      Then no update of the device is completed

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-6
    Scenario: The Communicator says that it went well
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When a Communicator relays that the device refused sequence number 8 because of Success
      Then no update of the device is completed

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-7
    Scenario Outline: A report <flaw>
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When a Communicator relays a report of the device <flaw>, saying that it runs sequence number 8, confirmed
      Then it is refused because of ReportNotAuthentic
      And the record of the device is as before
      And no update of the device is completed

      Examples:
        | row          | flaw                                |
        | stranger     | that a stranger signed              |
        | other-device | that another enrolled device signed |
        | contents     | whose contents were changed         |
        | signature    | whose signature was changed         |
        | as-directive | that is signed as a directive       |

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-8
    Scenario: The report of another device
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When the other device checks in through the Communicator of the device
      Then no update of the device is completed
      And the update of the other device is still completed

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-9
    Scenario: The report of an earlier completion
      Given the device has completed the update to sequence number 8
      And the device has said that it runs sequence number 7, confirmed
      When a Communicator relays the report of the device before the last 1 once more
      Then it is refused because of StaleReport
      And no update of the device is completed

    @req:R-ST-06 @kind:attack
    @tp:TP-ST-06-10
    Scenario: A device that ran it and did not confirm it
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      And the device has said that it tries sequence number 8
      When the device says that the update to sequence number 8 ended with TrialExpired
      Then no update of the device is completed
      And the record of the device is in phase Reverted

  Rule: A device that runs something else has not completed the update

    @req:R-ST-07 @kind:obey
    @tp:TP-ST-07-1
    Scenario: A completed device runs its former image again
      Given the device has completed the update to sequence number 8
      When the device says that it runs sequence number 7, confirmed
      Then no update of the device is completed
      And the record of the device is in phase Reverted
      And the record of the device has the result FellBack, signed by the device

    @req:R-ST-07 @kind:obey
    @tp:TP-ST-07-2
    Scenario: A completed device that fell back, and the device that did not
      Given the other device has completed the update to sequence number 8
      And the device has completed the update to sequence number 8
      When the device says that it runs sequence number 7, confirmed
      Then the list of completed devices names the other device

    @req:R-ST-07 @kind:attack
    @tp:TP-ST-07-3
    Scenario: A report from before the update reopens nothing
      Given the device has completed the update to sequence number 8
      When a Communicator relays the report of the device before the last 5 once more
      Then it is refused because of StaleReport
      And the update of the device is still completed

    @req:R-ST-07 @kind:attack
    @tp:TP-ST-07-4
    Scenario Outline: A forged fall-back, <flaw>
      Given the device has completed the update to sequence number 8
      When a Communicator relays a report of the device <flaw>, saying that it runs sequence number 7, confirmed
      Then it is refused because of ReportNotAuthentic
      And the record of the device is as before
      And the update of the device is still completed

      Examples:
        | row          | flaw                                |
        | stranger     | that a stranger signed              |
        | other-device | that another enrolled device signed |

    @req:R-ST-07 @kind:attack
    @tp:TP-ST-07-5
    Scenario: A fall-back that a Communicator hides behind a completion that it kept
      Given the device has completed the update to sequence number 8
      When the device says that it runs sequence number 7, confirmed
      And a Communicator relays the report of the device before the last 1 once more
      Then it is refused because of StaleReport
      And no update of the device is completed

  Rule: The list of those that have completed the update

    @req:R-ST-08 @kind:obey
    @tp:TP-ST-08-1
    Scenario: One of two has completed it
      When the other device says that it runs sequence number 8, confirmed
      And the device checks in
      Then the list of completed devices names the other device

    @req:R-ST-08 @kind:obey
    @tp:TP-ST-08-2
    Scenario: Both have completed it
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When the device says that it runs sequence number 8, confirmed
      Then the list of completed devices names the device and the other device

    @req:R-ST-08 @kind:attack
    @tp:TP-ST-08-3
    Scenario Outline: Whoever only seems to have completed it is not on the list, <row>
      Given the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When <attack>
      Then the list of completed devices names the other device

      Examples:
        | row       | attack                                                                                                                |
        | forged    | a Communicator relays a report of the device that a stranger signed, saying that it runs sequence number 8, confirmed |
        | trial     | the device says that it tries sequence number 8                                                                       |
        | all-bytes | a Communicator fetches the whole payload of sequence number 8                                                         |
