@role:status-tracker @clause:enrol
Feature: The Status tracker knows its devices from their enrolment
  The operator gives key, vendor, class and profile of each device, once. Nothing that comes later may contradict it, and nobody else counts.

  Rule: One enrolment counts

    @req:R-ST-01 @kind:obey
    @tp:TP-ST-01-1
    Scenario Outline: The record holds what was enrolled in profile <profile>
      Given a Status tracker with one Firmware server
      And the device is enrolled in profile <profile> and runs sequence number 7
      When the device checks in
      Then the record of the device holds what was enrolled

      Examples:
        | row    | profile |
        | Core   | Core    |
        | Secure | Secure  |

    @req:R-ST-01 @kind:obey
    @tp:TP-ST-01-2
    Scenario: The same enrolment again
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      When the operator enrols the device again with the same data
      Then the enrolment is confirmed
      And the record of the device is as before

    @req:R-ST-01 @kind:attack
    @tp:TP-ST-01-3
    Scenario Outline: Another enrolment with another <field>
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the operator has enrolled the device again with the same data
      When the operator enrols the device again with another <field>
      Then it is refused because of AlreadyEnrolled
      And the record of the device is as before
      And the next report of the device is believed and answered

      Examples:
        | row     | field   |
        | key     | key     |
        | vendor  | vendor  |
        | class   | class   |
        | profile | profile |

    @req:R-ST-01 @kind:attack
    @tp:TP-ST-01-4
    Scenario: Bytes that are no key
      Given a Status tracker with one Firmware server
      And the other device is enrolled and runs sequence number 7
      And the other device has checked in
      And the device runs sequence number 7 and is not enrolled
      When the operator enrols the device with bytes that are no key
      Then it is refused because of UnsupportedAlgorithm or MalformedMessage
      And there is no record of the device

  Rule: Who is not enrolled does not count

    @req:R-ST-02 @kind:obey
    @tp:TP-ST-02-1
    Scenario: A device counts from its enrolment on
      Given a Status tracker with one Firmware server
      And the device runs sequence number 7 and is not enrolled
      And its report was refused because of NotEnrolled
      When the operator enrols the device
      Then the next report of the device is believed and answered

    @req:R-ST-02 @kind:attack
    @tp:TP-ST-02-2
    Scenario: A report of a device that is not enrolled
      Given a Status tracker with one Firmware server
      And the other device is enrolled and runs sequence number 7
      And the other device has checked in
      And the device runs sequence number 7 and is not enrolled
      When the device checks in
      Then it is refused because of NotEnrolled
      And there is no record of the device

    @req:R-ST-02 @kind:attack
    @tp:TP-ST-02-3
    Scenario: An unknown device is not offered what others are
      Given a Status tracker with one Firmware server
      And the Firmware server publishes a package with sequence number 8
      And the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And the device runs sequence number 7 and is not enrolled
      When the device says that it accepted sequence number 8
      Then it is refused because of NotEnrolled
      And no directive goes out
      And there is no record of the device

  Rule: Two kinds of keys

    @req:R-GEN-12 @kind:obey
    @tp:TP-ST-G12-1
    Scenario Outline: A device that signs with <algorithm>
      Given a Status tracker with one Firmware server
      When the operator enrols the device with an <algorithm> key, running sequence number 7
      And the device checks in
      Then the report is believed and answered

      Examples:
        | row     | algorithm |
        | Ed25519 | Ed25519   |
        | ESP256  | ESP256    |
