@role:status-tracker @clause:refusal
Feature: The Status tracker refuses with a reason, once, and changes nothing
  What does not fit the record of a device is refused with a code of the closed vocabulary.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: One refusal, no change

    @req:R-GEN-02 @kind:obey
    @tp:TP-ST-G02-1
    Scenario Outline: A cancellation while <saying>
      Given the device was offered sequence number 8
      And the device has said that <saying>
      When the operator cancels the update of the device
      Then the cancellation is taken up
      And the record of the device is as before

      Examples:
        | row       | saying                               |
        | accepted  | it accepted sequence number 8        |
        | receiving | it has 64 bytes of sequence number 8 |
        | verified  | it has verified sequence number 8    |

    @req:R-GEN-02 @kind:attack
    @tp:TP-ST-G02-2
    Scenario Outline: A cancellation when <saying>
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And the operator has cancelled the update of the other device
      And the device has said that <saying>
      When the operator cancels the update of the device
      Then it is refused because of <codes>
      And the record of the device is as before

      Examples:
        | row       | saying                               | codes                     |
        | trial     | it tries sequence number 8           | TooLateToCancel or NotNow |
        | completed | it runs sequence number 8, confirmed | TooLateToCancel or NotNow |

    @req:R-GEN-02 @kind:attack
    @tp:TP-ST-G02-3
    Scenario: A cancellation when the update has failed
      Given the device was offered sequence number 8
      And the operator has cancelled the update of the device
      And the device has said that the update to sequence number 8 ended with Cancelled
      When the operator cancels the update of the device
      Then it is refused because of NotNow
      And the record of the device is as before

    @req:R-GEN-02 @kind:attack
    @tp:TP-ST-G02-4
    Scenario: A report that is refused gets one refusal
      Given the device was offered sequence number 8
      When a Communicator relays the last report of the device once more
      Then it is refused because of StaleReport
      And the record of the device is as before
      And the next report of the device is answered with sequence number 8

  Rule: A reason of the closed vocabulary

    @req:R-GEN-06 @kind:obey
    @tp:TP-ST-G06-1
    Scenario: Nothing is under way
      When the operator cancels the update of the device
      Then it is refused because of NotNow

    @req:R-GEN-06 @kind:attack
    @tp:TP-ST-G06-2
    Scenario Outline: A refusal says why: <row>
      Given the other device is enrolled and runs sequence number 7
      And the other device has checked in
      And the third device runs sequence number 7 and is not enrolled
      And the device has checked in
      When <attack>
      Then it is refused because of <code>

      Examples:
        | row             | attack                                                                                    | code               |
        | unknown-report  | the third device checks in                                                                | NotEnrolled        |
        | unknown-cancel  | the operator cancels the update of the third device                                       | NotEnrolled        |
        | contradiction   | the operator enrols the device again with another vendor                                  | AlreadyEnrolled    |
        | forgery         | a Communicator relays a report of the device that a stranger signed, saying that it rests | ReportNotAuthentic |
        | replay          | a Communicator relays the last report of the device once more                             | StaleReport        |
        | unknown-payload | a Communicator asks for bytes of a payload that nobody has                                | NotAvailable       |
