@role:communicator @clause:topology
Feature: A Communicator stands between one Device core and one Status tracker

  Rule: It speaks with its Device core and its Status tracker only

    @req:R-GEN-01 @kind:obey @tp:TP-CM-G01-1
    Scenario: A whole update needs the requests of a Communicator only
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      When sequence number 8 is offered
      Then it sends the requests of a Communicator and nothing else

    @req:R-GEN-01 @kind:attack @tp:TP-CM-G01-2
    Scenario Outline: A Device core that speaks as a Communicator, with <message>, is not served
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and, while a block request waits, the Device core says <message>
      Then it sends the requests of a Communicator and nothing else

      Examples:
        | row      | message         |
        | check-in | a check-in      |
        | block    | a block request |

  Rule: It serves one Device core and holds no key of others

    @req:R-CM-16 @kind:obey @tp:TP-CM-16-1
    Scenario: A whole update needs no key in the Communicator
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      When sequence number 8 is offered
      Then every statement that it passes on is signed by its owner
      And the Device core is updated to sequence number 8

    @req:R-CM-16 @kind:attack @tp:TP-CM-16-2
    Scenario Outline: Nobody speaks in the place of a silent peer that does not answer a <request>
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When no <request> is answered for the time of 6 failures
      Then nothing passes for the answer to the <request>
      And the Device core still runs sequence number 8

      Examples:
        | row     | request        |
        | device  | status request |
        | tracker | check-in       |

  Rule: Communicators that reside together are independent

    @req:R-CM-18 @kind:obey @tp:TP-CM-18-1
    Scenario: An update succeeds although the neighbour's fails
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And another Communicator of the same Status tracker, whose device fails in the middle of each update
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered
      Then every statement that it passes on is signed by its owner
      And the Device core is updated to sequence number 9
