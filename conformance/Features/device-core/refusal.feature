@role:device-core @clause:refusal
Feature: The Device core refuses what does not fit, once, with a code, and without a trace

  Rule: A request that is not permitted now is answered with one refusal, and changes nothing

    @req:R-GEN-02 @kind:obey @tp:TP-DC-G02-1
    Scenario: Requests that are permitted are answered once, without a refusal
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the update goes on to its end
      Then there was one answer to each request, and no refusal

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-2
    Scenario: When no update is under way
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-3
    Scenario: While an image is received
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-4
    Scenario: While a verified image waits
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-5
    Scenario: Before an installed image boots
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      And it has installed the image
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-6
    Scenario Outline: In profile <profile> on trial
      Given a Device core in profile <profile> that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-GEN-02 @kind:attack @tp:TP-DC-G02-7
    Scenario: While it runs no image
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And its image was damaged, so that it runs none
      When the Communicator sends the requests that are not permitted now
      Then each is refused because of NotNow, and nothing has changed
      And there was one answer to each request

  Rule: Every refusal names its reason by a code of the closed vocabulary

    @req:R-GEN-06 @kind:obey @tp:TP-DC-G06-1
    Scenario: A block that comes again because an answer was lost
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends a wanted block twice
      Then the Device core refuses it because of UnexpectedBlock
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-GEN-06 @kind:attack @tp:TP-DC-G06-2 @profile:Secure
    Scenario: One wrong request of each kind
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator sends one wrong request of each kind, for sequence number 9
      Then each is refused with a reason, and nothing has changed

  Rule: It reacts in the same way to the same input in the same state

    @req:R-GEN-07 @kind:obey @tp:TP-DC-G07-1
    Scenario: The same update on two devices
      Given a Device core in profile Secure that runs sequence number 7
      When the same update is done on two new devices with the same seed
      Then both decide the same

    @req:R-GEN-07 @kind:attack @tp:TP-DC-G07-2
    Scenario: The same wrong requests to two devices
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the same wrong requests are sent to two new devices with the same seed
      Then both decide the same
