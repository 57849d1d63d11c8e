@role:firmware-server @clause:offer
Feature: The Firmware server lists what is published, and serves nothing else
  Status trackers choose from the catalogue. What stands in it can be had by everyone, in the same bytes; what does not stand in it cannot be had at all.

  Background:
    Given a Firmware server that believes the author

  Rule: Every published package is listed, and no other

    @kind:obey @req:R-FS-09 @tp:TP-FS-09-1
    Scenario: Several packages
      Given the author has published package 1
      And the author has published package 2 with its payload inside
      When the author publishes package 3 with two payloads
      And the author uploads the payloads of package 3
      And the author publishes package 4 for another class
      And the author uploads the payload of package 4
      Then the catalogue lists package 1, package 2, package 3, package 4 and nothing else

    @kind:attack @req:R-FS-09 @tp:TP-FS-09-2
    Scenario: Published, staged, withdrawn and refused packages
      Given the author has published package 1
      And the author has published package 2
      And the author has withdrawn package 2
      And the author has staged package 4
      When somebody publishes package 5 whose manifest was altered
      And the author publishes package 6 with its payload inside
      Then the catalogue lists package 1, package 6 and nothing else

    @kind:attack @req:R-FS-09 @tp:TP-FS-09-3
    Scenario: A listing after a crash
      Given the author has published package 1
      And the author has published package 2
      And the author has staged package 3
      When the server crashes and starts again
      Then the catalogue lists package 1, package 2 and nothing else

  Rule: Payloads and envelopes of published packages only are served

    @kind:obey @req:R-FS-18 @tp:TP-FS-18-1
    Scenario: A package is served from its publication on
      Given the author has staged package 1
      When the author uploads the payload of package 1
      Then package 1 is listed and served as the author made it

    @kind:attack @req:R-FS-18 @tp:TP-FS-18-2
    Scenario Outline: A Status tracker asks for <what>
      Given the author has published package 1 with two payloads
      And the author has staged package 2 with two payloads
      When the author uploads the first payload of package 2
      And a Status tracker asks for <what>
      Then the server refuses it once, because of NotAvailable
      And package 2 is neither listed nor served

      Examples:
        | row      | what                                                     |
        | envelope | the envelope of package 2                                |
        | payload  | the payload of package 2                                 |
        | unknown  | the envelope of package 9                                |
        | bytes    | the payload of package 9                                 |
        | manifest | the manifest of package 1 as if it were a payload        |

    @kind:attack @req:R-FS-18 @tp:TP-FS-18-3
    Scenario: The payload of a package that was withdrawn before it was complete
      Given the author has published package 1 with two payloads
      And the author has staged package 2 with two payloads
      And the author has uploaded the first payload of package 2
      When the author withdraws package 2
      And a Status tracker asks for the payload of package 2
      Then the server refuses it once, because of NotAvailable or Withdrawn
      And package 2 is neither listed nor served

  Rule: A withdrawn package is neither listed nor served

    @kind:obey @req:R-FS-08 @tp:TP-FS-08-1
    Scenario: The newest of two
      Given the author has published package 1
      And the author has published package 2
      When the author withdraws package 2
      Then the author learns that package 2 is withdrawn
      And package 2 is neither listed nor served
      And package 1 is listed and served as the author made it

    @kind:obey @req:R-FS-08 @tp:TP-FS-08-2
    Scenario: A payload that another package shares stays
      Given the author has published package 1
      When the author publishes package 2 with the payload of package 1
      And the author withdraws package 1
      Then package 1 is neither listed nor served
      And package 2 is listed and served as the author made it

    @kind:attack @req:R-FS-08 @tp:TP-FS-08-3
    Scenario: A payload that both packages shared goes with the second
      Given the author has published package 1
      When the author publishes package 2 with the payload of package 1
      And the author withdraws package 1
      And the author withdraws package 2
      And a Status tracker asks for the payload of package 1
      Then the server refuses it once, because of NotAvailable or Withdrawn
      And package 1 is neither listed nor served
      And package 2 is neither listed nor served

    @kind:attack @req:R-FS-08 @tp:TP-FS-08-4
    Scenario: A Status tracker knows the name of a withdrawn package
      Given the author has published package 1
      And the author has withdrawn package 1
      When a Status tracker asks for the envelope of package 1
      Then the server refuses it once, because of Withdrawn
      And package 1 is neither listed nor served

    @kind:attack @req:R-FS-08 @tp:TP-FS-08-5
    Scenario: A withdrawn package is published again
      Given the author has published package 1
      And the author has withdrawn package 1
      When the author publishes package 1
      Then the server refuses it once, because of Withdrawn
      And package 1 is neither listed nor served

    @kind:attack @req:R-FS-08 @tp:TP-FS-08-6
    Scenario: The payload of a withdrawn package comes after all
      Given the author has published package 1
      And the author has staged package 2
      And the author has withdrawn package 2
      When the author tries to upload the payload of package 2
      Then package 2 is neither listed nor served

    @kind:attack @req:R-FS-08 @tp:TP-FS-08-7
    Scenario: A crash after the withdrawal
      Given the author has published package 1
      And the author has withdrawn package 1
      When the server crashes and starts again
      Then package 1 is neither listed nor served

  Rule: The envelope is the same to everyone, byte by byte

    @kind:obey @req:R-FS-16 @tp:TP-FS-16-1
    Scenario Outline: Several Status trackers ask for the envelope of a package <shape>
      Given the author has published package 1 <shape>
      When a Status tracker asks for the envelope of package 1
      Then 3 Status trackers get the same envelope of package 1, byte by byte

      Examples:
        | row    | shape                          |
        | plain  | with one payload               |
        | text   | with text beside the manifest  |
        | inside | with its payload inside        |

    @kind:attack @req:R-FS-16 @tp:TP-FS-16-2
    Scenario Outline: The author publishes the package once more <manner>
      Given the author has published package 1 <shape>
      When a Status tracker asks for the envelope of package 1
      And the author publishes package 1 once more <manner>
      Then 3 Status trackers get the same envelope of package 1, byte by byte

      Examples:
        | row       | shape                         | manner                  |
        | text      | with text beside the manifest | without its text        |
        | signature | with one payload              | with a second signature |
        | inside    | with one payload              | with its payload inside |
        | beside    | with its payload inside       | with its payload beside |

    @kind:attack @req:R-FS-16 @tp:TP-FS-16-3
    Scenario: A crash between two questions
      Given the author has published package 1 with text beside the manifest
      When a Status tracker asks for the envelope of package 1
      And the server crashes and starts again
      Then 3 Status trackers get the same envelope of package 1, byte by byte

    @kind:obey @req:R-FS-14 @tp:TP-FS-14-1
    Scenario Outline: Manifest and signatures of a package <shape> stay, whatever is left out
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row    | shape                                     |
        | inside | with its payload inside                   |
        | text   | with text beside the manifest             |
        | severed | with an installation beside the manifest |
