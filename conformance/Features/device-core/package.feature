@role:device-core @clause:package
Feature: The Device core takes packages of the profile
  A package is a SUIT envelope, signed by its author. What the profile does not list is refused by name before anything of it is executed. The published packages
  are those of the test vectors.

  Rule: Published packages that are wrong are refused with their codes

    @kind:attack
    Scenario Outline: Each of the published set "<set>"
      Given a Device core that is what the published packages are for
      And it has accepted a package with sequence number 7, which was then cancelled
      When the Communicator delivers each of the wrong packages of the published set "<set>"
      Then each is refused with the code for its fault, and nothing has changed

      @req:R-DC-07 @tp:TP-DC-07-3 @profile:Secure
      Examples:
        | row          | set                 |
        | signatures   | signatures          |

      @req:R-DC-08 @tp:TP-DC-08-3 @profile:Secure
      Examples:
        | row          | set                 |
        | digests      | digests             |

      @req:R-DC-44 @tp:TP-DC-44-3 @profile:Secure
      Examples:
        | row          | set                 |
        | algorithms   | algorithms          |

      @req:R-DC-12 @tp:TP-DC-12-2 @profile:Secure
      Examples:
        | row          | set                 |
        | commands     | commands            |
        | structure    | structure           |

      @req:R-DC-09 @tp:TP-DC-09-3 @profile:Secure
      Examples:
        | row          | set                 |
        | vendors      | vendors             |

      @req:R-DC-13 @tp:TP-DC-13-3 @profile:Secure
      Examples:
        | row          | set                 |
        | sizes        | sizes               |

      @req:R-GEN-19 @tp:TP-DC-G19-2 @profile:Secure
      Examples:
        | row          | set                 |
        | envelopes    | envelopes           |

      @req:R-GEN-20 @tp:TP-DC-G20-2 @profile:Secure
      Examples:
        | row          | set                 |
        | conditions   | conditions          |

      @req:R-GEN-22 @tp:TP-DC-G22-2 @profile:Secure
      Examples:
        | row          | set                 |
        | payloads     | payloads            |

    @req:R-DC-43 @kind:attack @tp:TP-DC-43-2 @profile:Secure
    Scenario: Published packages whose integrated payload differs
      Given a Device core that is what the published packages are for
      And it has accepted a package with sequence number 7, which was then cancelled
      When the Communicator delivers each of the wrong packages of the published set "integrated payloads"
      Then each is refused with the code for its fault, and nothing has changed

  Rule: Published packages that are right are accepted

    @kind:obey
    Scenario Outline: Each of the published set "<set>" is accepted
      Given a Device core that is what the published packages are for
      When the Communicator delivers each of the published set "<set>" to a new device
      Then each is accepted

      @req:R-GEN-19 @tp:TP-DC-G19-1
      Examples:
        | row        | set              |
        | right      | right            |

      @req:R-GEN-20 @tp:TP-DC-G20-1
      Examples:
        | row        | set              |
        | conditions | right conditions |

      @req:R-GEN-25 @tp:TP-DC-G25-1
      Examples:
        | row        | set              |
        | text       | right text       |

    @kind:obey
    Scenario Outline: Each of the published set "<set>" is accepted where both authors are trusted
      Given a Device core that is what the published packages are for and trusts both their authors
      When the Communicator delivers each of the published set "<set>" to a new device
      Then each is accepted

      @req:R-GEN-26 @tp:TP-DC-G26-1
      Examples:
        | row        | set                    |
        | signatures | right signatures       |

      @req:R-GEN-12 @tp:TP-DC-G12-1
      Examples:
        | row        | set                    |
        | algorithm  | right second algorithm |

    @kind:obey
    Scenario Outline: Each of the published set "<set>" is accepted where the device can do that
      Given a Device core that is what the published packages are for
      When the Communicator delivers each of the published set "<set>" to a new device
      Then each is accepted

      @req:R-DC-42 @tp:TP-DC-42-1
      Examples:
        | row        | set                       |
        | components | right components          |

      @req:R-DC-43 @tp:TP-DC-43-1
      Examples:
        | row        | set                       |
        | integrated | right integrated payloads |

  Rule: A manifest says what is supported, and the device has what it names

    @req:R-DC-12 @kind:obey @tp:TP-DC-12-1
    Scenario: Commands, parameters and a component that every device supports
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 for this vendor and class
      Then the Device core accepts the package

    @req:R-DC-12 @kind:attack @tp:TP-DC-12-3
    Scenario Outline: In profile <profile> a package <flaw>
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      And what its slots hold is known
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of UnsupportedComponent
      And no slot has changed
      And no update is under way

      Examples:
        | row    | profile | flaw                             |
        | other  | Secure  | for another component            |
        | more   | Secure  | for a component more than it has |
        | core   | Core    | for another component            |

    @req:R-GEN-19 @kind:attack @tp:TP-DC-G19-3
    Scenario Outline: In profile <profile> a package <flaw>, which is no envelope of the profile
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 <flaw>
      Then the Device core refuses it because of MalformedManifest or UnsupportedFormat
      And no update is under way

      Examples:
        | row       | profile | flaw                               |
        | garbage   | Secure  | that is no envelope                |
        | truncated | Secure  | whose envelope ends in the middle  |
        | core      | Core    | that is no envelope                |

  Rule: The digest and the size of every payload stand under the author's signature

    @req:R-GEN-22 @kind:obey @tp:TP-DC-G22-1
    Scenario: What is received is what the author signed
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends the whole image
      Then it reports the image as verified

  Rule: An update is identified by the manifest digest alone

    @req:R-GEN-13 @kind:obey @tp:TP-DC-G13-1
    Scenario: Another set of signatures is the same update
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers the package under way in an envelope beside whose signature stands one of a stranger
      Then it wants the block behind what was acknowledged
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-GEN-13 @kind:attack @tp:TP-DC-G13-2
    Scenario: The same number is not the same update
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers another package with sequence number 8
      Then the Device core refuses it because of Busy

    @req:R-GEN-13 @kind:attack @tp:TP-DC-G13-3
    Scenario: A directive for a package that it does not hold needs the envelope
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a directive for sequence number 9 without its envelope
      Then the Device core refuses it because of MissingElement
      And no update is under way

  Rule: Text is for people; nothing is decided on it

    @req:R-GEN-25 @kind:obey @tp:TP-DC-G25-2
    Scenario Outline: A package <how>
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 <how>
      Then the Device core accepts the package

      Examples:
        | row     | how                               |
        | present | with text for people              |
        | severed | whose text was severed on the way |

  Rule: One valid signature of a trusted author suffices

    @req:R-GEN-26 @kind:obey @tp:TP-DC-G26-2
    Scenario: A stranger has signed as well
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 beside whose signature stands one of a stranger
      Then the Device core accepts the package

  Rule: Several trust anchors are accepted at once

    @req:R-GEN-27 @kind:obey @tp:TP-DC-G27-1
    Scenario Outline: A package <how>
      Given a Device core that trusts two authors and runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 <how>
      Then the Device core accepts the package

      Examples:
        | row    | how                              |
        | first  | that its author signed           |
        | second | that another trusted author signed |
        | both   | that both trusted authors signed |

  Rule: Two algorithms are supported, and each is bound to its key

    @req:R-GEN-12 @kind:attack @tp:TP-DC-G12-2 @profile:Secure
    Scenario: Published packages whose algorithm is not that of the key
      Given a Device core that is what the published packages are for and trusts both their authors
      And it has accepted a package with sequence number 7, which was then cancelled
      When the Communicator delivers each of the wrong packages of the published set "algorithms"
      Then each is refused with the code for its fault, and nothing has changed

  Rule: An image of several components is one update

    @req:R-DC-42 @kind:obey @tp:TP-DC-42-2
    Scenario: Two components are verified, installed and confirmed together
      Given a Device core with the components firmware and radio that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the update goes on to its end
      Then it runs sequence number 8, confirmed

    @req:R-DC-42 @kind:attack @tp:TP-DC-42-3
    Scenario: One bit of one component is wrong
      Given a Device core with the components firmware and radio that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends the image with one bit of the next block changed
      Then the update to sequence number 8 ended with PayloadDigestMismatch
      And it runs sequence number 7, confirmed

  Rule: A payload may come inside the envelope

    @req:R-DC-43 @kind:obey @tp:TP-DC-43-3
    Scenario: Nothing is left to be transferred
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a sound package with sequence number 8 with its payload inside the envelope
      And the update goes on to its end
      Then it runs sequence number 8, confirmed
