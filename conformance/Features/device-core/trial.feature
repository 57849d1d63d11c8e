@role:device-core @clause:trial
Feature: The Device core tries an image before it confirms it
  An image that does not show in time that it works is given up, and the confirmed image runs again.

  Rule: It boots an unconfirmed image once

    @req:R-DC-26 @kind:obey @tp:TP-DC-26-1
    Scenario: The new image is booted once, on trial
      Given a Device core in profile Secure that runs sequence number 7
      When the Device core tries sequence number 8 and the self-test passes
      Then it has booted sequence numbers 7, 8, in this order
      And it runs sequence number 8, confirmed

    @req:R-DC-26 @kind:attack @tp:TP-DC-26-2
    Scenario Outline: In profile <profile> an image that restarts during its trial is not booted again
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core tries sequence number 9 and restarts before the self-test ends
      Then it runs sequence number 8, confirmed
      And the update to sequence number 9 ended with RestartedDuringTrial
      And it has booted sequence numbers 7, 8, 9, 8, in this order

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-26 @kind:attack @tp:TP-DC-26-3
    Scenario: The power fails during the trial
      Given a Device core in profile Secure that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When the Device core loses its power
      Then it runs sequence number 7, confirmed
      And the update to sequence number 8 ended with RestartedDuringTrial

  Rule: Before an image on trial gets control it is verified

    @req:R-DC-25 @kind:attack @tp:TP-DC-25-1
    Scenario: An installed image decays before it boots
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      And it has installed the image
      When one bit of the other slot changes
      And the time until the restart passes
      Then it runs sequence number 7, confirmed, in a short time
      And the update to sequence number 8 ended with BootVerificationFailed
      And it has not booted sequence number 8 since

  Rule: The confirmed image returns when the self-test fails

    @req:R-DC-28 @kind:obey @tp:TP-DC-28-1
    Scenario: After a failed self-test a corrected package can be had
      Given a Device core in profile Secure that runs sequence number 7
      And it has given up sequence number 8, whose self-test failed
      When the Communicator delivers a package with sequence number 9
      And the update goes on to its end
      Then it runs sequence number 9, confirmed

    @req:R-DC-28 @kind:attack @tp:TP-DC-28-2
    Scenario Outline: In profile <profile> the self-test of an image fails
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core tries sequence number 9 and the self-test fails
      Then it runs sequence number 8, confirmed
      And the update to sequence number 9 ended with SelfTestFailed
      And no update is under way

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

  Rule: The confirmed image returns when the trial period ends without confirmation

    @req:R-DC-29 @kind:obey @tp:TP-DC-29-1
    Scenario: Within the trial period the image runs
      Given a Device core in profile Secure that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When 4 seconds pass
      Then it runs sequence number 8 on trial

    @req:R-DC-29 @kind:attack @tp:TP-DC-29-2
    Scenario Outline: In profile <profile> the self-test of an image does not end
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core tries sequence number 9 and the self-test does not end
      Then it runs sequence number 8, confirmed
      And the update to sequence number 9 ended with TrialExpired
      And no update is under way

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

  Rule: It works on one update at a time

    @req:R-DC-33 @kind:obey @tp:TP-DC-33-1
    Scenario: When an update has ended, another one is taken
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9
      Then the Device core accepts the package
      And the update to sequence number 9 is under way, with all bytes that were acknowledged

    @req:R-DC-33 @kind:attack @tp:TP-DC-33-2
    Scenario Outline: In profile <profile> another update during a trial
      Given a Device core in profile <profile> that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When the Communicator delivers a package with sequence number 9
      Then the Device core refuses it because of Busy
      And it runs sequence number 8 on trial
      And the update to sequence number 8 is under way, as before

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-33 @kind:attack @tp:TP-DC-33-3
    Scenario: Another update before the installed image boots
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      And it has installed the image
      When the Communicator delivers a package with sequence number 9
      Then the Device core refuses it because of Busy
      And it runs sequence number 8, confirmed, in a short time
