@role:communicator @clause:gateway @links:native
Feature: A gateway serves many devices, each as if it were alone
  The Communicators of a gateway share the tracker link and what comes over it. No device notices, and none takes anything from another.

  Background:
    Given a gateway with 4 devices

  Rule: Check-ins go together

    @req:R-CM-20 @kind:obey
    @tp:TP-CM-20-1
    Scenario: A batch
      When its devices check in
      Then the check-ins of several devices come in one batch, each with the report that its device signed
      And each device is given the directive that is meant for it

    @req:R-CM-20 @kind:attack
    @tp:TP-CM-20-2
    Scenario: One of a batch is refused
      Given a batch was answered for each of its devices
      When the Status tracker refuses the check-ins of the first device
      Then each other device is given the directive that is meant for it
      And the first device is given none

    @req:R-CM-20 @kind:attack
    @tp:TP-CM-20-3
    Scenario Outline: A batch is answered with <answer>
      Given a batch was answered for each of its devices
      When the Status tracker answers each batch with <answer>
      Then no device is given anything of it, and the gateway checks in again

      Examples:
        | row      | answer                           |
        | too-few  | one answer too few               |
        | too-many | one answer too many              |
        | both     | an answer and a refusal for each |
        | single   | one answer for all               |

    @req:R-CM-21 @kind:obey
    @tp:TP-CM-21-1
    Scenario: A Status tracker without batches
      When the Status tracker does not know batches
      Then each device is given the directive that is meant for it

    @req:R-CM-21 @kind:attack
    @tp:TP-CM-21-2
    Scenario Outline: Batches are refused because of <code>
      Given a batch was answered for each of its devices
      When the Status tracker refuses each batch because of <code>
      Then each device is given the directive that is meant for it

      Examples:
        | row       | code             |
        | malformed | MalformedMessage |
        | busy      | Busy             |
        | limit     | LimitExceeded    |

  Rule: A payload comes once

    @req:R-CM-22 @kind:obey
    @tp:TP-CM-22-1
    Scenario: All devices at once
      When all devices fetch the payload
      Then every device has the payload
      And every byte of the payload was asked for once

    @req:R-CM-22 @kind:obey
    @tp:TP-CM-22-2
    Scenario: Devices of different kinds
      When all devices fetch the payload in blocks of different sizes, one of them from the middle on
      Then every device has the payload
      And every byte of the payload was asked for once

    @req:R-CM-22 @kind:attack
    @tp:TP-CM-22-3
    Scenario: A device that wants it again
      Given every device has fetched the payload
      When the first device fetches the payload once more
      Then nothing of the payload is asked for again

    @req:R-CM-23 @kind:obey
    @tp:TP-CM-23-1
    Scenario: What is right stays
      When all devices fetch the payload
      Then every device has the payload
      And every byte of the payload was asked for once

    @req:R-CM-23 @kind:attack
    @tp:TP-CM-23-2
    Scenario: What is wrong does not stay
      Given a batch was answered for each of its devices
      When all devices fetch the payload, of which the Status tracker damages one byte once
      Then every device has the payload

    @req:R-CM-25 @kind:obey
    @tp:TP-CM-25-1
    Scenario: A payload that does not fit is handed through
      Given its cache holds less than the payload
      When all devices fetch the payload
      Then every device has the payload

    @req:R-CM-25 @kind:attack
    @tp:TP-CM-25-2
    Scenario: A payload that does not fit is not kept
      Given its cache holds less than the payload
      And every device has fetched the payload
      When the first device fetches the payload once more
      Then the payload is asked for again

  Rule: No device takes anything from another

    @req:R-CM-24 @kind:obey
    @tp:TP-CM-24-1
    Scenario: Each is served
      When all devices fetch the payload
      Then every device has the payload

    @req:R-CM-24 @kind:attack
    @tp:TP-CM-24-2
    Scenario Outline: One device <conduct>
      Given a batch was answered for each of its devices
      When the first device <conduct>, while the others fetch the payload
      Then every other device has the payload

      Examples:
        | row     | conduct                                |
        | silent  | says nothing at all                    |
        | broken  | breaks off every request               |
        | garbage | answers with bytes that are no message |
        | refuses | refuses every request                  |
        | greedy  | never has enough of the payload        |
        | foreign | wants a payload that there is not      |
