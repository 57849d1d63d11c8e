@role:status-tracker @clause:fleet-limits
Feature: A campaign stops, pauses, waits and repeats as its plan says
  Failures stop a campaign by themselves; the operator pauses and resumes it; attempts are repeated after a pause and a bounded number of times; and no more
  members are under way at once than the plan allows.

  Background:
    Given a Status tracker with one Firmware server
    And 5 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: Failures stop a campaign

    @req:R-ST-43 @kind:obey
    @tp:TP-ST-43-1
    Scenario Outline: <failing> of 5 members fail, with <words>
      Given a campaign for sequence number 8 with <words> is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When <failing> of those offered fail sequence number 8 because of <code>
      Then the campaign is Paused because of <reason>
      And the members of the campaign are <failing> failed, <others> under way

      Examples:
        | row      | words                         | failing | others | code           | reason       |
        | first    | a stop at 1 failure           | 1       | 4      | ImageTooLarge  | FailureCount |
        | second   | a stop at 2 failures          | 2       | 3      | SelfTestFailed | FailureCount |
        | share    | a stop at 40 percent of failures | 2    | 3      | SelfTestFailed | FailureShare |
        | rounded  | a stop at 21 percent of failures | 2    | 3      | ImageTooLarge  | FailureShare |

    @req:R-ST-43 @kind:obey
    @tp:TP-ST-43-2
    Scenario: A member whose attempts are used up has failed
      Given a campaign for sequence number 8 with a stop at 1 failure and with at most 2 attempts is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the first device has failed sequence number 8 because of StorageFailed, as it said itself
      When the first device fails sequence number 8 once more because of StorageFailed
      Then the campaign is Paused because of FailureCount

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-3
    Scenario Outline: One failure too few, with <words>
      Given a campaign for sequence number 8 with <words> is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When 1 of those offered fails sequence number 8 because of SelfTestFailed
      Then the campaign is Running
      And the members of the campaign are 1 failed, 4 under way

      Examples:
        | row   | words                            |
        | count | a stop at 2 failures             |
        | share | a stop at 21 percent of failures |

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-4
    Scenario: Somebody else says that a member has failed
      Given a campaign for sequence number 8 with a stop at 1 failure is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When a stranger signs that one of those offered has failed sequence number 8 because of SelfTestFailed
      Then the campaign is Running
      And the members of the campaign are 5 under way

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-5
    Scenario: A failure that passes and is tried again is none yet
      Given a campaign for sequence number 8 with a stop at 1 failure and with at most 2 attempts is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When 1 of those offered fails sequence number 8 because of StorageFailed
      Then the campaign is Running
      And the members of the campaign are 1 waiting, 4 under way

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-6
    Scenario: What was stopped offers nothing any more
      Given a campaign for sequence number 8 with a stop at 1 failure is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has failed sequence number 8 because of SelfTestFailed
      And the campaign has become Paused because of FailureCount
      When every device checks in
      Then 0 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-7
    Scenario: What the operator has forgiven does not hide the next failure
      Given a campaign for sequence number 8 with a stop at 1 failure is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has failed sequence number 8 because of SelfTestFailed
      And the campaign has become Paused because of FailureCount
      And the operator has resumed the campaign
      When 1 of those offered fails sequence number 8 because of SelfTestFailed
      Then the campaign is Paused because of FailureCount

  Rule: The operator pauses and resumes

    @req:R-ST-44 @kind:obey
    @tp:TP-ST-44-1
    Scenario Outline: A pause while the device says that <saying>
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that <saying>
      When the operator pauses the campaign
      And the first device checks in
      Then the device is told that it is up to date
      And the record of the first device is in phase <phase>
      And the members of the campaign are 1 under way, 4 waiting

      Examples:
        | row       | saying                               | phase       |
        | accepted  | it accepted sequence number 8        | Accepted    |
        | receiving | it has 64 bytes of sequence number 8 | Downloading |
        | verifies  | it verifies sequence number 8        | Downloaded  |
        | verified  | it has verified sequence number 8    | Verified    |

    @req:R-ST-44 @kind:obey
    @tp:TP-ST-44-2
    Scenario Outline: It goes on after the pause when the device says that <saying>
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that <saying>
      And the operator has paused the campaign
      When the operator resumes the campaign
      And the first device checks in
      Then the device is told to go on with sequence number 8
      And the campaign is Running

      Examples:
        | row       | saying                               |
        | accepted  | it accepted sequence number 8        |
        | receiving | it has 64 bytes of sequence number 8 |
        | verified  | it has verified sequence number 8    |

    @req:R-ST-44 @kind:obey
    @tp:TP-ST-44-3
    Scenario Outline: What is installing goes on in a pause: <saying>
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the operator has paused the campaign
      When the first device says that <saying>
      Then the device is told to go on with sequence number 8

      Examples:
        | row         | saying                              |
        | installs    | it installs sequence number 8       |
        | awaits-boot | it will boot sequence number 8 next |
        | trial       | it tries sequence number 8          |

    @req:R-ST-44 @kind:obey
    @tp:TP-ST-44-4
    Scenario: An update that ends in a pause is recorded
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it tries sequence number 8
      And the operator has paused the campaign
      When the first device says that it runs sequence number 8, confirmed
      Then the update of the first device to sequence number 8 is completed
      And the members of the campaign are 1 confirmed, 4 waiting

    @req:R-ST-44 @kind:attack
    @tp:TP-ST-44-5
    Scenario: Who waits gets nothing in a pause
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the operator has paused the campaign
      When every device checks in
      Then 0 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-44 @kind:attack
    @tp:TP-ST-44-6
    Scenario: Who has gone on by itself is not told to go on
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the operator has paused the campaign
      When the first device says that it has verified sequence number 8
      Then the device is told that it is up to date
      And the record of the first device is in phase Verified

    @req:R-ST-44 @kind:attack
    @tp:TP-ST-44-7
    Scenario: A pause is no end of the update
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And the operator has paused the campaign
      When the first device checks in
      Then the record of the first device has 64 bytes of sequence number 8
      And the record of the first device has no result

  Rule: Attempts are repeated

    @req:R-ST-45 @kind:obey
    @tp:TP-ST-45-1
    Scenario Outline: After <failures> failures and <seconds> seconds, with pauses of <pauses> seconds
      Given a campaign for sequence number 8 with pauses of <pauses> seconds is running
      And the first device has failed sequence number 8 <failures> times because of StorageFailed, each after its pause of <each> seconds
      When <seconds> seconds pass
      And the first device checks in
      Then the device is offered sequence number 8

      Examples:
        | row     | pauses  | failures | each | seconds |
        | first   | 4 to 60 | 1        | 5    | 5       |
        | doubled | 4 to 60 | 2        | 5    | 9       |
        | longest | 4 to 6  | 2        | 5    | 7       |

    @req:R-ST-45 @kind:attack
    @tp:TP-ST-45-2
    Scenario Outline: After <failures> failures and <seconds> seconds only, with pauses of <pauses> seconds
      Given a campaign for sequence number 8 with pauses of <pauses> seconds is running
      And the first device has failed sequence number 8 <failures> times because of StorageFailed, each after its pause of <each> seconds
      When <seconds> seconds pass
      And the first device checks in
      Then the device is told that it is up to date
      And the members of the campaign are 5 waiting

      Examples:
        | row     | pauses  | failures | each | seconds |
        | at-once | 4 to 60 | 1        | 5    | 0       |
        | first   | 4 to 60 | 1        | 5    | 2       |
        | doubled | 4 to 60 | 2        | 5    | 6       |
        | longest | 4 to 6  | 2        | 5    | 4       |

    @req:R-ST-45 @kind:attack
    @tp:TP-ST-45-3
    Scenario Outline: No attempt is left for <code>, with <words>
      Given a campaign for sequence number 8 with <words> is running
      And the first device has failed sequence number 8 because of <code>, as it said itself
      When 9 seconds pass
      And the first device checks in
      Then the device is told that it is up to date
      And the members of the campaign are 1 failed, 4 waiting

      Examples:
        | row     | words                                            | code           |
        | one     | at most 1 attempt                                | StorageFailed  |
        | code    | at most 5 attempts and with 1 attempt after StorageFailed | StorageFailed |
        | never   | at most 5 attempts and with 0 attempts after StorageFailed | StorageFailed |
        | lasting | at most 5 attempts and with 5 attempts after SelfTestFailed | SelfTestFailed |

    @req:R-ST-45 @kind:obey
    @tp:TP-ST-45-4
    Scenario: A code with a rule of its own leaves the others alone
      Given a campaign for sequence number 8 with at most 2 attempts and with 1 attempt after PayloadDigestMismatch is running
      And the first device has failed sequence number 8 because of StorageFailed, as it said itself
      When the first device checks in
      Then the device is offered sequence number 8

  Rule: So many at once

    @req:R-ST-46 @kind:obey
    @tp:TP-ST-46-1
    Scenario Outline: At most <most> at once
      Given a campaign for sequence number 8 with at most <most> members at once is running
      When every device checks in
      Then <offered> of the devices are offered sequence number 8, the others nothing
      And the members of the campaign are <members>

      Examples:
        | row  | most | offered | members                |
        | one  | 1    | 1       | 1 under way, 4 waiting |
        | two  | 2    | 2       | 2 under way, 3 waiting |
        | many | 9    | 5       | 5 under way            |

    @req:R-ST-46 @kind:obey
    @tp:TP-ST-46-2
    Scenario: The next member follows when one has ended
      Given a campaign for sequence number 8 with at most 2 members at once is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the members of the campaign are 1 confirmed, 2 under way, 2 waiting

    @req:R-ST-46 @kind:attack
    @tp:TP-ST-46-3
    Scenario: Who waits asks again and again
      Given a campaign for sequence number 8 with at most 2 members at once is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 2 of those offered have said that it has 64 bytes of sequence number 8
      And 2 of the devices were offered sequence number 8, the others nothing
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-46 @kind:attack
    @tp:TP-ST-46-4
    Scenario: A restart makes no room
      Given a campaign for sequence number 8 with at most 2 members at once is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And the Status tracker has crashed and started again
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-46 @kind:attack
    @tp:TP-ST-46-5
    Scenario: A stranger in a member's name takes no place
      Given a campaign for sequence number 8 with at most 1 member at once is running
      And 1 of the devices was offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      When a Communicator relays a report of the fifth device that a stranger signed, saying that it rests
      And the second device checks in
      Then the device is offered sequence number 8
