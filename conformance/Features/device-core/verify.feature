@role:device-core @clause:verify
Feature: The Device core verifies what stands in the slot
  What counts is not what was sent but what can be read back.

  Rule: It verifies digest and size of every component, read back from the slot, before it installs the candidate

    @req:R-DC-22 @kind:obey @tp:TP-DC-22-1
    Scenario Outline: In profile <profile> a whole image is verified
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends the whole image
      Then it reports the image as verified
      And sequence number 7 is still confirmed

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-22 @kind:attack @tp:TP-DC-22-2
    Scenario: The slot decays before the last block
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 2 blocks of the image
      When one bit of the other slot changes
      And the Communicator sends the whole image
      Then the update to sequence number 8 ended with PayloadDigestMismatch or StorageCorrupted, in a short time
      And it runs sequence number 7, confirmed

  Rule: It abandons a candidate that differs, and goes on running the confirmed image

    @req:R-DC-23 @kind:obey @tp:TP-DC-23-1
    Scenario: After an image that differs the same package can be had
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends the image with one bit of the next block changed
      And the Communicator delivers the package with sequence number 8 once more
      And the update goes on to its end
      Then it runs sequence number 8, confirmed

    @req:R-DC-23 @kind:attack @tp:TP-DC-23-2
    Scenario Outline: In profile <profile> an image with one bit of the <block> block changed
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator sends the image with one bit of the <block> block changed
      Then the update to sequence number 8 ended with PayloadDigestMismatch
      And it runs sequence number 7, confirmed
      And no update is under way

      Examples:
        | row   | profile | block |
        | next  | Secure  | next  |
        | last  | Secure  | last  |
        | core  | Core    | next  |
