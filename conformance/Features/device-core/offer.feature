@role:device-core @clause:offer
Feature: The Device core decides whether it takes an offered package
  It decides alone, and every neighbour may lie: only a newer, authentic package for this device is taken, and in profile Secure only when the Status tracker
  agrees. An update that succeeds on the same device is the positive control of what is refused; only the flaw of the scenario is new.

  Rule: What is right is accepted

    @kind:obey
    Scenario Outline: A package with sequence number <offered> may follow 7
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number <offered>
      Then the Device core accepts the package

      @req:R-DC-04 @tp:TP-DC-04-1
      Examples:
        | row  | offered    |
        | next | 8          |

      @req:R-DC-06 @tp:TP-DC-06-1
      Examples:
        | row  | offered    |
        | far  | 4294967303 |

    @req:R-DC-05 @kind:obey @tp:TP-DC-05-1
    Scenario: The confirmed package may come again
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers the package with sequence number 8 once more
      Then the Device core believes it
      And it runs sequence number 8, confirmed
      And no update is under way

    @kind:obey
    Scenario Outline: A sound package <how>
      Given a Device core that trusts two authors and runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 <how>
      Then the Device core accepts the package

      @req:R-DC-07 @tp:TP-DC-07-1
      Examples:
        | row      | how                               |
        | signed   | that its author signed            |

      @req:R-DC-08 @tp:TP-DC-08-1
      Examples:
        | row      | how                               |
        | severed  | whose text was severed on the way |

      @req:R-DC-09 @tp:TP-DC-09-1
      Examples:
        | row      | how                               |
        | vendor   | for this vendor and class         |

      @req:R-DC-10 @tp:TP-DC-10-1
      Examples:
        | row      | how                               |
        | class    | for this vendor and class         |

      @req:R-DC-11 @tp:TP-DC-11-1
      Examples:
        | row      | how                               |
        | device   | for this very device              |

      @req:R-DC-44 @tp:TP-DC-44-1
      Examples:
        | row      | how                               |
        | anchor   | that its author signed            |

    @req:R-DC-13 @kind:obey @tp:TP-DC-13-1
    Scenario: An image may fill a slot
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8 whose image fills a slot
      Then the Device core accepts the package

    @kind:obey
    Scenario Outline: The directive of its Status tracker makes it take the package <row>
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9
      Then the Device core accepts the package

      @req:R-DC-15 @tp:TP-DC-15-1
      Examples:
        | row          |
        | signed       |

      @req:R-DC-16 @tp:TP-DC-16-1
      Examples:
        | row          |
        | fresh        |

      @req:R-DC-18 @tp:TP-DC-18-1
      Examples:
        | row          |
        | of that name |

    @req:R-DC-17 @kind:obey @tp:TP-DC-17-1
    Scenario: A directive that is still valid
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8 with a directive that is valid for 5 seconds more
      Then the Device core accepts the package

    @req:R-DC-16 @kind:obey @tp:TP-DC-16-2
    Scenario: A wrong directive does not cost the right one its nonce
      Given a Device core in profile Secure that runs sequence number 7
      And its outstanding nonce is known
      When the Communicator delivers a package with sequence number 8 with a directive that a stranger signed
      And the Communicator delivers a package with sequence number 8 with the directive for that nonce
      Then the Device core accepts the package

    @req:R-DC-14 @kind:obey @tp:TP-DC-14-1
    Scenario: It begins to write when it has accepted the manifest
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9
      And the Communicator sends 1 block of the image
      Then one slot has been written
      And it still runs sequence number 8, confirmed, when the power has failed

  Rule: Packages go forward only

    @kind:attack
    Scenario Outline: In profile <profile> a package with sequence number <offered> may not follow 8
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number <offered>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-04 @tp:TP-DC-04-2
      Examples:
        | row      | profile | offered              | code              |
        | zero     | Secure  | 0                    | RolledBack        |
        | lower    | Secure  | 6                    | RolledBack        |
        | former   | Secure  | 7                    | RolledBack        |
        | core     | Core    | 7                    | RolledBack        |

      @req:R-DC-06 @tp:TP-DC-06-2
      Examples:
        | row      | profile | offered              | code              |
        | one-more | Secure  | 4294967305           | NumberTooFarAhead |
        | largest  | Secure  | 18446744073709551615 | NumberTooFarAhead |
        | core     | Core    | 4294967305           | NumberTooFarAhead |

    @req:R-DC-05 @kind:attack @tp:TP-DC-05-2
    Scenario Outline: In profile <profile> another package with the number of the confirmed image
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers another package with sequence number 8
      Then the Device core refuses it because of SameNumberOtherManifest
      And it runs sequence number 8, confirmed
      And no update is under way

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

  Rule: A package is for this device and from its author

    @kind:attack
    Scenario Outline: In profile <profile> a package <flaw>
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-09 @tp:TP-DC-09-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | core      | Core    | for another vendor                                          | WrongVendor                          |
        | secure    | Secure  | for another vendor                                          | WrongVendor                          |

      @req:R-DC-10 @tp:TP-DC-10-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | core      | Core    | for another class                                           | WrongClass                           |
        | secure    | Secure  | for another class                                           | WrongClass                           |

      @req:R-DC-11 @tp:TP-DC-11-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | core      | Core    | for another device                                          | WrongDevice                          |
        | secure    | Secure  | for another device                                          | WrongDevice                          |

      @req:R-DC-07 @tp:TP-DC-07-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | unsigned  | Secure  | that nobody signed                                          | NotAuthentic                         |
        | stranger  | Secure  | that another author signed                                  | NotAuthentic                         |
        | altered   | Secure  | whose signature was altered                                 | NotAuthentic                         |
        | malformed | Secure  | that another author signed and whose manifest is malformed  | NotAuthentic                         |
        | core      | Core    | that another author signed                                  | NotAuthentic                         |

      @req:R-DC-08 @tp:TP-DC-08-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | core      | Core    | whose manifest was altered                                  | ManifestDigestMismatch               |
        | secure    | Secure  | whose manifest was altered                                  | ManifestDigestMismatch               |

      @req:R-DC-44 @tp:TP-DC-44-2
      Examples:
        | row       | profile | flaw                                                        | code                                 |
        | stranger  | Core    | that another author signed                                  | NotAuthentic                         |
        | tracker   | Secure  | that its Status tracker signed                              | NotAuthentic                         |
        | algorithm | Secure  | whose signature calls itself EdDSA                          | UnsupportedAlgorithm or NotAuthentic |

    @req:R-DC-13 @kind:attack @tp:TP-DC-13-2
    Scenario Outline: In profile <profile> an image that is <excess> byte larger than a slot
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9 whose image is <excess> byte larger than a slot
      Then the Device core refuses it because of ImageTooLarge
      And no slot has changed
      And it runs sequence number 8, confirmed
      And no update is under way

      Examples:
        | row    | profile | excess |
        | core   | Core    | 1      |
        | secure | Secure  | 1      |

    @req:R-DC-14 @kind:attack @tp:TP-DC-14-2 @profile:Secure
    Scenario Outline: Nothing is written of a package <flaw>
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9 <flaw>
      And the Communicator sends the first block of sequence number 9
      Then no slot has changed
      And no update is under way
      And it still runs sequence number 8, confirmed, when the power has failed

      Examples:
        | row      | flaw                                    |
        | stranger | that another author signed              |
        | vendor   | for another vendor                      |
        | altered  | whose manifest was altered              |
        | tracker  | with a directive that a stranger signed |

  Rule: The Status tracker agrees, for this device, this package and this moment

    @kind:attack
    Scenario Outline: A package <flaw>
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-15 @tp:TP-DC-15-2
      Examples:
        | row      | flaw                                         | code                        |
        | none     | without a directive                          | DirectiveMissing            |
        | stranger | with a directive that a stranger signed      | DirectiveNotAuthentic       |
        | author   | with a directive that its author signed      | DirectiveNotAuthentic       |
        | altered  | with a directive that was altered            | DirectiveNotAuthentic       |
        | report   | with a directive that is signed as a report  | DirectiveNotAuthentic       |

      @req:R-DC-11 @tp:TP-DC-11-3 @profile:Secure
      Examples:
        | row      | flaw                                         | code                        |
        | directed | with a directive to another device           | WrongDevice                 |

      @req:R-DC-16 @tp:TP-DC-16-3
      Examples:
        | row      | flaw                                         | code                        |
        | other    | with a directive for another nonce           | StaleNonce                  |
        | zeros    | with a directive for a nonce of zeros        | StaleNonce                  |

      @req:R-DC-17 @tp:TP-DC-17-2
      Examples:
        | row      | flaw                                         | code                        |
        | ended    | with a directive whose validity has ended    | DirectiveExpired            |

      @req:R-DC-18 @tp:TP-DC-18-2
      Examples:
        | row      | flaw                                         | code                        |
        | other    | with a directive for another package         | DirectiveNamesOtherManifest |

    @req:R-DC-16 @kind:attack @tp:TP-DC-16-4
    Scenario: A directive counts once
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers once more, byte for byte, what it delivered last
      Then the Device core refuses it because of StaleNonce
      And it runs sequence number 8, confirmed
      And no update is under way

    @req:R-DC-16 @kind:attack @tp:TP-DC-16-5
    Scenario: A directive counts once, also while its own update is under way
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers once more, byte for byte, what it delivered last
      Then the Device core refuses it because of StaleNonce
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-DC-15 @kind:attack @tp:TP-DC-15-3
    Scenario: Published directives that are not the tracker's for now
      Given a Device core with sequence number 7 to which the published directives are addressed
      And it has accepted a package with sequence number 8, which was then cancelled
      When the Communicator delivers each of the published directives with a package with sequence number 8
      Then each is refused with the code for its fault, and nothing has changed

  Rule: The protection holds without any protection of the link

    @req:R-GEN-16 @kind:obey @tp:TP-DC-G16-1
    Scenario: An update over an open link
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the update goes on to its end
      Then it runs sequence number 8, confirmed

    @req:R-GEN-16 @kind:attack @tp:TP-DC-G16-2 @profile:Secure
    Scenario: Whoever changes one bit on the way gets nothing accepted
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 again and again, with one bit changed on the way
      Then each is refused with a reason, and nothing has changed
