@role:firmware-server @clause:package
Feature: The Firmware server takes in packages of the profile, and no others
  What is wrong with a package is found before it is published, so that no device has to find it. The published package in the background of an attack
  is made with the same key.

  Rule: An envelope is well-formed, and its manifest matches the signed digest

    @kind:obey @req:R-FS-02 @tp:TP-FS-02-1
    Scenario Outline: A package <shape>
      Given a Firmware server that believes the author
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row       | shape                                     |
        | text      | with text beside the manifest             |
        | inside    | with text inside the manifest             |
        | install   | with an installation beside the manifest  |
        | device    | for one device                            |
        | ahead     | that is fetched ahead of its installation |
        | address   | that names an address                     |
        | two       | with two payloads                         |

    @kind:attack @req:R-FS-02 @tp:TP-FS-02-2
    Scenario Outline: A package <flaw>
      Given a Firmware server that believes the author
      And the author has published package 1
      When somebody publishes package 2 <flaw>
      Then the server refuses it once, because of <code>
      And package 2 is neither listed nor served
      And the catalogue lists package 1 and nothing else

      Examples:
        | row      | flaw                              | code                   |
        | altered  | whose manifest was altered        | ManifestDigestMismatch |
        | other    | with the manifest of another package | ManifestDigestMismatch |
        | none     | that is no envelope               | MalformedManifest      |
        | cut      | whose envelope ends in the middle | MalformedManifest      |
        | trailing | with a byte behind its envelope   | MalformedManifest      |

    @kind:attack @req:R-FS-02 @tp:TP-FS-02-3
    Scenario: Every package of the vectors whose form is wrong
      Given a Firmware server that believes the author
      And the author has published package 1
      When the author publishes the packages whose form is wrong of the vectors
      Then each of them is refused
      And nothing has changed in the catalogue

  Rule: The author's signature is verified before a package is published

    @kind:obey @req:R-FS-03 @tp:TP-FS-03-1
    Scenario Outline: A package <shape>
      Given a Firmware server that believes the author
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row      | shape                                      |
        | one      | with one payload                           |
        | two      | that two authors signed                    |
        | stranger | that a stranger signed beside the author   |

    @kind:attack @req:R-FS-03 @tp:TP-FS-03-2
    Scenario Outline: A package <flaw>
      Given a Firmware server that believes the author
      And the author has published package 1
      When somebody publishes package 2 <flaw>
      Then the server refuses it once, because of NotAuthentic
      And package 2 is neither listed nor served

      Examples:
        | row      | flaw                                         |
        | none     | that nobody signed                           |
        | stranger | that a stranger signed                       |
        | name     | that a stranger signed in the author's name  |
        | second   | that the second author signed                |
        | bit      | whose signature was altered                  |
        | other    | with the signature of another package        |

  Rule: A package is a SUIT envelope of the profile

    @kind:obey @req:R-GEN-19 @tp:TP-FS-G19-1
    Scenario: Every right package of the vectors
      Given a Firmware server that believes the author
      When the author publishes package 1 with its payload inside
      Then the author learns that package 1 is published
      And every right package of the vectors is taken in

    @kind:attack @req:R-GEN-19 @tp:TP-FS-G19-2
    Scenario: Every package of the vectors outside of the profile
      Given a Firmware server that believes the author
      And the author has published package 1
      When the author publishes the packages outside of the profile of the vectors
      Then each of them is refused
      And nothing has changed in the catalogue

    @kind:attack @req:R-GEN-19 @tp:TP-FS-G19-3
    Scenario: A shared key in place of a signature
      Given a Firmware server that believes the author
      And the author has published package 1
      When somebody publishes package 2 authenticated with a shared key
      Then the server refuses it once, because of UnsupportedFormat
      And package 2 is neither listed nor served

    @kind:attack @req:R-GEN-19 @tp:TP-FS-G19-4
    Scenario: An installation that was left out
      Given a Firmware server that believes the author
      And the author has published package 1 with an installation beside the manifest
      When somebody publishes a divided package 2 without its installation
      Then the server refuses it once, because of SeveredSectionInvalid
      And package 2 is neither listed nor served

  Rule: A manifest says for which vendor and class it is

    @kind:obey @req:R-GEN-20 @tp:TP-FS-G20-1
    Scenario Outline: A package <shape> is listed for it
      Given a Firmware server that believes the author
      And the author has published package 1
      When the author publishes package 2 <shape>
      And the author uploads the payload of package 2
      Then the catalogue lists package 1, package 2 and nothing else

      Examples:
        | row    | shape              |
        | class  | for another class  |
        | vendor | for another vendor |

    @kind:attack @req:R-GEN-20 @tp:TP-FS-G20-2
    Scenario: Every package of the vectors without a vendor or class condition
      Given a Firmware server that believes the author
      And the author has published package 1
      When the author publishes the packages without a vendor or class condition of the vectors
      Then each of them is refused
      And nothing has changed in the catalogue

  Rule: A manifest holds digest and size of every payload

    @kind:obey @req:R-GEN-22 @tp:TP-FS-G22-1
    Scenario: The author learns digest and size of each payload that is missing
      Given a Firmware server that believes the author
      When the author publishes package 1 with sixteen payloads
      Then the author learns that package 1 is staged and what it misses

    @kind:attack @req:R-GEN-22 @tp:TP-FS-G22-2
    Scenario: Every package of the vectors without digest or size of a payload
      Given a Firmware server that believes the author
      And the author has published package 1
      When the author publishes the packages without digest or size of a payload of the vectors
      Then each of them is refused
      And nothing has changed in the catalogue

  Rule: The manifest digest names the update, and nothing else does

    @kind:obey @req:R-GEN-13 @tp:TP-FS-G13-1
    Scenario Outline: The same manifest <manner> is the same package
      Given a Firmware server that believes the author
      And the author has published package 1 <shape>
      When the author publishes package 1 once more <manner>
      Then the author learns that package 1 is published
      And the catalogue lists package 1 and nothing else

      Examples:
        | row       | shape                         | manner                  |
        | text      | with text beside the manifest | without its text        |
        | signature | with one payload              | with a second signature |
        | beside    | with its payload inside       | with its payload beside |

    @kind:attack @req:R-GEN-13 @tp:TP-FS-G13-2
    Scenario Outline: The digest of the envelope means nothing: <act>
      Given a Firmware server that believes the author
      And the author has published package 1 with its payload inside
      When <act> what the digest of the envelope of package 1 names
      Then the server refuses it once, because of NotAvailable
      And package 1 is listed and served as the author made it

      Examples:
        | row      | act                           |
        | envelope | a Status tracker asks for     |
        | withdraw | the author withdraws          |

  Rule: Two algorithms, each bound to its key

    @kind:obey @req:R-GEN-12 @tp:TP-FS-G12-1
    Scenario Outline: A package <shape>
      Given a Firmware server that believes several authors
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row     | shape                              |
        | ed25519 | with one payload                   |
        | esp256  | that the author signed with ESP256 |

    @kind:attack @req:R-GEN-12 @tp:TP-FS-G12-2
    Scenario Outline: A package <flaw>
      Given a Firmware server that believes several authors
      And the author has published package 1 that the author signed with ESP256
      When somebody publishes package 2 <flaw>
      Then the server refuses it once, because of NotAuthentic or UnsupportedAlgorithm
      And package 2 is neither listed nor served

      Examples:
        | row     | flaw                                              |
        | esp256  | signed with ESP256 in the name of the Ed25519 key |
        | ed25519 | signed with Ed25519 in the name of the ESP256 key |

  Rule: Several trust anchors at once

    @kind:obey @req:R-GEN-27 @tp:TP-FS-G27-1
    Scenario: The second author of several
      Given a Firmware server that believes several authors
      And the author has published package 1
      When the author publishes package 2 that the second author signed
      And the author uploads the payload of package 2
      Then package 2 is listed and served as the author made it

    @kind:attack @req:R-GEN-27 @tp:TP-FS-G27-2
    Scenario: A stranger beside several authors
      Given a Firmware server that believes several authors
      And the author has published package 1 that the second author signed
      When somebody publishes package 2 that a stranger signed
      Then the server refuses it once, because of NotAuthentic
      And package 2 is neither listed nor served
