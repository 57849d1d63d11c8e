@role:device-core @clause:confirm
Feature: The Device core confirms an image that works
  Confirmation, and nothing else, makes an image the one to which the device returns, and its number the one below which no package comes in.

  Rule: It confirms an image only when the self-test of that image, running, has passed

    @req:R-DC-27 @kind:obey @tp:TP-DC-27-1
    Scenario Outline: In profile <profile> an image that passes its self-test is confirmed
      Given a Device core in profile <profile> that runs sequence number 7
      When the Device core tries sequence number 8 and the self-test passes
      Then it runs sequence number 8, confirmed
      And the update to sequence number 8 ended with Success
      And no update is under way

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-27 @kind:attack @tp:TP-DC-27-2
    Scenario: Before the self-test has ended nothing is confirmed
      Given a Device core in profile Secure that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When the Communicator asks for the status
      Then it runs sequence number 8 on trial
      And sequence number 7 is still confirmed

    @req:R-DC-27 @kind:attack @tp:TP-DC-27-3
    Scenario Outline: An image whose self-test <ends> is not confirmed
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core tries sequence number 9 and <behaviour>
      Then sequence number 8 is still confirmed
      And it still runs sequence number 8, confirmed, when the power has failed

      Examples:
        | row   | ends         | behaviour                  |
        | fails | fails        | the self-test fails        |
        | hangs | does not end | the self-test does not end |

  Rule: Its stored sequence number advances with the confirmation, and at no other time

    @req:R-DC-30 @kind:obey @tp:TP-DC-30-1
    Scenario: Confirmed is confirmed, also after a loss of power
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core loses its power
      And the Communicator delivers a package with sequence number 7
      Then the Device core refuses it because of RolledBack
      And it runs sequence number 8, confirmed

    @req:R-DC-30 @kind:attack @tp:TP-DC-30-2
    Scenario: The number of an image that was given up does not count
      Given a Device core in profile Secure that runs sequence number 7
      And it has given up sequence number 20, whose self-test failed
      When the Communicator delivers a package with sequence number 8
      Then the Device core accepts the package
      And sequence number 7 is still confirmed

    @req:R-DC-30 @kind:attack @tp:TP-DC-30-3 @profile:Secure
    Scenario: The number of an image that is only installed does not count
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 20
      And it has verified the image
      And it has installed the image
      When the Status tracker cancels the update
      And the Communicator delivers a package with sequence number 8
      Then the Device core accepts the package
      And sequence number 7 is still confirmed

  Rule: It stores firmware and uses it

    @req:R-DC-48 @kind:obey @tp:TP-DC-48-1
    Scenario Outline: In profile <profile> an update brings new firmware to use
      Given a Device core in profile <profile> that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the update goes on to its end
      Then it has booted sequence numbers 7, 8, in this order
      And it runs sequence number 8, confirmed

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-48 @kind:attack @tp:TP-DC-48-2
    Scenario: Firmware in use survives a loss of power
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core loses its power
      Then it runs sequence number 8, confirmed
      And it has booted sequence numbers 7, 8, 8, in this order
