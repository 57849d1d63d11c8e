@role:firmware-server @clause:refusal
Feature: The Firmware server refuses with a reason, once, and stays as it was
  A request that does not fit where a package stands has one refusal and no effect.

  Background:
    Given a Firmware server that believes the author
    And the author has published package 1
    And the author has withdrawn package 1
    And the author has published package 2
    And the author has staged package 3

  Rule: A request that is not permitted has one refusal and changes nothing

    @kind:obey @req:R-GEN-02 @tp:TP-FS-G02-1
    Scenario: What was refused is permitted later
      When a Status tracker asks for the envelope of package 3
      And the author uploads the payload of package 3
      Then package 3 is listed and served as the author made it
      And package 2 is listed and served as the author made it

    @kind:attack @req:R-GEN-02 @tp:TP-FS-G02-2
    Scenario Outline: <who> asks for <what>
      When <who> asks for <what>
      Then the server refuses it once, because of <code>
      And nothing has changed in the catalogue
      And package 3 can still be completed

      Examples:
        | row                | who              | what                     | code         |
        | staged-envelope    | a Status tracker | the envelope of package 3 | NotAvailable |
        | staged-payload     | a Status tracker | the payload of package 3 | NotAvailable |
        | withdrawn-envelope | a Status tracker | the envelope of package 1 | Withdrawn    |
        | unknown-envelope   | a Status tracker | the envelope of package 9 | NotAvailable |
        | unknown-payload    | a Status tracker | the payload of package 9 | NotAvailable |

    @kind:attack @req:R-GEN-02 @tp:TP-FS-G02-3
    Scenario: The author withdraws what was never published
      When the author withdraws package 9
      Then the server refuses it once, because of NotAvailable
      And the catalogue lists package 2 and nothing else
      And package 3 can still be completed

    @kind:attack @req:R-GEN-02 @tp:TP-FS-G02-4
    Scenario: A refused publication changes nothing
      When the author publishes another package 2
      Then the server refuses it once, because of SameNumberOtherManifest
      And the catalogue lists package 2 and nothing else
      And package 3 can still be completed

  Rule: Every refusal names its reason by a code of the vocabulary

    @kind:obey @req:R-GEN-06 @tp:TP-FS-G06-1
    Scenario Outline: <act>
      When <act>
      Then the server refuses it once, because of <code>

      Examples:
        | row       | act                                                    | code                    |
        | unknown   | a Status tracker asks for the envelope of package 9    | NotAvailable            |
        | withdrawn | a Status tracker asks for the envelope of package 1    | Withdrawn               |
        | lower     | the author publishes package 0                         | RolledBack              |
        | twice     | the author publishes another package 2                 | SameNumberOtherManifest |

    @kind:attack @req:R-GEN-06 @tp:TP-FS-G06-2
    Scenario: Refusals of every kind
      When refusals of every kind are provoked beside package 2, withdrawn package 1 and staged package 3
      Then each of them is refused with a code that is a reason

  Rule: The same input in the same state has the same reaction

    @kind:obey @req:R-GEN-07 @tp:TP-FS-G07-1
    Scenario: Envelope and payload, four times
      When a Status tracker asks 4 times for envelope and payload of package 2
      Then the answers are the same 4 times

    @kind:attack @req:R-GEN-07 @tp:TP-FS-G07-2
    Scenario Outline: What is refused is refused again: package <number>
      When the author publishes package <number> 4 times
      Then the last 4 answers say the same
      And the server refuses it once, because of <code>

      Examples:
        | row       | number | code       |
        | lower     | 0      | RolledBack |
        | withdrawn | 1      | Withdrawn  |
