@role:status-tracker @clause:fleet-audit
Feature: An audit trail says who asked for what, and how it ended
  Each entry is bound to the one before it by a digest, so that none can be altered, removed or put in between unnoticed. The suite reads the trail in pages and
  verifies every link.

  Background:
    Given a Status tracker with one Firmware server
    And 2 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: What is asked

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-1
    Scenario: A campaign is planned
      When the operator plans a campaign for sequence number 8
      Then the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-2
    Scenario Outline: The operator <orders> a campaign
      Given a campaign for sequence number 8 is running
      And the audit trail was read
      When the operator <orders> the campaign
      Then the audit trail goes on with this order, which ended with Success

      Examples:
        | row   | orders |
        | pause | pauses |
        | abort | aborts |

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-3
    Scenario: Tags are named
      Given the audit trail was read
      When the operator names the tags beta for the first device
      Then the tags are taken
      And the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-4
    Scenario: A device is decommissioned
      Given the audit trail was read
      When the operator decommissions the first device
      Then the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-5
    Scenario: A device is enrolled
      Given the first device runs sequence number 7 and is not enrolled
      And the audit trail was read
      When the operator enrols the first device
      Then the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-6
    Scenario: An update is cancelled
      Given the first device was offered sequence number 8
      And the audit trail was read
      When the operator cancels the update of the first device
      Then the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:obey
    @tp:TP-ST-52-7
    Scenario: A campaign takes a step by itself
      Given a campaign for sequence number 8 with waves of 50/100 percent is running
      And 1 of the devices was offered sequence number 8, the others nothing
      And the audit trail was read
      When 1 of those offered completes the update to sequence number 8
      Then the campaign has 2 open waves
      And the audit trail goes on with a step that the campaign took by itself

  Rule: What is refused or cut off

    @req:R-ST-52 @kind:attack
    @tp:TP-ST-52-8
    Scenario: An order that does not fit
      Given a campaign for sequence number 8 is running
      And the audit trail was read
      When the operator resumes the campaign
      Then it is refused because of NotNow
      And the audit trail goes on with this order, which ended with NotNow

    @req:R-ST-52 @kind:attack
    @tp:TP-ST-52-9
    Scenario: A plan that is refused
      Given the operator has planned a campaign for sequence number 8
      And the audit trail was read
      When the operator plans another campaign for a package that nobody publishes
      Then the audit trail goes on with this order, which ended with NotAvailable

    @req:R-ST-52 @kind:attack
    @tp:TP-ST-52-10
    Scenario: A restart between two orders
      Given the operator has planned a campaign for sequence number 8
      And the audit trail was read
      And the Status tracker has crashed and started again
      When the operator starts the campaign
      Then the audit trail goes on with this order, which ended with Success

    @req:R-ST-52 @kind:attack
    @tp:TP-ST-52-11
    Scenario: A question changes nothing, and a restart adds nothing in its place
      Given the operator has planned a campaign for sequence number 8
      And the audit trail was read
      When the Status tracker crashes and starts again
      Then there is the campaign and no other
      And the audit trail still holds what it held
