@role:device-core @clause:topology
Feature: The Device core communicates with its Communicator, and with nobody else

  Rule: Of the four functional entities it knows the Communicator

    @req:R-GEN-01 @kind:obey @tp:TP-DC-G01-1
    Scenario: It answers its Communicator
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator asks for the status
      Then the report names phase Idle, sequence number 7 as running and 7 as confirmed

    @req:R-GEN-01 @kind:attack @tp:TP-DC-G01-2
    Scenario: It does not do what others are asked for
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator sends each request that belongs to another link
      Then each is refused because of NotNow, and nothing has changed
