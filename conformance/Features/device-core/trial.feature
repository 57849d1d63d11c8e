@role:device-core @clause:trial
Feature: The Device core tries an image before it confirms it
  An image that does not show in time that it works is given up, and the confirmed image runs again.

  Background:
    Given a Device core in profile Secure that runs sequence number 7

  @req:R-DC-27 @req:R-DC-30 @kind:obey
  @tp:TP-DC-17
  Scenario: An image that passes its self-test is confirmed
    When the Device core tries sequence number 8 and the self-test passes
    Then it runs sequence number 8, confirmed
    And the update to sequence number 8 ended with Success
    And no update is under way

  @req:R-DC-27 @req:R-DC-30 @kind:obey
  @tp:TP-DC-18
  Scenario: An image on trial is not confirmed
    Given it tries sequence number 8 and the self-test does not end
    When the Communicator asks for the status
    Then it runs sequence number 8 on trial
    And sequence number 7 is still confirmed

  @kind:obey
  @tp:TP-DC-19
  Scenario Outline: An image that does not pass its trial is given up
    When the Device core tries sequence number 8 and <behaviour>
    Then it runs sequence number 7, confirmed
    And the update to sequence number 8 ended with <result>
    And no update is under way

    @req:R-DC-28
    Examples:
      | behaviour                           | result               |
      | the self-test fails                 | SelfTestFailed       |

    @req:R-DC-29
    Examples:
      | behaviour                           | result               |
      | the self-test does not end          | TrialExpired         |

    @req:R-DC-26
    Examples:
      | behaviour                           | result               |
      | restarts before the self-test ends  | RestartedDuringTrial |

  @req:R-DC-33 @kind:attack
  @tp:TP-DC-20
  Scenario: Another update is not taken up during a trial
    Given it tries sequence number 8 and the self-test does not end
    When the Communicator delivers a package with sequence number 9
    Then the Device core refuses it because of Busy
    And it runs sequence number 8 on trial
