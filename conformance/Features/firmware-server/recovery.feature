@role:firmware-server @clause:recovery
Feature: The Firmware server keeps what it acknowledged, and finds damage
  An answer is a promise. Whatever happens right after it, what it acknowledged is there when the server is up again.

  Background:
    Given a Firmware server that believes the author

  Rule: What is accepted is durable before it is acknowledged

    @kind:obey @req:R-FS-10 @req:R-GEN-03 @req:R-GEN-08 @tp:TP-FS-10-1
    Scenario: Everything is there after a stop in order
      Given the author has published package 1 with two payloads
      And the author has published package 2
      And the author has withdrawn package 2
      And the author has staged package 3
      When the server is stopped in order and starts again
      Then package 1 is listed and served as the author made it
      And package 2 is neither listed nor served
      And package 3 can still be completed

    @kind:attack @req:R-FS-10 @req:R-GEN-03 @tp:TP-FS-10-2
    Scenario Outline: A crash right after the answer to a package <shape>
      Given the author has published package 1
      And the server was stopped in order and listed the same after its start
      When the author publishes package 2 <shape>
      And the author uploads what is missing of package 2
      And the server crashes and starts again
      Then package 2 is listed and served as the author made it
      And package 1 is listed and served as the author made it

      Examples:
        | row     | shape                                  |
        | beside  | with one payload                       |
        | inside  | with its payload inside                |
        | three   | with three payloads                    |
        | divided | with one payload inside and one beside |

    @kind:attack @req:R-FS-10 @req:R-GEN-03 @tp:TP-FS-10-3
    Scenario: A crash right after a package was staged
      Given the author has published package 1
      And the server was stopped in order and listed the same after its start
      When the author publishes package 2
      And the server crashes and starts again
      Then package 2 is neither listed nor served
      And package 2 can still be completed

    @kind:attack @req:R-FS-10 @req:R-GEN-03 @req:R-GEN-08 @tp:TP-FS-10-4
    Scenario: A crash between two uploads
      Given the author has published package 1 with two payloads
      And the server was stopped in order and listed the same after its start
      When the author publishes package 2 with two payloads
      And the author uploads the first payload of package 2
      And the server crashes and starts again
      And the author uploads the last payload of package 2
      Then package 2 was listed after its last payload and not before
      And package 2 is listed and served as the author made it

    @kind:attack @req:R-FS-10 @req:R-GEN-03 @tp:TP-FS-10-5
    Scenario: A crash right after the answer to a withdrawal
      Given the author has published package 1
      And the author has published package 2
      And the server was stopped in order and listed the same after its start
      When the author withdraws package 2
      And the server crashes and starts again
      Then package 2 is neither listed nor served
      And package 1 is listed and served as the author made it

  Rule: After a crash the server goes on where it was

    @kind:attack @req:R-GEN-08 @tp:TP-FS-G08-1
    Scenario: Many crashes
      Given the author has published package 1
      And the author has published package 2
      And the author has withdrawn package 2
      And the server was stopped in order and listed the same after its start
      When the server crashes and starts again
      And the server crashes and starts again
      And the author publishes package 3 with two payloads
      And the server crashes and starts again
      And the author uploads the first payload of package 3
      And the server crashes and starts again
      Then package 1 is listed and served as the author made it
      And package 2 is neither listed nor served
      And package 3 is neither listed nor served
      And package 3 can still be completed

    @kind:attack @req:R-GEN-08 @tp:TP-FS-G08-2
    Scenario: A package that was staged before a crash may still be withdrawn
      Given the author has published package 1
      And the author has staged package 2
      And the server was stopped in order and listed the same after its start
      When the server crashes and starts again
      And the author withdraws package 2
      Then the author learns that package 2 is withdrawn
      And package 2 is neither listed nor served
      And package 1 is listed and served as the author made it

  Rule: A damaged payload is detected and not served

    @kind:obey @req:R-FS-12 @tp:TP-FS-12-1
    Scenario: A sound payload beside a damaged one
      Given the author has published package 1
      And the author has published package 2
      When what the server has stored of the payload of package 2 is damaged
      Then package 1 is listed and served as the author made it

    @kind:attack @req:R-FS-12 @tp:TP-FS-12-2
    Scenario: A bit of a payload changes in the store
      Given the author has published package 1
      When what the server has stored of the payload of package 1 is damaged
      Then the payload of package 1 is not served any more

    @kind:attack @req:R-FS-12 @tp:TP-FS-12-3
    Scenario: A bit of a payload changes in the store, and the server starts again
      Given the author has published package 1
      When what the server has stored of the payload of package 1 is damaged
      And the server is stopped in order and starts again
      Then the payload of package 1 is not served any more

    @kind:attack @req:R-FS-12 @tp:TP-FS-12-4
    Scenario: A bit of a payload changes in the store after half of it was served
      Given the author has published package 1 of 1000 bytes
      And a Status tracker has received half of the payload of package 1
      When what the server has stored of the payload of package 1 is damaged
      Then the payload of package 1 is not served any more
