@role:firmware-server @clause:topology
Feature: The Firmware server serves Status trackers, and signs nothing
  It stands between authors and Status trackers, speaks with nobody else, and could not make a package of its own.

  Background:
    Given a Firmware server that believes the author

  Rule: Status trackers communicate with Firmware servers, and others do not

    @kind:obey @req:R-GEN-01 @tp:TP-FS-G01-1
    Scenario: Author and Status tracker
      Given the author has published package 1
      When author and Status tracker ask in every way about package 1
      Then each request has the answer that belongs to it

    @kind:attack @req:R-GEN-01 @tp:TP-FS-G01-2
    Scenario Outline: <what> at a Firmware server
      Given the author has published package 1
      When somebody sends <what> to the server
      Then the server refuses it once
      And nothing has changed in the catalogue

      Examples:
        | row       | what                                       |
        | status    | the status request of a Communicator       |
        | install   | the installation request of a Communicator |
        | check-in  | a check-in                                 |
        | query     | the question of an operator                |
        | cancel    | the cancellation of an operator            |
        | catalogue | a catalogue of its own                     |

  Rule: Several Status trackers are served

    @kind:obey @req:R-FS-15 @tp:TP-FS-15-1
    Scenario: Four Status trackers
      Given the author has published package 1
      And the author has published package 2 with two payloads
      When a Status tracker asks for the catalogue
      Then package 1 is listed and served to 4 Status trackers
      And package 2 is listed and served to 4 Status trackers

    @kind:obey @req:R-FS-15 @tp:TP-FS-15-2
    Scenario: Three Status trackers in the middle of one payload
      Given the author has published package 1 of 500 bytes
      When 3 Status trackers receive the payload of package 1 at once, block by block
      Then package 1 is listed and served to 3 Status trackers

    @kind:attack @req:R-FS-15 @tp:TP-FS-15-3
    Scenario: One of them sends what is no message
      Given the author has published package 1 of 500 bytes
      When tracker-3 sends bytes that are no message
      And 2 Status trackers receive the payload of package 1 at once, block by block
      Then package 1 is listed and served to 2 Status trackers

  Rule: The server holds no signing key

    @kind:obey @req:R-FS-17 @tp:TP-FS-17-1
    Scenario Outline: A package <shape> leaves with the author's signatures and no other
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      And the server is stopped in order and starts again
      Then the envelope of package 1 carries the author's signatures and no other
      And package 1 is listed and served as the author made it

      Examples:
        | row | shape                   |
        | one | with its payload inside |
        | two | that two authors signed |

    @kind:attack @req:R-FS-17 @tp:TP-FS-17-2
    Scenario Outline: A package <flaw> does not become one with a signature
      Given the author has published package 1 with its payload inside
      When somebody publishes a complete package 2 <flaw>
      Then no signature was made for package 2

      Examples:
        | row  | flaw               |
        | none | that nobody signed |
