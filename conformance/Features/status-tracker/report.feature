@role:status-tracker @clause:report
Feature: The Status tracker records how updates end
  The device signs how an update ended. What a Communicator says of it is kept apart from that.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: A failure with the device's own code

    @req:R-ST-13 @kind:obey
    @tp:TP-ST-13-1
    Scenario Outline: The update ended with <code>
      Given the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the device says that the update to sequence number 8 ended with <code>
      Then the record of the device is in phase Failed
      And the record of the device has the result <code>, signed by the device

      Examples:
        | row                   | code                  |
        | PayloadDigestMismatch | PayloadDigestMismatch |
        | StorageFailed         | StorageFailed         |
        | StorageCorrupted      | StorageCorrupted      |
        | InstallFailed         | InstallFailed         |

    @req:R-ST-13 @kind:attack
    @tp:TP-ST-13-2
    Scenario: An outcome that the tracker knows already is no new failure
      Given the device has failed sequence number 8 because of StorageFailed, as it said itself
      And the device was offered sequence number 8
      When the device checks in
      Then the device is offered sequence number 8
      And the record of the device is in phase Announced

    @req:R-ST-13 @kind:attack
    @tp:TP-ST-13-3
    Scenario: A forged failure
      Given the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When a Communicator relays a report of the device that a stranger signed, saying that the update to sequence number 8 ended with ImageTooLarge
      Then it is refused because of ReportNotAuthentic
      And the record of the device is in phase Downloading
      And the record of the device has no result

    @req:R-ST-13 @kind:attack
    @tp:TP-ST-13-4
    Scenario: The failure of another package
      Given the device has failed sequence number 8 because of SelfTestFailed, as it said itself
      And the Firmware server publishes a package with sequence number 9
      And the device was offered sequence number 9
      When the device checks in
      Then the device is offered sequence number 9
      And the record of the device has no result

  Rule: A return to the former image

    @req:R-ST-14 @kind:obey
    @tp:TP-ST-14-1
    Scenario Outline: The trial ended with <code>
      Given the device was offered sequence number 8
      And the device has said that it tries sequence number 8
      When the device says that the update to sequence number 8 ended with <code>
      Then the record of the device is in phase Reverted
      And the record of the device has the result <code>, signed by the device

      Examples:
        | row                    | code                   |
        | SelfTestFailed         | SelfTestFailed         |
        | TrialExpired           | TrialExpired           |
        | RestartedDuringTrial   | RestartedDuringTrial   |
        | BootVerificationFailed | BootVerificationFailed |

    @req:R-ST-14 @kind:attack
    @tp:TP-ST-14-2
    Scenario: A forged return
      Given the device was offered sequence number 8
      And the device has said that it tries sequence number 8
      When a Communicator relays a report of the device whose contents were changed, saying that the update to sequence number 8 ended with SelfTestFailed
      Then it is refused because of ReportNotAuthentic
      And the record of the device is in phase Trial
      And the record of the device has no result

    @req:R-ST-14 @kind:attack
    @tp:TP-ST-14-3
    Scenario: What a Communicator says of a trial
      Given the device was offered sequence number 8
      And the device has said that it tries sequence number 8
      When a Communicator relays that the device refused sequence number 8 because of SelfTestFailed
      Then the record of the device is in phase Trial
      And the record of the device has no result

  Rule: A refusal that only a Communicator tells

    @req:R-ST-15 @kind:obey
    @tp:TP-ST-15-1
    Scenario Outline: The Communicator relays <code>
      Given the device was offered sequence number 8
      When a Communicator relays that the device refused sequence number 8 because of <code>
      Then the record of the device is in phase Failed
      And the record of the device has the result <code>, unverified

      Examples:
        | row           | code          |
        | NotAuthentic  | NotAuthentic  |
        | WrongClass    | WrongClass    |
        | ImageTooLarge | ImageTooLarge |

    @req:R-ST-15 @kind:attack
    @tp:TP-ST-15-2
    Scenario Outline: The Communicator relays <code>, which passes
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And a Communicator has relayed that the other device refused sequence number 8 because of NotAuthentic
      And the device was offered sequence number 8
      When a Communicator relays that the device refused sequence number 8 because of <code>
      Then the device is offered sequence number 8
      And the record of the device is in phase Announced
      And the record of the device has no result

      Examples:
        | row              | code             |
        | StaleNonce       | StaleNonce       |
        | DirectiveExpired | DirectiveExpired |
        | Busy             | Busy             |

    @req:R-ST-15 @kind:attack
    @tp:TP-ST-15-3
    Scenario: The Communicator relays the refusal of another package
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And a Communicator has relayed that the other device refused sequence number 8 because of NotAuthentic
      And the device was offered sequence number 8
      When a Communicator relays that the device refused sequence number 9 because of NotAuthentic
      Then the device is offered sequence number 8
      And the record of the device has no result

    @req:R-ST-15 @kind:attack
    @tp:TP-ST-15-4
    Scenario: The device's word stands against a Communicator's
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And a Communicator has relayed that the other device refused sequence number 8 because of NotAuthentic
      And the device has failed sequence number 8 because of SelfTestFailed, as it said itself
      When a Communicator relays that the device refused sequence number 8 because of WrongClass
      Then the record of the device has the result SelfTestFailed, signed by the device

    @req:R-ST-15 @kind:attack
    @tp:TP-ST-15-5
    Scenario: A relayed refusal against what the device does
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And a Communicator has relayed that the other device refused sequence number 8 because of NotAuthentic
      And the device has said that it has 64 bytes of sequence number 8
      When a Communicator relays that the device refused sequence number 8 because of NotAuthentic
      Then the record of the device is in phase Downloading
      And the record of the device has no result
