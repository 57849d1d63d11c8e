@role:communicator @clause:refusal
Feature: The Communicator tells the Status tracker what the Device core refused
  A refusal on the device link is not the end of it: the Status tracker hears which package was refused and with which code.

  @req:R-CM-10 @kind:obey @tp:TP-CM-10-1
  Scenario Outline: A refusal because of <code> is told
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When the Device core refuses sequence number 9 because of <code>
    Then the Status tracker is told which package was refused, and why

    Examples:
      | row           | code            |
      | transport     | UnexpectedBlock |
      | signature     | NotAuthentic    |
      | rollback      | RolledBack      |
      | freshness     | StaleNonce      |
      | compatibility | WrongClass      |
      | storage       | ImageTooLarge   |
      | busy          | Busy            |

  @req:R-CM-10 @kind:obey @tp:TP-CM-10-2
  Scenario: Every code is told
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When the Device core refuses sequence number 9 with every code, one after the other
    Then the Status tracker is told every code

  @req:R-CM-10 @kind:obey @tp:TP-CM-10-3
  Scenario: Two packages that are refused are told apart
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When the Device core refuses sequence number 9 and then 10 because of NotAuthentic
    Then the Status tracker is told of 2 packages that were refused

  @req:R-CM-10 @kind:attack @tp:TP-CM-10-4
  Scenario Outline: A refusal is told again when the check-in <fault>
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When the Device core refuses sequence number 9 because of NotAuthentic and the check-in after it <fault>
    Then the Status tracker is told which package was refused, and why

    Examples:
      | row         | fault                            |
      | lost        | is lost                          |
      | unreachable | cannot be delivered              |
      | refused     | is refused                       |
      | garbage     | is answered with garbage         |
      | other       | is answered with another message |

  @req:R-CM-10 @kind:attack @tp:TP-CM-10-5
  Scenario Outline: A refusal that nobody asked for while a <request> waits is none of a package
    Given a Communicator beside a Device core in profile Secure that runs sequence number 7
    And it has updated the Device core to sequence number 8
    When sequence number 9 is offered and, while a <request> waits, the Device core says a refusal
    Then the Status tracker is told of no refusal

    Examples:
      | row      | request       |
      | check-in | check-in      |
      | block    | block request |
