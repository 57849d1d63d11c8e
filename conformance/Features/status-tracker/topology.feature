@role:status-tracker @clause:topology
Feature: The Status tracker stands between Communicators and Firmware servers
  Several Communicators share a tracker, which may use several Firmware servers. Each of them has its own link, and no link does what belongs on another.

  Rule: Who talks to whom

    @req:R-GEN-01 @kind:obey
    @tp:TP-ST-G01-1
    Scenario: A whole update goes over the tracker's own links
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When a Communicator fetches the whole payload of sequence number 8
      And the device says that it runs sequence number 8, confirmed
      Then the update of the device to sequence number 8 is completed
      And it has asked Firmware servers only, and for what they serve

    @req:R-GEN-01 @kind:attack
    @tp:TP-ST-G01-2
    Scenario Outline: <message>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When <message>, on the wrong link
      Then it is not granted
      And the record of the device is as before
      And the next report of the device is answered with sequence number 8

      Examples:
        | row       | message                                          |
        | enrol     | a Communicator enrols a device                   |
        | query     | a Communicator asks for the record of the device |
        | cancel    | a Communicator cancels the update                |
        | catalogue | a Communicator asks for the catalogue            |
        | envelope  | a Communicator asks for an envelope              |
        | check-in  | the operator relays a report                     |
        | publish   | the operator publishes a package                 |

  Rule: Several Communicators

    @req:R-ST-34 @kind:obey
    @tp:TP-ST-34-1
    Scenario: Three devices at three Communicators
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the third device is enrolled and runs sequence number 7
      When the device says that it has 64 bytes of sequence number 8
      And the other device says that it tries sequence number 8
      And the third device checks in
      Then the report is believed and answered
      And the record of the device is in phase Downloading
      And the record of the other device is in phase Trial
      And the record of the third device is in phase Enrolled

    @req:R-ST-34 @kind:obey
    @tp:TP-ST-34-2
    Scenario: A device changes its Communicator
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the device has checked in
      When the device checks in through the Communicator of the other device
      Then the report is believed and answered

    @req:R-ST-34 @kind:attack
    @tp:TP-ST-34-3
    Scenario: What one Communicator does wrong is no matter of another's
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the other device is enrolled and runs sequence number 7
      And the device has checked in
      When a Communicator relays a report of the device that a stranger signed, saying that it rests
      And the other device checks in
      Then the report is believed and answered
      And the record of the other device shows sequence number 7 as confirmed, heard now

  Rule: Several Firmware servers

    @req:R-ST-35 @kind:obey
    @tp:TP-ST-35-1
    Scenario Outline: The newest package is on <server>
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the second Firmware server publishes a package with sequence number 9
      And <server> publishes a package with sequence number 10
      When the device checks in
      Then the device is offered sequence number 10

      Examples:
        | row    | server                     |
        | first  | the first Firmware server  |
        | second | the second Firmware server |
