@role:communicator @clause:offer
Feature: The Communicator brings what the Status tracker answers to its Device core
  It decides nothing about packages. Directive and envelope reach the Device core as the Status tracker answered them, and nothing else does.

  Rule: Directive and envelope reach the Device core unaltered

    @req:R-CM-03 @kind:obey @tp:TP-CM-03-1
    Scenario Outline: An update in profile <profile> is initiated
      Given a Communicator beside a Device core in profile <profile> that runs sequence number 7
      When sequence number 8 is offered
      Then what the Status tracker answers as Install reaches the Device core unaltered

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-CM-03 @kind:obey @tp:TP-CM-03-2
    Scenario: That the Device core is up to date is told as well
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When 3 of its longest poll intervals pass
      Then what the Status tracker answers as UpToDate reaches the Device core unaltered

    @req:R-CM-03 @kind:obey @tp:TP-CM-03-3
    Scenario: A cancellation is told as well
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the operator cancels it in the middle of the transfer
      Then what the Status tracker answers as Cancel reaches the Device core unaltered
      And the Device core gives the update up, and the Status tracker records it as cancelled
      And the Device core still runs sequence number 8

    @req:R-CM-03 @kind:attack @tp:TP-CM-03-4
    Scenario Outline: Where the Status tracker answers with <answer>, the Device core is told nothing
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Status tracker first answers with <answer>
      Then the Device core is told nothing but what the Status tracker answered
      And the Device core is updated to sequence number 9

      Examples:
        | row     | answer                     |
        | silence | nothing at all             |
        | refusal | a refusal                  |
        | garbage | bytes that are no message  |
        | other   | another message            |

  Rule: An envelope is looked at before it is forwarded

    @req:R-CM-12 @kind:obey @tp:TP-CM-12-1
    Scenario: A sound envelope is forwarded
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered
      Then every directive and envelope reaches the Device core unaltered
      And the Device core is updated to sequence number 9

    @req:R-CM-12 @kind:attack @tp:TP-CM-12-2
    Scenario Outline: An envelope that <flaw> is not forwarded
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered in an envelope that <flaw>
      Then that envelope does not reach the Device core

      Examples:
        | row       | flaw                               |
        | garbage   | is no envelope                     |
        | truncated | ends in the middle                 |
        | digest    | does not match its manifest digest |

  Rule: An update can come by polling, on request, or as a bundle

    @req:R-GEN-17 @kind:obey @tp:TP-CM-G17-1
    Scenario: By polling
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When sequence number 8 is offered
      Then the Device core is updated to sequence number 8

    @req:R-GEN-17 @kind:obey @tp:TP-CM-G17-2
    Scenario: On request
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When sequence number 8 is published and somebody asks it for a status check
      Then the status check that was asked for comes at once
      And the Device core is updated to sequence number 8

    @req:R-GEN-17 @kind:obey @tp:TP-CM-G17-3
    Scenario: As a bundle
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When sequence number 8 is offered as a bundle of manifest and image
      Then that envelope reaches the Device core unaltered
