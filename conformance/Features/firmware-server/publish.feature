@role:firmware-server @clause:publish
Feature: The Firmware server publishes complete packages, in order
  A package goes out when all of it is here, and only forward in its sequence numbers. A published package with its payload is the positive control of
  the attacks: the author, the key and the transfer are right, and only the flaw of the scenario is new.

  Background:
    Given a Firmware server that believes the author

  Rule: A package is published only when every payload of it is here, with the signed digest and size

    @kind:obey @req:R-FS-04 @tp:TP-FS-04-1
    Scenario Outline: A package <shape>
      When the author publishes package 1 <shape>
      And the author uploads the payloads of package 1
      Then package 1 was listed after its last payload and not before
      And package 1 is listed and served as the author made it

      Examples:
        | row      | shape                                  |
        | one      | with one payload                       |
        | three    | with three payloads                    |
        | sixteen  | with sixteen payloads                  |
        | divided  | with one payload inside and one beside |

    @kind:obey @req:R-FS-04 @tp:TP-FS-04-2
    Scenario: A package that brings its payload is complete at once
      When the author publishes package 1 with its payload inside
      Then the author learns that package 1 is published
      And package 1 is listed and served as the author made it

    @kind:obey @req:R-FS-04 @tp:TP-FS-04-3
    Scenario: The author learns what is missing
      When the author publishes package 1 with three payloads
      Then the author learns that package 1 is staged and what it misses
      And package 1 is neither listed nor served

    @kind:obey @req:R-FS-04 @tp:TP-FS-04-4
    Scenario: A payload that is here for another package
      Given the author has published package 1
      When the author publishes package 2 with the payload of package 1
      Then the author learns that package 2 is published
      And package 2 is listed and served as the author made it

    @kind:obey @req:R-FS-04 @tp:TP-FS-04-5
    Scenario: A payload that comes before its envelope does no harm
      When the author uploads the payload of package 1 before its envelope
      And the author publishes package 1
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

    @kind:attack @req:R-FS-04 @tp:TP-FS-04-6
    Scenario Outline: Something else in place of a payload: <upload>
      Given the author has published package 1
      And the author has staged package 2
      When the author uploads <upload> as payload of package 2
      Then the server refuses the upload because of PayloadDigestMismatch
      And package 2 is neither listed nor served
      And package 2 can still be completed

      Examples:
        | row     | upload                |
        | other   | other bytes           |
        | bit     | one bit changed       |
        | shorter | its last byte missing |
        | nothing | nothing               |

    @kind:attack @req:R-FS-04 @tp:TP-FS-04-7
    Scenario: Only one of three payloads
      Given the author has published package 1 with three payloads
      And the author has staged package 2 with three payloads
      When the author uploads the first payload of package 2
      Then package 2 is neither listed nor served

    @kind:attack @req:R-FS-04 @tp:TP-FS-04-8
    Scenario Outline: A manifest <flaw>
      Given the author has published package 1
      When the author publishes package 2 <flaw>
      And the author tries to upload the payload of package 2
      Then package 2 is neither listed nor served

      Examples:
        | row  | flaw                                            |
        | more | that states one byte more than its payload has |
        | less | that states one byte less than its payload has |

    @kind:attack @req:R-FS-04 @tp:TP-FS-04-9
    Scenario: The payload of another package under a wrong size
      Given the author has published package 1
      When the author publishes package 2 with the payload of package 1, that states one byte more than its payload has
      Then package 2 is neither listed nor served

    @kind:attack @req:R-FS-04 @tp:TP-FS-04-10
    Scenario Outline: A package <flaw>
      Given the author has published package 1 with its payload inside
      When somebody publishes a complete package 2 <flaw>
      Then the server refuses it once, because of PayloadDigestMismatch
      And package 2 is neither listed nor served

      Examples:
        | row     | flaw                                    |
        | altered | whose payload inside was altered        |
        | longer  | whose payload inside has one byte more |
        | shorter | whose payload inside has one byte less |

  Rule: What the author uploads is bounded

    @kind:obey @req:R-FS-13 @tp:TP-FS-13-1
    Scenario Outline: A payload of <size> bytes
      When the author publishes package 1 of <size> bytes
      And the author uploads the payload of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row   | size   |
        | one   | 1      |
        | block | 262144 |
        | more  | 262145 |

    @kind:attack @req:R-FS-13 @tp:TP-FS-13-2
    Scenario Outline: More than the package states: <upload>
      Given the author has published package 1
      And the author has staged package 2
      When the author uploads <upload> as payload of package 2
      Then the server refuses the upload because of TooMuchData or LimitExceeded
      And package 2 is neither listed nor served
      And package 2 can still be completed

      Examples:
        | row  | upload               |
        | byte | one byte more        |
        | all  | all of it twice      |
        | more | half a megabyte more |

    @kind:attack @req:R-FS-13 @tp:TP-FS-13-3
    Scenario: An envelope that is too large to be distributed
      Given the author has published package 1 whose envelope has 65536 bytes
      When the author publishes package 2 whose envelope has 65537 bytes
      Then the server refuses it once, because of LimitExceeded or MalformedManifest
      And package 2 is neither listed nor served

    @kind:attack @req:R-FS-13 @tp:TP-FS-13-4
    Scenario Outline: An envelope <flaw>
      Given the author has published package 1
      When somebody publishes package 2 <flaw>
      Then the server refuses it once, because of LimitExceeded or MalformedManifest
      And package 2 is neither listed nor served

      Examples:
        | row        | flaw                    |
        | signatures | with nine signatures    |
        | payloads   | with 33 payloads inside |

  Rule: A repeated request to publish has the same answer and no effect

    @kind:obey @req:R-FS-11 @tp:TP-FS-11-1
    Scenario Outline: A package <shape>, published three times
      When the author publishes package 1 <shape>
      And the author publishes package 1 2 times
      Then the last 3 answers say the same
      And the catalogue lists <listed> and nothing else

      Examples:
        | row      | shape                   | listed    |
        | complete | with its payload inside | package 1 |

    @kind:obey @req:R-FS-11 @tp:TP-FS-11-2
    Scenario: A staged package, published three times
      When the author publishes package 1 with two payloads
      And the author publishes package 1 2 times
      Then the last 3 answers say the same
      And package 1 is neither listed nor served
      And package 1 can still be completed

    @kind:attack @req:R-FS-11 @tp:TP-FS-11-3
    Scenario: The answer was lost in a crash
      Given the author has published package 1
      And the server crashed and was started again
      When the author publishes package 1
      Then the author learns that package 1 is published
      And the catalogue lists package 1 and nothing else

    @kind:attack @req:R-FS-11 @tp:TP-FS-11-4
    Scenario: An older package, published once more after a newer one
      Given the author has published package 1
      And the author has published package 2
      When the author publishes package 1
      Then the author learns that package 1 is published
      And the catalogue lists package 1, package 2 and nothing else

    @kind:attack @req:R-FS-11 @tp:TP-FS-11-5
    Scenario: The withdrawal was lost, and comes again
      Given the author has published package 1
      And the author has withdrawn package 1
      When the author withdraws package 1
      Then the author learns that package 1 is withdrawn
      And package 1 is neither listed nor served

  Rule: Sequence numbers of one vendor and class go forward

    @kind:obey @req:R-FS-06 @tp:TP-FS-06-1
    Scenario Outline: Sequence number <number> follows 7
      Given the author has published package 7
      When the author publishes package <number>
      And the author uploads the payload of package <number>
      Then package <number> is listed and served as the author made it
      And package 7 is listed and served as the author made it

      Examples:
        | row     | number               |
        | next    | 8                    |
        | far     | 4294967304           |
        | largest | 18446744073709551615 |

    @kind:obey @req:R-FS-06 @tp:TP-FS-06-2
    Scenario Outline: A lower sequence number <whose>
      Given the author has published package 7
      When the author publishes package 6 <whose>
      And the author uploads the payload of package 6
      Then package 6 is listed and served as the author made it

      Examples:
        | row    | whose              |
        | class  | for another class  |
        | vendor | for another vendor |

    @kind:attack @req:R-FS-06 @tp:TP-FS-06-3
    Scenario Outline: Sequence number <number> after 7
      Given the author has published package 7
      When the author publishes package <number>
      Then the server refuses it once, because of RolledBack
      And package <number> is neither listed nor served
      And the catalogue lists package 7 and nothing else

      Examples:
        | row  | number |
        | less | 6      |
        | zero | 0      |

    @kind:attack @req:R-FS-06 @tp:TP-FS-06-4
    Scenario: A lower sequence number after a withdrawal
      Given the author has published package 7
      And the author has withdrawn package 7
      When the author publishes package 6
      Then the server refuses it once, because of RolledBack
      And package 6 is neither listed nor served

    @kind:attack @req:R-FS-06 @tp:TP-FS-06-5
    Scenario: A lower sequence number after a crash
      Given the author has published package 7
      And the server crashed and was started again
      When the author publishes package 6
      Then the server refuses it once, because of RolledBack
      And package 6 is neither listed nor served

    @kind:attack @req:R-FS-06 @tp:TP-FS-06-6
    Scenario: A package that is overtaken while its payload is on the way
      Given the author has staged package 6
      And the author has published package 7
      When the author tries to upload the payload of package 6
      And the author publishes package 6 2 times
      Then package 6 is neither listed nor served
      And the catalogue lists package 7 and nothing else

  Rule: A sequence number stands for one package

    @kind:obey @req:R-FS-05 @tp:TP-FS-05-1
    Scenario: The same package again
      Given the author has published package 7
      When the author publishes package 7
      Then the author learns that package 7 is published
      And package 7 is listed and served as the author made it

    @kind:obey @req:R-FS-05 @tp:TP-FS-05-2
    Scenario Outline: The same sequence number <whose>
      Given the author has published package 7
      When the author publishes another package 7 <whose>
      And the author uploads the payload of another package 7
      Then another package 7 is listed and served as the author made it
      And package 7 is listed and served as the author made it

      Examples:
        | row    | whose              |
        | class  | for another class  |
        | vendor | for another vendor |

    @kind:attack @req:R-FS-05 @tp:TP-FS-05-3
    Scenario: Another package with the sequence number of a published one
      Given the author has published package 7
      When the author publishes another package 7
      Then the server refuses it once, because of SameNumberOtherManifest
      And another package 7 is neither listed nor served
      And package 7 is listed and served as the author made it

    @kind:attack @req:R-FS-05 @tp:TP-FS-05-4
    Scenario: Another package with the sequence number of a withdrawn one
      Given the author has published package 7
      And the author has withdrawn package 7
      When the author publishes another package 7
      Then the server refuses it once, because of SameNumberOtherManifest
      And another package 7 is neither listed nor served

    @kind:attack @req:R-FS-05 @tp:TP-FS-05-5
    Scenario: Another package with the sequence number of an older one
      Given the author has published package 6
      And the author has published package 7
      When the author publishes another package 6
      Then the server refuses it once, because of SameNumberOtherManifest or RolledBack
      And another package 6 is neither listed nor served

    @kind:attack @req:R-FS-05 @tp:TP-FS-05-6
    Scenario: Two packages with one sequence number are staged, and both payloads come
      Given the author has staged another package 7
      And the author has published package 7
      When the author tries to upload the payload of another package 7
      And the author publishes another package 7 2 times
      Then another package 7 is neither listed nor served
      And package 7 is listed and served as the author made it
