@role:status-tracker @clause:offer
Feature: The Status tracker offers its devices the newest package
  A device is directed to the highest sequence number that is published for its vendor and class, never back, and by a signed word that counts for this
  device, this package and this report only.

  Rule: The highest number for vendor and class

    @req:R-ST-09 @kind:obey
    @tp:TP-ST-09-1
    Scenario: One package is published
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is offered sequence number 8
      And the record of the device is in phase Announced
      And the record of the device has sequence number 8 as its only target

    @req:R-ST-09 @kind:obey
    @tp:TP-ST-09-2
    Scenario: The highest of several numbers, in whatever order they are listed
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the Firmware server publishes a package with sequence number 10
      And the Firmware server publishes a package with sequence number 9
      When the device checks in
      Then the device is offered sequence number 10

    @req:R-ST-09 @kind:obey
    @tp:TP-ST-09-3
    Scenario: A device in profile Core
      Given a Status tracker with one Firmware server
      And the device is enrolled in profile Core and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-09 @kind:attack
    @tp:TP-ST-09-4
    Scenario Outline: A higher number <peculiarity>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the Firmware server publishes a package with sequence number 9 <peculiarity>
      And the device checks in
      Then the device is offered sequence number 8
      And the record of the device has sequence number 8 as its only target

      Examples:
        | row    | peculiarity        |
        | vendor | for another vendor |
        | class  | for another class  |

  Rule: Directives are bound

    @req:R-ST-10 @kind:obey
    @tp:TP-ST-10-5
    Scenario: A directive names device, package and report, and ends
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-10 @kind:obey
    @tp:TP-ST-10-1
    Scenario: Two devices get two directives
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the other device checks in
      Then the device is offered sequence number 8

    @req:R-ST-10 @kind:obey
    @tp:TP-ST-10-2
    Scenario: Each report gets a directive of its own
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-10 @kind:attack
    @tp:TP-ST-10-3
    Scenario Outline: No directive for a report <flaw>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When a Communicator relays a report of the device <flaw>, saying that it rests
      Then no directive goes out
      And it is refused because of ReportNotAuthentic
      And the record of the device is as before

      Examples:
        | row          | flaw                                |
        | stranger     | that a stranger signed              |
        | other-device | that another enrolled device signed |
        | contents     | whose contents were changed         |

    @req:R-ST-10 @kind:attack
    @tp:TP-ST-10-4
    Scenario: No second directive for one report
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When a Communicator relays the last report of the device once more
      Then no directive goes out
      And it is refused because of StaleReport

  Rule: Never back

    @req:R-ST-29 @kind:obey
    @tp:TP-ST-29-1
    Scenario Outline: A device that runs <running> where 8 is published
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number <running>
      And the Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is told that it is up to date

      Examples:
        | row | running |
        | 8   | 8       |
        | 9   | 9       |

    @req:R-ST-29 @kind:attack
    @tp:TP-ST-29-2
    Scenario: The number of the confirmed image on another package
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 8
      And the other device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8 with other contents
      And the other device has checked in
      When the device checks in
      Then the device is told that it is up to date

    @req:R-ST-29 @kind:attack
    @tp:TP-ST-29-3
    Scenario: The newer package is withdrawn and an older one is published
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has completed the update to sequence number 8
      When the Firmware server withdraws the package with sequence number 8
      And the Firmware server publishes a package with sequence number 6
      And the device checks in
      Then the device is told that it is up to date

  Rule: Two packages with one number

    @req:R-ST-23 @kind:obey
    @tp:TP-ST-23-1
    Scenario: The same package on two servers is no conflict
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the second Firmware server publishes a package with sequence number 8
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-23 @kind:obey
    @tp:TP-ST-23-2
    Scenario: A conflict ends with the withdrawal of one of the two
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the second Firmware server publishes a package with sequence number 9
      And the first Firmware server publishes a package with sequence number 9 with other contents
      When the second Firmware server withdraws the package with sequence number 9
      And the second Firmware server publishes a package with sequence number 10
      And the device checks in
      Then the device is offered sequence number 10

    @req:R-ST-23 @kind:attack
    @tp:TP-ST-23-3
    Scenario Outline: Two packages with one number, the other one on <server>
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When <server> publishes a package with sequence number 8 with other contents
      And the device checks in
      Then the device is told that it is up to date

      Examples:
        | row    | server                     |
        | first  | the first Firmware server  |
        | second | the second Firmware server |

    @req:R-ST-23 @kind:attack
    @tp:TP-ST-23-4
    Scenario Outline: A conflict at the highest number, on <server>, leaves the number below
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the first Firmware server publishes a package with sequence number 9
      And <server> publishes a package with sequence number 9 with other contents
      And the device checks in
      Then the device is offered sequence number 8

      Examples:
        | row    | server                     |
        | first  | the first Firmware server  |
        | second | the second Firmware server |

  Rule: What failed

    @req:R-ST-16 @kind:obey
    @tp:TP-ST-16-1
    Scenario Outline: A package that failed for a passing reason, <reason>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      When the device fails sequence number 8 again and again because of <reason>
      Then sequence number 8 was offered as often as attempts are allowed

      Examples:
        | row                   | reason                |
        | PayloadDigestMismatch | PayloadDigestMismatch |
        | StorageFailed         | StorageFailed         |
        | RestartedDuringTrial  | RestartedDuringTrial  |

    @req:R-ST-16 @kind:obey
    @tp:TP-ST-16-2
    Scenario: A newer package after a lasting failure
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has failed sequence number 8 because of SelfTestFailed, as it said itself
      When the Firmware server publishes a package with sequence number 9
      And the device checks in
      Then the device is offered sequence number 9

    @req:R-ST-16 @kind:attack
    @tp:TP-ST-16-3
    Scenario Outline: A package that failed for a lasting reason, <reason>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has failed sequence number 8 because of <reason>, as it said itself
      When the device checks in
      Then the device is told that it is up to date
      And the next report of the device is answered with no update

      Examples:
        | row            | reason         |
        | SelfTestFailed | SelfTestFailed |
        | TrialExpired   | TrialExpired   |
        | ImageTooLarge  | ImageTooLarge  |

    @req:R-ST-16 @kind:attack
    @tp:TP-ST-16-4
    Scenario: A restart of the tracker renews no attempts
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has failed sequence number 8 all but one of the allowed times because of StorageFailed
      When the Status tracker crashes and starts again
      And the device fails sequence number 8 again and again because of StorageFailed
      Then sequence number 8 was offered once

    @req:R-ST-16 @kind:attack
    @tp:TP-ST-16-5
    Scenario: A restart of the tracker forgives no lasting failure
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has failed sequence number 8 because of SelfTestFailed, as it said itself
      When the Status tracker crashes and starts again
      And the device checks in
      Then the device is told that it is up to date

  Rule: The manifest is the update

    @req:R-GEN-13 @kind:obey
    @tp:TP-ST-G13-1
    Scenario: One manifest in two envelopes is one update
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the second Firmware server publishes a package with sequence number 8 in another envelope
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-GEN-13 @kind:obey
    @tp:TP-ST-G13-2
    Scenario: An update goes on when its envelope is another one
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the second Firmware server publishes a package with sequence number 8 in another envelope
      And the first Firmware server withdraws the package with sequence number 8
      And the second Firmware server publishes a package with sequence number 6
      And the device says that it has 128 bytes of sequence number 8
      Then the record of the device has 128 bytes of sequence number 8

    @req:R-GEN-13 @kind:attack
    @tp:TP-ST-G13-3
    Scenario: The number alone is not the update
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the other device has completed the update to sequence number 8
      And the device was offered sequence number 8
      When the device says that it runs another package with sequence number 8, confirmed
      Then no update of the device is completed
