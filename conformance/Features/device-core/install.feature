@role:device-core @clause:install
Feature: The Device core installs the verified image on request
  Only on request, only the verified candidate. Until it boots, the Status tracker can cancel it.

  Rule: It installs on request, and only the verified candidate that the request names

    @req:R-DC-24 @kind:obey @tp:TP-DC-24-1
    Scenario Outline: In profile <profile> the verified image is installed
      Given a Device core in profile <profile> that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Communicator asks to install the image
      Then the Device core answers that it is installed

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-24 @kind:obey @tp:TP-DC-24-2
    Scenario: Without a request the verified image waits
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      When the Communicator sends the whole image
      And 5 seconds pass
      Then sequence number 8 waits for its installation
      And sequence number 7 is still confirmed

    @req:R-DC-24 @kind:attack @tp:TP-DC-24-3
    Scenario: An image that is not whole
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator asks to install the image
      Then the Device core refuses it because of NotNow
      And the update to sequence number 8 is under way, with all bytes that were acknowledged
      And sequence number 7 is still confirmed

    @req:R-DC-24 @kind:attack @tp:TP-DC-24-4
    Scenario: Another image than the verified one
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Communicator asks to install another image
      Then the Device core refuses it because of NotNow
      And sequence number 8 waits for its installation

  Rule: It abandons the candidate on a directive to cancel until the candidate boots, and refuses to cancel later

    @req:R-DC-35 @kind:obey @tp:TP-DC-35-1
    Scenario: The Status tracker cancels while the image is received
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Status tracker cancels the update
      Then the Device core believes it
      And the update to sequence number 8 ended with Cancelled
      And it runs sequence number 7, confirmed
      And no update is under way

    @req:R-DC-35 @kind:obey @tp:TP-DC-35-2
    Scenario: The Status tracker cancels while the image is verified
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Status tracker cancels the update
      Then the Device core believes it
      And the update to sequence number 8 ended with Cancelled
      And no update is under way

    @req:R-DC-35 @kind:obey @tp:TP-DC-35-3
    Scenario: The Status tracker cancels before the image boots
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      And it has installed the image
      When the Status tracker cancels the update
      And 1 second passes
      Then the update to sequence number 8 ended with Cancelled
      And it runs sequence number 7, confirmed

    @req:R-DC-35 @kind:attack @tp:TP-DC-35-4
    Scenario: The Status tracker cancels too late
      Given a Device core in profile Secure that runs sequence number 7
      And it tries sequence number 8 and the self-test does not end
      When the Status tracker cancels the update
      Then the Device core refuses it because of TooLateToCancel
      And it runs sequence number 8 on trial

    @req:R-DC-35 @kind:attack @tp:TP-DC-35-5
    Scenario Outline: A cancellation <flaw>
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator delivers a cancellation <flaw>
      Then the Device core refuses it because of <code>
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

      Examples:
        | row      | flaw                       | code                        |
        | stranger | that a stranger signed     | DirectiveNotAuthentic       |
        | altered  | that was altered           | DirectiveNotAuthentic       |
        | nonce    | for another nonce          | StaleNonce                  |
        | other    | that names another package | DirectiveNamesOtherManifest |

  Rule: It repeats or abandons an installation that was interrupted, with the same result as without the interruption

    @req:R-DC-46 @kind:obey @tp:TP-DC-46-1
    Scenario: A verified image survives a loss of power, and is installed afterwards
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Device core loses its power
      And the Communicator delivers the package under way once more
      And the Communicator asks to install the image
      Then the Device core answers that it is installed
      And it runs sequence number 8, confirmed, in a short time

    @req:R-DC-46 @kind:attack @tp:TP-DC-46-2
    Scenario: The power fails in every write of an installation
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the power fails in every write of installations of sequence number 8
      Then each time sequence number 8 is confirmed, or 7 runs again because the trial was cut
