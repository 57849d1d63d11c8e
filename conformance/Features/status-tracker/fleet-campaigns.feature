@role:status-tracker @clause:fleet-campaigns
Feature: A campaign decides what its devices are offered
  A package for which a campaign is planned goes to nobody but the members whom the campaign permits. Who is a member follows from the package, the tags of the
  device and the list in the plan.

  Background:
    Given a Status tracker with one Firmware server
    And 3 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: Members only

    @req:R-ST-36 @kind:obey
    @tp:TP-ST-36-1
    Scenario: Every device of the class is a member
      Given a campaign for sequence number 8 is running
      When every device checks in
      Then 3 of the devices are offered sequence number 8, the others nothing

    @req:R-ST-36 @kind:obey
    @tp:TP-ST-36-2
    Scenario: A package without a campaign is offered as before
      Given the Firmware server publishes a package with sequence number 9
      And a campaign for sequence number 8 is running
      When every device checks in
      Then 3 of the devices are offered sequence number 9, the others nothing

    @req:R-ST-36 @kind:attack
    @tp:TP-ST-36-3
    Scenario: Who is no member gets nothing
      Given a campaign for sequence number 8 with the first device alone is running
      And the first device was offered sequence number 8
      When the second device checks in
      Then the device is told that it is up to date
      And the record of the second device is in phase Enrolled

    @req:R-ST-36 @kind:attack
    @tp:TP-ST-36-4
    Scenario: Who is no member of the newest gets an older package that it may have
      Given the Firmware server publishes a package with sequence number 9
      And a campaign for sequence number 9 with the first device alone is running
      And the first device was offered sequence number 9
      When the second device checks in
      Then the device is offered sequence number 8

  Rule: Tags and lists

    @req:R-ST-37 @kind:obey
    @tp:TP-ST-37-1
    Scenario Outline: A device with <tags> is a member of '<expression>'
      Given the operator has named the tags <tags> for the first device
      And a campaign for sequence number 8 with members tagged '<expression>' is running
      When the first device checks in
      Then the device is offered sequence number 8

      Examples:
        | row          | tags                   | expression                |
        | one          | beta                   | beta                      |
        | all          | site=lab, beta         | site=lab & beta           |
        | alternative  | canary                 | site=lab & beta \| canary |
        | negated      | site=lab               | site=lab & !beta          |
        | without-any  | site=lab               |                           |

    @req:R-ST-37 @kind:attack
    @tp:TP-ST-37-2
    Scenario Outline: A device with <tags> is no member of '<expression>'
      Given the operator has named the tags <tags> for the first device
      And the operator has named the tags <right> for the second device
      And a campaign for sequence number 8 with members tagged '<expression>' is running
      And the second device was offered sequence number 8
      When the first device checks in
      Then the device is told that it is up to date

      Examples:
        | row          | tags           | right          | expression                |
        | other        | alpha          | beta           | beta                      |
        | part         | site=lab       | site=lab, beta | site=lab & beta           |
        | excluded     | site=lab, beta | site=lab       | site=lab & !beta          |
        | prefix       | site=laboratory | site=lab      | site=lab                  |
        | letter-case  | Beta           | beta           | beta                      |
        | no-way       | beta           | canary         | site=lab & beta \| canary |

    @req:R-ST-37 @kind:obey
    @tp:TP-ST-37-3
    Scenario: The last tags count, over a restart
      Given the operator has named the tags alpha for the first device
      And the operator has named the tags beta, site=lab for the first device
      When the Status tracker crashes and starts again
      Then the first device has the tags beta, site=lab

    @req:R-ST-37 @kind:attack
    @tp:TP-ST-37-4
    Scenario Outline: Tags that are none: <flaw>
      Given the operator has named the tags alpha for the first device
      When the operator names tags for the first device, <flaw>
      Then it is refused because of MalformedMessage
      And the first device has the tags alpha

      Examples:
        | row       | flaw                   |
        | empty     | an empty one           |
        | blank     | one with a blank       |
        | ampersand | one with an ampersand  |
        | twice     | one twice              |

    @req:R-ST-37 @kind:obey
    @tp:TP-ST-37-5
    Scenario: A device becomes a member by its tags while the campaign runs
      Given the operator has named the tags beta for the first device
      And a campaign for sequence number 8 with members tagged 'beta' is running
      And the first device was offered sequence number 8
      When the operator names the tags beta for the third device
      And every device checks in
      Then 2 of the devices are offered sequence number 8, the others nothing
      And the members of the campaign are 2 under way

    @req:R-ST-37 @kind:attack
    @tp:TP-ST-37-6
    Scenario: A device that is on the list but lacks the tag, and one that has the tag but is not on the list
      Given the operator has named the tags beta for the first device
      And the operator has named the tags beta for the third device
      And a campaign for sequence number 8 with members tagged 'beta' and with the second device and the third device alone is running
      And the third device was offered sequence number 8
      When every device checks in
      Then 1 of the devices is offered sequence number 8, the others nothing

  Rule: Plans

    @req:R-ST-38 @kind:obey
    @tp:TP-ST-38-1
    Scenario Outline: A sound plan with <words>
      When the operator plans a campaign for sequence number 8 with <words>
      Then the campaign is planned
      And there is the campaign and no other

      Examples:
        | row      | words                                                                             |
        | waves    | waves of 1/10/100 percent and with a share of 90 percent                          |
        | limits   | a stop at 2 failures and with a stop at 10 percent of failures and with at most 2 members at once |
        | retries  | at most 5 attempts and with pauses of 60 to 3600 seconds and with 1 attempt after StorageFailed |
        | window   | a window of 60 minutes that opens in 120 minutes                                  |
        | group    | members tagged 'site=lab & !beta \| canary' and with the first device alone       |

    @req:R-ST-38 @kind:attack
    @tp:TP-ST-38-2
    Scenario Outline: A plan with <words>
      Given the operator has planned a campaign for sequence number 8
      When the operator plans another campaign for sequence number 8 with <words>
      Then it is refused because of MalformedMessage
      And there is the campaign and no other

      Examples:
        | row          | words                      |
        | none         | no wave                    |
        | falling      | waves of 50/10/100 percent |
        | equal        | waves of 10/10/100 percent |
        | zero         | waves of 0/100 percent     |
        | not-all      | waves of 10/50 percent     |
        | open-end     | members tagged 'beta &'    |
        | double       | members tagged 'a && b'    |
        | no-tag       | members tagged 'a \| !'    |
        | odd          | members tagged 'a (b)'     |

    @req:R-ST-38 @kind:attack
    @tp:TP-ST-38-3
    Scenario: A plan for a package that nobody publishes
      Given the operator has planned a campaign for sequence number 8
      When the operator plans another campaign for a package that nobody publishes
      Then it is refused because of NotAvailable
      And there is the campaign and no other

    @req:R-ST-38 @kind:attack
    @tp:TP-ST-38-4
    Scenario: A plan for a package in conflict
      Given the operator has planned a campaign for sequence number 8
      And the Firmware server publishes a package with sequence number 9
      And the Firmware server publishes a package with sequence number 9 with other contents
      When the operator plans another campaign for sequence number 9
      Then it is refused because of NotAvailable
      And there is the campaign and no other

  Rule: Orders

    @req:R-ST-39 @kind:obey
    @tp:TP-ST-39-1
    Scenario: A draft is started
      Given the operator has planned a campaign for sequence number 8
      When the operator starts the campaign
      Then the campaign is Running
      And the next report of the first device is answered with sequence number 8

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-2
    Scenario: A draft offers nothing, and neither does the package without it
      Given the first device was offered sequence number 8
      And the Firmware server publishes a package with sequence number 9
      And the operator has planned a campaign for sequence number 9
      When every device checks in
      Then 3 of the devices are offered sequence number 8, the others nothing
      And the campaign is Draft

    @req:R-ST-39 @kind:obey
    @tp:TP-ST-39-3
    Scenario: A draft is given up
      Given the operator has planned a campaign for sequence number 8
      When the operator aborts the campaign
      Then the campaign is Aborted

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-4
    Scenario Outline: The operator <orders> a draft
      Given the operator has planned a campaign for sequence number 8
      When the operator <orders> the campaign
      Then it is refused because of NotNow
      And the campaign is Draft

      Examples:
        | row    | orders  |
        | pause  | pauses  |
        | resume | resumes |

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-5
    Scenario Outline: The operator <orders> a running campaign
      Given a campaign for sequence number 8 is running
      When the operator <orders> the campaign
      Then it is refused because of NotNow
      And the campaign is Running

      Examples:
        | row    | orders  |
        | start  | starts  |
        | resume | resumes |

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-6
    Scenario Outline: The operator <orders> a paused campaign
      Given a campaign for sequence number 8 is running
      And the operator has paused the campaign
      When the operator <orders> the campaign
      Then it is refused because of NotNow
      And the campaign is Paused because of Operator

      Examples:
        | row   | orders |
        | start | starts |
        | pause | pauses |

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-7
    Scenario Outline: The operator <orders> a finished campaign
      Given a campaign for sequence number 8 is running
      And 3 of the devices were offered sequence number 8, the others nothing
      And 3 of those offered have completed the update to sequence number 8
      And the campaign has become Finished
      When the operator <orders> the campaign
      Then it is refused because of NotNow
      And the campaign is Finished

      Examples:
        | row    | orders  |
        | start  | starts  |
        | pause  | pauses  |
        | resume | resumes |

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-8
    Scenario Outline: The operator <orders> an aborted campaign
      Given a campaign for sequence number 8 is running
      And the operator has aborted the campaign
      When the operator <orders> the campaign
      Then it is refused because of NotNow
      And the campaign is Aborted

      Examples:
        | row    | orders  |
        | start  | starts  |
        | pause  | pauses  |
        | resume | resumes |
        | abort  | aborts  |

    @req:R-ST-39 @kind:attack
    @tp:TP-ST-39-9
    Scenario Outline: The operator <orders> what nobody planned
      Given a campaign for sequence number 8 is running
      When the operator <orders> a campaign that nobody planned
      Then it is refused because of NotAvailable
      And there is the campaign and no other

      Examples:
        | row    | orders  |
        | start  | starts  |
        | pause  | pauses  |
        | resume | resumes |
        | abort  | aborts  |

  Rule: Never back

    @req:R-ST-42 @kind:obey
    @tp:TP-ST-42-1
    Scenario: A member with an older image is offered the package
      Given the device is enrolled and runs sequence number 6
      And a campaign for sequence number 8 is running
      When the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-42 @kind:attack
    @tp:TP-ST-42-2
    Scenario Outline: A member with <has> image
      Given the device is enrolled and runs sequence number <number>
      And the device was told that it is up to date
      And a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      When the device checks in
      Then the device is told that it is up to date

      Examples:
        | row   | has          | number |
        | newer | a newer      | 9      |
        | same  | the same     | 8      |
        | far   | a much newer | 4000   |

    @req:R-ST-42 @kind:attack
    @tp:TP-ST-42-3
    Scenario: A member that got a newer package by itself while the campaign ran
      Given a campaign for sequence number 8 is running
      And the first device was offered sequence number 8
      And the first device has said that it runs sequence number 9, confirmed
      When the first device checks in
      Then the device is told that it is up to date
      And the members of the campaign are 2 waiting, 1 left
