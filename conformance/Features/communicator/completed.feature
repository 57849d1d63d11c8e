@role:communicator @clause:completed
Feature: A Communicator brings an update to its end
  Each of its answers counts, so the Device core runs the new image and the Status tracker knows.

  @req:R-GEN-04 @kind:obey @tp:TP-CM-G04-1
  Scenario Outline: Answers in their one encoding are acted on up to the end, in profile <profile>
    Given a Communicator beside a Device core in profile <profile> that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When sequence number 9 is offered
    Then the Device core is updated to sequence number 9
    And the Status tracker records sequence number 9 as confirmed

    Examples:
      | row    | profile |
      | core   | Core    |
      | secure | Secure  |
