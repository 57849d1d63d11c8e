@role:status-tracker @clause:fleet-cancel
Feature: An aborted campaign cancels what can be cancelled
  Every phase of a record has its outcome: what is not begun is not offered again, what is not installing yet is told to cancel, and everything else ends as it
  ends and is recorded so.

  Background:
    Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
    And 3 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: Told to cancel

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-1
    Scenario Outline: The campaign is aborted while the device says that <saying>
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that <saying>
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told to cancel sequence number 8

      Examples:
        | row         | saying                               |
        | accepted    | it accepted sequence number 8        |
        | receiving   | it has 64 bytes of sequence number 8 |
        | verifies    | it verifies sequence number 8        |
        | verified    | it has verified sequence number 8    |
        | awaits-boot | it will boot sequence number 8 next  |

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-2
    Scenario: The cancellation is recorded when the device reports it
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the operator has aborted the campaign
      When the first device says that the update to sequence number 8 ended with Cancelled
      Then the record of the first device is in phase Cancelled
      And the record of the first device has the result Cancelled, signed by the device
      And the next report of the first device is answered with no update

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-3
    Scenario: A paused campaign is aborted
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the operator has paused the campaign
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told to cancel sequence number 8

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-4
    Scenario: A finished campaign is aborted while a late member is under way
      Given a campaign for sequence number 8 is running
      And 3 of the devices were offered sequence number 8, the others nothing
      And 3 of those offered have completed the update to sequence number 8
      And the campaign has become Finished
      And the device is enrolled and runs sequence number 7
      And the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the operator aborts the campaign
      And the device checks in
      Then the device is told to cancel sequence number 8

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-5
    Scenario: A device that was silent is told when it reports again
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the operator has aborted the campaign
      And the first device has been silent for 1.5 limits
      When the first device checks in
      Then the device is told to cancel sequence number 8

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-6
    Scenario: What was only offered is not begun
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told that it is up to date
      And the record of the first device is in phase Enrolled

  Rule: Too late to cancel

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-7
    Scenario Outline: It is too late when the device says that <saying>
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that <saying>
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told to go on with sequence number 8
      And the record of the first device is in phase <phase>

      Examples:
        | row      | saying                        | phase      |
        | installs | it installs sequence number 8 | Installing |
        | trial    | it tries sequence number 8    | Trial      |

    @req:R-ST-51 @kind:obey
    @tp:TP-ST-51-8
    Scenario: What was sealing its slot is told when it awaits its boot
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it installs sequence number 8
      And the operator has aborted the campaign
      When the first device says that it will boot sequence number 8 next
      Then the device is told to cancel sequence number 8

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-9
    Scenario: A trial that is stood is completed all the same
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it tries sequence number 8
      And the operator has aborted the campaign
      When the first device says that it runs sequence number 8, confirmed
      Then the update of the first device to sequence number 8 is completed

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-10
    Scenario: A trial that is not stood is recorded as it ended
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it tries sequence number 8
      And the operator has aborted the campaign
      When the first device says that the update to sequence number 8 ended with SelfTestFailed
      Then the record of the first device is in phase Reverted
      And the record of the first device has the result SelfTestFailed, signed by the device

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-11
    Scenario: What is confirmed stays
      Given a campaign for sequence number 8 is running
      And the first device has completed the update to sequence number 8
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told that it is up to date
      And the update of the first device is still completed

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-12
    Scenario: Nobody is offered the package of an aborted campaign
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the operator has aborted the campaign
      When every device checks in
      Then 0 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-51 @kind:attack
    @tp:TP-ST-51-13
    Scenario: What another campaign permits is not cancelled
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And another campaign for sequence number 8 with the first device alone is running
      When the operator aborts the campaign
      And the first device checks in
      Then the device is told to go on with sequence number 8
      And the campaign is Aborted
      And the other campaign is Running

  Rule: One device alone

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-8
    Scenario: What is sealing its slot is told when it awaits its boot
      Given the first device was offered sequence number 8
      And the first device has said that it installs sequence number 8
      And the operator has cancelled the update of the first device
      When the first device says that it will boot sequence number 8 next
      Then the device is told to cancel sequence number 8

    @req:R-ST-19 @kind:attack
    @tp:TP-ST-19-9
    Scenario: What is sealing its slot is not told to cancel
      Given the first device was offered sequence number 8
      And the first device has said that it installs sequence number 8
      And the operator has cancelled the update of the first device
      When the first device checks in
      Then the device is told to go on with sequence number 8
      And the record of the first device is in phase Installing

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-10
    Scenario: A wish about a device that is silent is kept until it reports
      Given the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the first device has been silent for 1.5 limits
      And the operator has cancelled the update of the first device
      When the first device checks in
      Then the device is told to cancel sequence number 8
