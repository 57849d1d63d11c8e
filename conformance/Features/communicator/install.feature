@role:communicator @clause:install
Feature: The Communicator asks to install what the Device core has verified

  @req:R-CM-11 @kind:obey @tp:TP-CM-11-1
  Scenario Outline: A verified candidate is installed in profile <profile>
    Given a Communicator beside a Device core in profile <profile> that runs sequence number 7
    When sequence number 8 is offered
    Then it asks to install what the Device core said to have verified

    Examples:
      | row    | profile |
      | core   | Core    |
      | secure | Secure  |

  @req:R-CM-11 @kind:attack @tp:TP-CM-11-2
  Scenario Outline: A Device core that says <phase> is not asked to install
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When sequence number 9 is offered and the Device core says four times that it is <phase> in place of Verified
    Then it never asks to install what the Device core did not say to have verified

    Examples:
      | row       | phase          |
      | receiving | Receiving      |
      | verifying | VerifyingImage |
      | idle      | Idle           |
      | awaiting  | AwaitingBoot   |
      | trial     | Trial          |

  @req:R-CM-11 @kind:attack @tp:TP-CM-11-3
  Scenario Outline: What the Device core says unasked while a <request> waits is no leave to install
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When sequence number 9 is offered and, while a <request> waits, the Device core says that the candidate is verified
    Then it never asks to install what the Device core did not say to have verified

    Examples:
      | row      | request       |
      | check-in | check-in      |
      | block    | block request |
