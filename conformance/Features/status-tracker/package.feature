@role:status-tracker @clause:package
Feature: The Status tracker offers packages of its authors
  A tracker that verifies author's signatures spares its devices what they would refuse.

  Rule: Only what its author signed

    @req:R-ST-24 @kind:obey
    @tp:TP-ST-24-1
    Scenario: A package that its author signed
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      When the Firmware server publishes a package with sequence number 8
      And the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-24 @kind:attack
    @tp:TP-ST-24-2
    Scenario Outline: A package <flaw>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the Firmware server publishes a package with sequence number 9 <flaw>
      And the device checks in
      Then the device is offered sequence number 8

      Examples:
        | row            | flaw                                      |
        | unsigned       | that nobody signed                        |
        | stranger       | that a stranger signed                    |
        | signature      | whose signature was changed               |
        | manifest       | whose manifest was changed                |
        | other-envelope | whose envelope is that of another package |
        | cut-off        | whose envelope is cut off                 |

  Rule: Several authors, and two kinds of keys

    @req:R-GEN-27 @kind:obey
    @tp:TP-ST-G27-1
    Scenario: Packages of two authors, one after the other
      Given a Status tracker that trusts two authors
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the Firmware server publishes a package with sequence number 9 of the second author
      And the device checks in
      Then the device is offered sequence number 9

    @req:R-GEN-12 @kind:obey
    @tp:TP-ST-G12-2
    Scenario: A package that is signed with ESP256
      Given a Status tracker that trusts two authors
      And the device is enrolled and runs sequence number 7
      When the Firmware server publishes a package with sequence number 8 of the second author
      And the device checks in
      Then the device is offered sequence number 8
