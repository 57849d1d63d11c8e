@role:status-tracker @clause:encoding
Feature: The Status tracker reads messages in their one encoding
  Bytes that are no message are refused, whoever sends them, and change nothing.

  Background:
    Given a Status tracker with one Firmware server
    And the device is enrolled and runs sequence number 7

  Rule: One encoding

    @req:R-GEN-04 @kind:obey
    @tp:TP-ST-G04-1
    Scenario: Questions in their golden bytes
      When questions in the golden bytes of the vectors are asked
      Then each of them was answered as it must

    @req:R-GEN-04 @kind:attack
    @tp:TP-ST-G04-2
    Scenario Outline: <who> sends bytes that are no message
      Given the device has checked in
      When <who> sends each of the malformed messages of the vectors
      Then each of them was answered as it must
      And the record of the device is as before
      And the next report of the device is believed and answered

      Examples:
        | row          | who            |
        | communicator | a Communicator |
        | operator     | the operator   |

    @req:R-GEN-04 @kind:attack
    @tp:TP-ST-G04-3
    Scenario: A Firmware server sends bytes that are no message
      Given the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the Firmware server answers with bytes that are no message, one kind of fault after the other
      Then each of them was answered as it must
      And the next report of the device is answered with sequence number 8

  Rule: Limits

    @req:R-GEN-05 @kind:obey
    @tp:TP-ST-G05-1
    Scenario: The largest block
      Given the Firmware server publishes a package with sequence number 8 with an image of 262144 bytes
      When a Communicator fetches bytes 0 to 262143 of sequence number 8
      Then exactly these bytes come

    @req:R-GEN-05 @kind:attack
    @tp:TP-ST-G05-2
    Scenario Outline: <who> sends what is too large
      Given the device has checked in
      When <who> sends each message of the vectors that is too large
      Then each of them was answered as it must
      And the record of the device is as before
      And the next report of the device is believed and answered

      Examples:
        | row          | who            |
        | communicator | a Communicator |
        | operator     | the operator   |
