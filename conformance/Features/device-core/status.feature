@role:device-core @clause:status-check
Feature: The Device core reports its status
  The Communicator checks the firmware status of the device. A report counts only when the key of the device signed it.

  @req:R-DC-02 @kind:obey
  @tp:TP-DC-08
  Scenario Outline: A Device core in profile <profile> reports what it runs
    Given a Device core in profile <profile> that runs sequence number 7
    When the Communicator asks for the status
    Then it runs sequence number 7, confirmed
    And no update is under way
    And it reports its device, vendor and class

    Examples:
      | profile |
      | Core    |
      | Secure  |

  @req:R-DC-02 @kind:obey
  @tp:TP-DC-09
  Scenario: The report shows the update that is under way
    Given a Device core in profile Secure that runs sequence number 7
    And it has accepted a package with sequence number 8
    And it has stored 1 block of the image
    When the Communicator asks for the status
    Then it reports 64 bytes of sequence number 8
    And sequence number 7 is still confirmed

  @req:R-DC-03 @kind:obey
  @tp:TP-DC-10
  Scenario: Reports are signed and counted
    Given a Device core in profile Secure that runs sequence number 7
    When the Communicator asks for the status
    And the Communicator asks for the status
    Then every report has a higher counter than the one before

  @req:R-DC-03 @kind:obey
  @tp:TP-DC-11
  Scenario: A loss of power does not set the counter back
    Given a Device core in profile Secure that runs sequence number 7
    When the Communicator asks for the status
    And the Device core loses its power
    And the Communicator asks for the status
    Then every report has a higher counter than the one before
