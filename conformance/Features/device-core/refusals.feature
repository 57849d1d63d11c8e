@role:device-core @clause:offer
Feature: The Device core refuses packages that it must not install
  The Device core is the last line of defence: only a newer, intact, authentic package for this device is taken up. The update in the background
  is the positive control: author, Status tracker and transfer are right, and only the flaw of the scenario is new.

  Background:
    Given a Device core in profile Secure that runs sequence number 7
    And it has updated itself to sequence number 8

  Rule: Packages go forward only

    @kind:obey
    @tp:TP-DC-01
    Scenario Outline: A package with sequence number <offered> may follow 8
      When the Communicator delivers a package with sequence number <offered>
      Then the Device core accepts the package

      @req:R-DC-04
      Examples:
        | offered    |
        | 9          |

      @req:R-DC-06
      Examples:
        | offered    |
        | 4294967304 |

    @kind:attack
    @tp:TP-DC-02
    Scenario Outline: A package with sequence number <offered> may not follow 8
      When the Communicator delivers a package with sequence number <offered>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-04
      Examples:
        | offered    | code            |
        | 0          | RolledBack      |
        | 6          | RolledBack      |
        | 7          | RolledBack      |

      @req:R-DC-06
      Examples:
        | offered    | code            |
        | 4294967305 | NumberTooFarAhead |

    @kind:attack @req:R-DC-05
    @tp:TP-DC-03
    Scenario: Another package with the number of the confirmed image
      When the Communicator delivers another package with sequence number 8
      Then the Device core refuses it because of SameNumberOtherManifest
      And it runs sequence number 8, confirmed
      And no update is under way

  @kind:attack
  Rule: A package is for this device and from its author

    @tp:TP-DC-04
    Scenario Outline: A package <flaw>
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-09
      Examples:
        | flaw                         | code                   |
        | for another vendor           | WrongVendor            |

      @req:R-DC-10
      Examples:
        | flaw                         | code                   |
        | for another class            | WrongClass             |

      @req:R-DC-11
      Examples:
        | flaw                         | code                   |
        | for another device           | WrongDevice            |

      @req:R-DC-07
      Examples:
        | flaw                         | code                   |
        | that nobody signed           | NotAuthentic           |
        | that another author signed   | NotAuthentic           |
        | whose signature was altered  | NotAuthentic           |

      @req:R-DC-08
      Examples:
        | flaw                         | code                   |
        | whose manifest was altered   | ManifestDigestMismatch |

    @req:R-DC-13
    @tp:TP-DC-05
    Scenario: An image that does not fit
      When the Communicator delivers a package with sequence number 9 whose image is 1 byte larger than a slot
      Then the Device core refuses it because of ImageTooLarge
      And it runs sequence number 8, confirmed
      And no update is under way

  @kind:attack
  Rule: The Status tracker agrees, for this device, this package and this moment

    @tp:TP-DC-06
    Scenario Outline: A package <flaw>
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of <code>
      And it runs sequence number 8, confirmed
      And no update is under way

      @req:R-DC-15
      Examples:
        | flaw                                      | code                        |
        | without a directive                       | DirectiveMissing            |
        | with a directive that a stranger signed   | DirectiveNotAuthentic       |
        | with a directive that was altered         | DirectiveNotAuthentic       |

      @req:R-DC-11
      Examples:
        | flaw                                      | code                        |
        | with a directive to another device        | WrongDevice                 |

      @req:R-DC-16
      Examples:
        | flaw                                      | code                        |
        | with a directive for another nonce        | StaleNonce                  |

      @req:R-DC-17
      Examples:
        | flaw                                      | code                        |
        | with a directive whose validity has ended | DirectiveExpired            |

      @req:R-DC-18
      Examples:
        | flaw                                      | code                        |
        | with a directive for another package      | DirectiveNamesOtherManifest |

    @req:R-DC-16
    @tp:TP-DC-07
    Scenario: A directive counts once
      When the Communicator delivers once more what it delivered for that update
      Then the Device core refuses it because of StaleNonce
      And it runs sequence number 8, confirmed
      And no update is under way
