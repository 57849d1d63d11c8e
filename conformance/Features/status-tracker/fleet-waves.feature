@role:status-tracker @clause:fleet-waves
Feature: A campaign goes in waves, which open on confirmed updates only
  A wave holds its percentage of the members, rounded up. Which members these are is the tracker's choice; how many, and that the others get nothing, is not.

  Background:
    Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
    And 5 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: Open waves only

    @req:R-ST-40 @kind:obey
    @tp:TP-ST-40-1
    Scenario Outline: Waves of <waves> percent begin with <first>
      Given a campaign for sequence number 8 with waves of <waves> percent is running
      When every device checks in
      Then <first> of the devices are offered sequence number 8, the others nothing
      And the campaign has waves of <sizes> members

      Examples:
        | row        | waves    | first | sizes |
        | all        | 100      | 5     | 5     |
        | exact      | 20/100   | 1     | 1/4   |
        | rounded-up | 21/100   | 2     | 2/3   |
        | least      | 1/100    | 1     | 1/4   |
        | most       | 99/100   | 5     | 5/0   |
        | three      | 40/60/100 | 2    | 2/1/2 |

    @req:R-ST-40 @kind:attack
    @tp:TP-ST-40-2
    Scenario: Who is not in an open wave asks again and again
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 2 of the devices were offered sequence number 8, the others nothing
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the campaign has 1 open wave
      And the members of wave 2 of the campaign are 3 waiting

    @req:R-ST-40 @kind:attack
    @tp:TP-ST-40-3
    Scenario: A second campaign for the same package opens its own waves only
      Given a campaign for sequence number 8 with waves of 20/100 percent and with the first device and the second device and the third device alone is running
      And 1 of the devices was offered sequence number 8, the others nothing
      And another campaign for sequence number 8 with the fourth device alone is running
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing

  Rule: Confirmed updates open the next wave

    @req:R-ST-41 @kind:obey
    @tp:TP-ST-41-1
    Scenario: The first wave has confirmed
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      When 2 of those offered complete the update to sequence number 8
      Then the campaign has 2 open waves
      And the members of wave 1 of the campaign are 2 confirmed
      And the members of wave 2 of the campaign are 3 waiting

    @req:R-ST-41 @kind:obey
    @tp:TP-ST-41-2
    Scenario: The demanded share of the first wave has confirmed, and the next one is offered the package
      Given a campaign for sequence number 8 with waves of 40/60/100 percent and with a share of 50 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the campaign has 2 open waves

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-3
    Scenario Outline: Nothing less opens the next wave: <saying>
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      When 2 of those offered say that <saying>
      Then the campaign has 1 open wave
      And the members of the campaign are 2 under way, 3 waiting

      Examples:
        | row         | saying                                                                  |
        | accepted    | it accepted sequence number 8                                           |
        | received    | it verifies sequence number 8                                           |
        | verified    | it has verified sequence number 8                                       |
        | installs    | it installs sequence number 8                                           |
        | awaits-boot | it will boot sequence number 8 next                                     |
        | trial       | it tries sequence number 8                                              |
        | unconfirmed | it runs sequence number 8 and has confirmed the former one              |

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-4
    Scenario: One confirmation too few
      Given a campaign for sequence number 8 with waves of 60/100 percent and with a share of 67 percent is running
      And 3 of the devices were offered sequence number 8, the others nothing
      When 2 of those offered complete the update to sequence number 8
      Then the campaign has 1 open wave

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-5
    Scenario: Somebody else says that a member has confirmed
      Given a campaign for sequence number 8 with waves of 20/100 percent is running
      And 1 of the devices was offered sequence number 8, the others nothing
      When a stranger signs that one of those offered has completed sequence number 8
      Then the campaign has 1 open wave
      And the members of the campaign are 1 under way, 4 waiting

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-6
    Scenario: A confirmed update that was undone again counts no more
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8, and runs the former image again
      When 1 of those offered completes the update to sequence number 8
      Then the campaign has 1 open wave

    @req:R-ST-41 @kind:obey
    @tp:TP-ST-41-7
    Scenario: The last wave has confirmed
      Given a campaign for sequence number 8 with waves of 20/100 percent is running
      And 1 of the devices was offered sequence number 8, the others nothing
      And 1 of those offered has completed the update to sequence number 8
      And 4 of the devices were offered sequence number 8, the others nothing
      When 4 of those offered complete the update to sequence number 8
      Then the campaign is Finished
      And the members of the campaign are 5 confirmed

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-8
    Scenario: The share is reached in the last wave while a member is under way
      Given a campaign for sequence number 8 with a share of 50 percent is running
      And 5 of the devices were offered sequence number 8, the others nothing
      When 4 of those offered complete the update to sequence number 8
      Then the campaign is Running
      And the members of the campaign are 4 confirmed, 1 under way

    @req:R-ST-41 @kind:attack
    @tp:TP-ST-41-9
    Scenario: What the operator has forgiven opens nothing once it is taken up again
      Given a campaign for sequence number 8 with waves of 80/100 percent and with a share of 75 percent is running
      And 4 of the devices were offered sequence number 8, the others nothing
      And the last 2 of those offered have become silent
      And the operator has paused the campaign
      And the operator has resumed the campaign
      And the silent ones of those offered have come back
      When 2 of those offered complete the update to sequence number 8
      Then the campaign has 1 open wave

  Rule: Silent members

    @req:R-ST-53 @kind:obey
    @tp:TP-ST-53-1
    Scenario: A silent member does not keep a campaign from its end
      Given a campaign for sequence number 8 with a share of 80 percent is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the last 1 of those offered has become silent
      When 4 of those offered complete the update to sequence number 8
      Then the campaign is Finished
      And the members of the campaign are 4 confirmed, 1 silent

    @req:R-ST-53 @kind:obey
    @tp:TP-ST-53-2
    Scenario: A silent member does not keep the next wave from being opened once the operator has seen it
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And the last 1 of those offered has become silent
      And 1 of those offered has completed the update to sequence number 8
      And the campaign has become Paused because of ShareMissed
      When the operator resumes the campaign
      Then the campaign is Running
      And the campaign has 2 open waves

    @req:R-ST-53 @kind:obey
    @tp:TP-ST-53-3
    Scenario: A silent member is taken up when it reports, though the campaign is over
      Given a campaign for sequence number 8 with a share of 80 percent is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the last 1 of those offered has become silent
      And 4 of those offered have completed the update to sequence number 8
      And the campaign has become Finished
      When one of the silent ones checks in
      Then the device is offered sequence number 8

    @req:R-ST-53 @kind:attack
    @tp:TP-ST-53-4
    Scenario: Silence is no confirmation
      Given a campaign for sequence number 8 with waves of 40/100 percent and with a share of 50 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      When the last 2 of those offered become silent
      Then the campaign has 1 open wave
      And the members of the campaign are 2 silent, 3 waiting

    @req:R-ST-53 @kind:attack
    @tp:TP-ST-53-5
    Scenario: A silent member is not out of its wave
      Given a campaign for sequence number 8 with waves of 80/100 percent is running
      And 4 of the devices were offered sequence number 8, the others nothing
      And the last 2 of those offered have become silent
      When one of the silent ones checks in
      Then the device is offered sequence number 8
      And the members of the campaign are 3 under way, 1 silent, 1 waiting

    @req:R-ST-43 @kind:attack
    @tp:TP-ST-43-8
    Scenario: A silent member that was forgiven fails when it comes back
      Given a campaign for sequence number 8 with a stop at 1 failure is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the last 1 of those offered has become silent
      And the operator has paused the campaign
      And the operator has resumed the campaign
      And the silent ones of those offered have come back
      When the fifth device fails sequence number 8 once more because of SelfTestFailed
      Then the campaign is Paused because of FailureCount

  Rule: A restart opens and closes nothing

    @req:R-ST-54 @kind:obey
    @tp:TP-ST-54-1
    Scenario: A running campaign goes on where it stood
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And 2 of those offered have completed the update to sequence number 8
      When the Status tracker crashes and starts again
      Then the campaign is Running
      And the campaign has 2 open waves
      And the campaign has waves of 2/3 members
      And the members of the campaign are 2 confirmed, 3 waiting

    @req:R-ST-54 @kind:attack
    @tp:TP-ST-54-2
    Scenario: A restart opens no wave
      Given a campaign for sequence number 8 with waves of 40/100 percent is running
      And 2 of the devices were offered sequence number 8, the others nothing
      And the Status tracker has crashed and started again
      When every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the campaign has 1 open wave

    @req:R-ST-54 @kind:attack
    @tp:TP-ST-54-3
    Scenario: A restart resumes nothing, and gives up nothing
      Given a campaign for sequence number 8 is running
      And 5 of the devices were offered sequence number 8, the others nothing
      And the operator has paused the campaign
      And the Status tracker has crashed and started again
      When every device checks in
      Then 0 of the devices are offered sequence number 8, the others nothing
      And the campaign is Paused because of Operator

    @req:R-ST-54 @kind:attack
    @tp:TP-ST-54-4
    Scenario: A restart starts no draft
      Given a campaign for sequence number 8 with the first device alone is running
      And the first device was offered sequence number 8
      And the operator has planned another campaign for sequence number 8
      And the Status tracker has crashed and started again
      When every device checks in
      Then 1 of the devices is offered sequence number 8, the others nothing
      And the other campaign is Draft
