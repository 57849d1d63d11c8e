@role:status-tracker @clause:fleet-devices
Feature: An operator sees the fleet in numbers and page by page, and takes devices out of it
  The numbers are those of the records, and nothing of a decommissioned device counts.

  Background:
    Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
    And 5 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: The fleet in numbers

    @req:R-ST-48 @kind:obey
    @tp:TP-ST-48-1
    Scenario: Members in every status
      Given a campaign for sequence number 8 is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the last 1 of those offered has become silent
      And 1 of those offered has completed the update to sequence number 8
      And 1 of those offered has failed sequence number 8 because of SelfTestFailed
      When the operator decommissions the third device
      Then the members of the campaign are 1 under way, 1 confirmed, 1 failed, 1 silent, 1 left
      And the fleet in numbers is that of the records
      And 1 device is counted in phase Decommissioned

    @req:R-ST-48 @kind:obey
    @tp:TP-ST-48-2
    Scenario: Members by wave
      Given a campaign for sequence number 8 with waves of 40/80/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 2 of those offered have completed the update to sequence number 8
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the members of wave 1 of the campaign are 2 confirmed
      And the members of wave 2 of the campaign are 2 under way
      And the members of wave 3 of the campaign are 1 waiting
      And 2 devices are counted in phase Announced

    @req:R-ST-48 @kind:obey
    @tp:TP-ST-48-3
    Scenario: A conflict of packages is shown
      Given the Firmware server publishes a package with sequence number 9
      When the Firmware server publishes a package with sequence number 9 with other contents
      Then 1 conflict is counted

    @req:R-ST-48 @kind:attack
    @tp:TP-ST-48-4
    Scenario: A forged report moves no number
      Given a campaign for sequence number 8 is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When a stranger signs that one of those offered has completed sequence number 8
      Then the members of the campaign are 5 under way
      And 5 devices are counted in phase Announced
      And the fleet in numbers is that of the records

    @req:R-ST-48 @kind:attack
    @tp:TP-ST-48-5
    Scenario: A restart moves no number
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      When the Status tracker crashes and starts again
      Then the members of wave 1 of the campaign are 1 under way, 1 confirmed
      And the members of wave 2 of the campaign are 3 waiting
      And the fleet in numbers is that of the records
      And 1 device is counted in phase Confirmed

    @req:R-ST-48 @kind:attack
    @tp:TP-ST-48-6
    Scenario: What comes after the end of a campaign does not change its numbers
      Given a campaign for sequence number 8 is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      And the operator has aborted the campaign
      When the second device checks in
      Then the members of the campaign are 1 confirmed, 4 under way

  Rule: Page by page

    @req:R-ST-49 @kind:obey
    @tp:TP-ST-49-1
    Scenario Outline: Pages of <size>
      When the operator begins to read the devices in pages of <size>
      And the operator reads the pages that follow
      Then every device was named once, in order

      Examples:
        | row  | size |
        | one  | 1    |
        | two  | 2    |
        | all  | 5    |
        | more | 7    |

    @req:R-ST-49 @kind:obey
    @tp:TP-ST-49-2
    Scenario: Devices in one phase
      Given the second device was offered sequence number 8
      And the fourth device was offered sequence number 8
      When the third device checks in
      Then a page of devices in phase Announced names the second device and the third device and the fourth device

    @req:R-ST-49 @kind:attack
    @tp:TP-ST-49-3
    Scenario: Devices that are enrolled while the pages are turned hide no other
      Given the operator has begun to read the devices in pages of 2
      When the operator enrols 3 devices more
      And the operator reads the pages that follow
      Then every device that was there before was named once, in order

  Rule: Out of administration

    @req:R-ST-50 @kind:obey
    @tp:TP-ST-50-1
    Scenario: A decommissioned device is not answered
      Given the first device was offered sequence number 8
      When the operator decommissions the first device
      And the first device checks in
      Then it is refused because of NotEnrolled
      And the record of the first device is in phase Decommissioned

    @req:R-ST-50 @kind:obey
    @tp:TP-ST-50-2
    Scenario: Enrolled again with the same key, it is under administration again
      Given the first device has completed the update to sequence number 8
      And the operator has decommissioned the first device
      And the operator has enrolled the first device again with the same data
      And the Firmware server publishes a package with sequence number 9
      When the first device checks in
      Then the device is offered sequence number 9

    @req:R-ST-50 @kind:obey
    @tp:TP-ST-50-3
    Scenario: Enrolled again with another key, it begins anew
      Given the first device was offered sequence number 8
      And the operator has decommissioned the first device
      When the operator enrols the first device with another key
      And the first device checks in
      Then the device is offered sequence number 8

    @req:R-ST-50 @kind:attack
    @tp:TP-ST-50-4
    Scenario Outline: An old report after it was enrolled again: <back> before the last
      Given the first device has completed the update to sequence number 8
      And the operator has decommissioned the first device
      And the operator has enrolled the first device again with the same data
      When a Communicator relays the report of the first device before the last <back> once more
      Then it is refused because of StaleReport
      And no update of the first device is completed

      Examples:
        | row     | back |
        | last    | 0    |
        | earlier | 3    |

    @req:R-ST-50 @kind:attack
    @tp:TP-ST-50-5
    Scenario: What it had completed counts no more
      Given the first device has completed the update to sequence number 8
      When the operator decommissions the first device
      Then the device is decommissioned
      And no update of the first device is completed

    @req:R-ST-50 @kind:attack
    @tp:TP-ST-50-6
    Scenario Outline: What a decommissioned device says does not count: <saying>
      Given the first device was offered sequence number 8
      And the operator has decommissioned the first device
      When the first device says that <saying>
      Then it is refused because of NotEnrolled
      And the record of the first device is in phase Decommissioned
      And no update of the first device is completed

      Examples:
        | row       | saying                                |
        | receiving | it has 64 bytes of sequence number 8  |
        | confirmed | it runs sequence number 8, confirmed  |

    @req:R-ST-50 @kind:attack
    @tp:TP-ST-50-7
    Scenario: It is out of administration after a restart, too, and however long it is silent
      Given the first device was offered sequence number 8
      And the operator has decommissioned the first device
      When the first device is silent for 1.5 limits
      And the Status tracker crashes and starts again
      And the first device checks in
      Then it is refused because of NotEnrolled
      And the record of the first device is in phase Decommissioned

    @req:R-ST-50 @kind:attack
    @tp:TP-ST-50-8
    Scenario: Orders about a decommissioned device
      Given the first device was offered sequence number 8
      And the operator has decommissioned the first device
      When the operator cancels the update of the first device
      Then it is refused because of NotEnrolled
      And the record of the first device is unchanged
