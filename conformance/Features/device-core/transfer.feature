@role:device-core @clause:transfer
Feature: The Device core receives an image block by block
  It wants one block at a time, acknowledges what it has stored, and goes on where it stopped.

  Background:
    Given a Device core in profile Secure that runs sequence number 7
    And it has accepted a package with sequence number 8

  @req:R-DC-20 @kind:obey
  @tp:TP-DC-12
  Scenario: A whole image is verified
    When the Communicator sends the whole image
    Then it reports the image as verified
    And sequence number 7 is still confirmed

  @req:R-DC-21 @req:R-DC-20 @kind:obey
  @tp:TP-DC-13
  Scenario Outline: A transfer goes on after a loss of power behind <blocks> blocks
    Given it has stored <blocks> blocks of the image
    When the Device core loses its power
    Then it reports <bytes> bytes of sequence number 8
    And it wants the block from byte <bytes>, asked again

    Examples:
      | blocks | bytes |
      | 1      | 64    |
      | 2      | 128   |

  @req:R-DC-19 @kind:attack
  @tp:TP-DC-14
  Scenario Outline: A block <flaw>
    Given it has stored 1 block of the image
    When the Communicator sends a block <flaw>
    Then the Device core refuses it because of UnexpectedBlock
    And it reports 64 bytes of sequence number 8
    And it wants the block from byte 64, asked again

    Examples:
      | flaw                |
      | from another offset |
      | of another payload  |
      | of another package  |
      | that is too long    |
      | that is too short   |

  @req:R-DC-22 @req:R-DC-23 @kind:attack
  @tp:TP-DC-15
  Scenario: An image that is not the author's is abandoned
    Given it has stored 1 block of the image
    When the Communicator sends the image with one bit changed
    Then the update to sequence number 8 ended with PayloadDigestMismatch
    And it runs sequence number 7, confirmed
    And no update is under way

  @req:R-DC-24 @kind:attack
  @tp:TP-DC-16
  Scenario: An image that is not whole is not installed
    Given it has stored 1 block of the image
    When the Communicator asks to install the image
    Then the Device core refuses it because of NotNow
    And it reports 64 bytes of sequence number 8
    And sequence number 7 is still confirmed
