@role:status-tracker @clause:gateway
Feature: The Status tracker takes check-ins in batches
  A gateway brings what many devices signed in one message. It changes nothing for any of them: each is judged and answered as if it had come alone.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7
    And 3 more devices are enrolled and run sequence number 6

  @req:R-ST-60 @kind:obey
  @tp:TP-ST-60-1
  Scenario: Two devices in one batch
    Given the Firmware server publishes a package with sequence number 8
    When the device and the first device check in together
    Then each device of the batch is offered sequence number 8
    And the record of the device shows sequence number 7 as confirmed, heard now
    And the record of the first device shows sequence number 6 as confirmed, heard now

  @req:R-ST-60 @kind:obey
  @tp:TP-ST-60-2
  Scenario: As many as a message carries
    Given 48 more devices are enrolled and run sequence number 6
    When 48 devices check in together
    Then each check-in of the batch is answered for its own device

  @req:R-ST-60 @kind:obey
  @tp:TP-ST-60-3
  Scenario: One alone
    When 1 devices check in together
    Then each check-in of the batch is answered for its own device

  @req:R-ST-60 @kind:attack
  @tp:TP-ST-60-4
  Scenario: The same report twice in one batch
    Given a batch with the device and the first device was answered for each of them
    When a batch carries the same report of the device twice
    Then that check-in alone is refused because of StaleReport
    And each other check-in of the batch is answered for its own device

  @req:R-ST-61 @kind:obey
  @tp:TP-ST-61-1
  Scenario: Each record follows its own device
    When the second device and the third device check in together
    Then each check-in of the batch is answered for its own device
    And the record of the second device shows sequence number 6 as confirmed, heard now
    And the record of the third device shows sequence number 6 as confirmed, heard now

  @req:R-ST-61 @req:R-ST-60 @kind:attack
  @tp:TP-ST-61-2
  Scenario Outline: A report <flaw> among others
    Given a batch with the device and the first device was answered for each of them
    When a batch of other devices carries a report of the device <flaw>
    Then that check-in alone is refused because of <codes>
    And each other check-in of the batch is answered for its own device
    And the record of the device is unchanged
    And the next report of the device is believed and answered

    Examples:
      | row          | flaw                                | codes                                  |
      | stranger     | that a stranger signed              | ReportNotAuthentic                     |
      | other-device | that another enrolled device signed | ReportNotAuthentic                     |
      | contents     | whose contents were changed         | ReportNotAuthentic                     |
      | signature    | whose signature was changed         | ReportNotAuthentic                     |
      | replayed     | that was relayed before             | StaleReport                            |
      | none         | that is none                        | MalformedMessage or ReportNotAuthentic |

  @req:R-ST-61 @req:R-ST-60 @kind:attack
  @tp:TP-ST-61-3
  Scenario: A device that nobody enrolled, among others
    Given a batch with the device and the first device was answered for each of them
    And the other device runs sequence number 7 and is not enrolled
    When a batch of other devices carries the report of the other device that nobody enrolled
    Then that check-in alone is refused because of NotEnrolled
    And each other check-in of the batch is answered for its own device
    And there is no record of the other device
