@role:status-tracker @clause:status-check
Feature: The Status tracker takes reports of its devices into account
  A report counts when the device signed it, and once. What a Communicator says beside it, or makes of it, counts for nothing.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7

  Rule: The record follows the device

    @req:R-ST-33 @kind:obey
    @tp:TP-ST-33-1
    Scenario: Status of a device that was heard
      When the device checks in
      Then the record of the device shows sequence number 7 as confirmed, heard now
      And the record of the device is in phase Enrolled

    @req:R-ST-33 @kind:obey
    @tp:TP-ST-33-2
    Scenario: Each device has its own status
      Given the other device is enrolled and runs sequence number 6
      When the device checks in
      And the other device says that it suspects a freeze
      Then the record of the device shows sequence number 7 as confirmed, heard now
      And the record of the other device shows sequence number 6 as confirmed, heard now
      And the list of all devices names the device and the other device

    @req:R-ST-33 @kind:attack
    @tp:TP-ST-33-3
    Scenario: A forged report does not move the status
      Given the device has checked in
      When a Communicator relays a report of the device that a stranger signed, saying that it suspects a freeze
      Then it is refused because of ReportNotAuthentic
      And the record of the device is as before
      And the record of the device shows sequence number 7 as confirmed, heard now

  Rule: Only what the device signed counts

    @req:R-ST-03 @kind:obey
    @tp:TP-ST-03-1
    Scenario: A report that the device signed
      When the device says that it accepted sequence number 8
      Then the report is believed and answered
      And the record of the device is in phase Accepted

    @req:R-ST-03 @kind:obey
    @tp:TP-ST-03-2
    Scenario: The right reports of the vectors
      When each report of the vectors that is right is relayed
      Then each of them was answered as it must

    @req:R-ST-03 @kind:attack
    @tp:TP-ST-03-3
    Scenario Outline: A report <flaw>
      Given the other device is enrolled and runs sequence number 7
      And the other device has checked in
      And the device has checked in
      When a Communicator relays a report of the device <flaw>, saying that it accepted sequence number 8
      Then it is refused because of ReportNotAuthentic
      And no directive goes out
      And the record of the device is as before
      And the next report of the device is believed and answered

      Examples:
        | row          | flaw                                |
        | stranger     | that a stranger signed              |
        | other-device | that another enrolled device signed |
        | contents     | whose contents were changed         |
        | signature    | whose signature was changed         |
        | as-directive | that is signed as a directive       |
        | no-purpose   | that is signed for no purpose       |

    @req:R-ST-03 @kind:attack
    @tp:TP-ST-03-4
    Scenario: The wrong reports of the vectors
      Given a Status tracker that has taken the last report of the device of the vectors
      When each report of the vectors that is wrong is relayed
      Then each of them was answered as it must

    @req:R-ST-03 @req:R-GEN-02 @kind:attack
    @tp:TP-ST-03-5
    Scenario: A forged report uses up no counter
      Given the device has checked in
      When a Communicator relays a stranger's report of the device with the highest counter
      Then it is refused because of ReportNotAuthentic
      And the record of the device is as before
      And the next report of the device is believed and answered

  Rule: A report counts once

    @req:R-ST-04 @kind:obey
    @tp:TP-ST-04-1
    Scenario Outline: A report after <lost> lost ones
      Given the device has checked in
      When the device checks in after <lost> lost reports
      Then the report is believed and answered

      Examples:
        | row        | lost       |
        | 1          | 1          |
        | 1000       | 1000       |
        | 4294967296 | 4294967296 |

    @req:R-ST-04 @kind:attack
    @tp:TP-ST-04-2
    Scenario: The last report once more
      Given the device has checked in
      When a Communicator relays the last report of the device once more
      Then it is refused because of StaleReport
      And the record of the device is as before
      And the next report of the device is believed and answered

    @req:R-ST-04 @kind:attack
    @tp:TP-ST-04-3
    Scenario: An earlier report once more
      Given the device has checked in
      And the device has said that it accepted sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When a Communicator relays the report of the device before the last 2 once more
      Then it is refused because of StaleReport
      And the record of the device is as before
      And the record of the device has 64 bytes of sequence number 8

    @req:R-ST-04 @kind:attack
    @tp:TP-ST-04-4
    Scenario Outline: A report with a counter <counter>
      Given the device has checked in
      When the device signs a report with a counter <counter>
      Then it is refused because of StaleReport
      And the record of the device is as before
      And the next report of the device is believed and answered

      Examples:
        | row        | counter                           |
        | last       | of its last report                |
        | below-last | one below that of its last report |
        | zero       | of zero                           |

  Rule: The protection does not rest on the links

    @req:R-GEN-16 @kind:obey
    @tp:TP-ST-G16-1
    Scenario: What the device and the tracker say holds on a link without protection
      Given the Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-GEN-16 @kind:attack
    @tp:TP-ST-G16-2
    Scenario: A report that is changed on the way
      Given the device has checked in
      When a report of the device is changed on the way, one bit at a time
      Then each of them was answered as it must
      And the record of the device is as before
      And the next report of the device is believed and answered

  Rule: A device that needs no update hears so, freshly

    @req:R-ST-11 @kind:obey
    @tp:TP-ST-11-1
    Scenario: Nothing is published
      When the device checks in
      Then the device is told that it is up to date

    @req:R-ST-11 @kind:obey
    @tp:TP-ST-11-2
    Scenario: The device runs what is published
      Given the Firmware server publishes a package with sequence number 7
      When the device checks in
      Then the device is told that it is up to date

    @req:R-ST-11 @kind:obey
    @tp:TP-ST-11-3
    Scenario: A device in profile Core needs no directive
      Given the other device is enrolled in profile Core and runs sequence number 7
      When the other device checks in
      Then the device is told that it is up to date

    @req:R-ST-11 @kind:attack
    @tp:TP-ST-11-4
    Scenario: A replayed report is not told that the device is up to date
      Given the device was told that it is up to date
      When a Communicator relays the last report of the device once more
      Then it is refused because of StaleReport
      And no directive goes out

    @req:R-ST-11 @kind:attack
    @tp:TP-ST-11-5
    Scenario: A stranger gets no word for a nonce of his choice
      Given the device was told that it is up to date
      When a Communicator relays a report of the device that a stranger signed, saying that it rests
      Then it is refused because of ReportNotAuthentic
      And no directive goes out

    @req:R-ST-28 @kind:obey
    @tp:TP-ST-28-1
    Scenario: When an idle device is to check in next
      When the device checks in
      Then the next check-in is wanted later

    @req:R-ST-28 @kind:obey
    @tp:TP-ST-28-2
    Scenario: When a device in an update is to check in next
      Given the Firmware server publishes a package with sequence number 8
      When the device says that it has 64 bytes of sequence number 8
      Then the next check-in is wanted soon

  Rule: The operator sees who suspects a freeze

    @req:R-ST-27 @kind:obey
    @tp:TP-ST-27-1
    Scenario: A device suspects a freeze
      When the device says that it suspects a freeze
      Then the record of the device shows that it suspects a freeze

    @req:R-ST-27 @kind:obey
    @tp:TP-ST-27-2
    Scenario: The suspicion ends
      Given the device has said that it suspects a freeze
      When the device says that it suspects no freeze
      Then the record of the device shows that it suspects no freeze

    @req:R-ST-27 @kind:attack
    @tp:TP-ST-27-3
    Scenario: A suspicion cannot be talked away
      Given the device has checked in
      And the device has said that it suspects a freeze
      When a Communicator relays a report of the device whose contents were changed, saying that it suspects no freeze
      Then it is refused because of ReportNotAuthentic
      And the record of the device shows that it suspects a freeze
