@role:device-core @clause:report
Feature: The Device core reports how the last update ended
  Completion is recorded on this report and on nothing less, so it must not get lost.

  Rule: It keeps the outcome of the last update durably, and names it until another update ends

    @req:R-DC-36 @kind:obey @tp:TP-DC-36-1
    Scenario: It names the outcome while the next update is under way
      Given a Device core in profile Secure that runs sequence number 7
      And it has given up sequence number 8, whose self-test failed
      When the Communicator delivers a package with sequence number 9
      And the Communicator sends 1 block of the image
      Then the update to sequence number 8 ended with SelfTestFailed

    @req:R-DC-36 @kind:obey @tp:TP-DC-36-2
    Scenario: Another update that ends takes its place
      Given a Device core in profile Secure that runs sequence number 7
      And it has given up sequence number 8, whose self-test failed
      When the Communicator delivers a package with sequence number 9
      And the update goes on to its end
      Then the update to sequence number 9 ended with Success

    @req:R-DC-36 @kind:attack @tp:TP-DC-36-3
    Scenario Outline: The power fails after the update to <number> has ended with <result>
      Given a Device core in profile <profile> that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core tries sequence number <number> and <behaviour>
      And the Device core loses its power
      Then the update to sequence number <number> ended with <result>

      Examples:
        | row      | profile | number | behaviour                          | result               |
        | success  | Secure  | 9      | the self-test passes               | Success              |
        | failed   | Secure  | 9      | the self-test fails                | SelfTestFailed       |
        | expired  | Secure  | 9      | the self-test does not end         | TrialExpired         |
        | restart  | Secure  | 9      | restarts before the self-test ends | RestartedDuringTrial |
        | core     | Core    | 9      | the self-test passes               | Success              |

    @req:R-DC-36 @kind:attack @tp:TP-DC-36-4
    Scenario: A refused update is none that ended
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 for another class
      Then the update to sequence number 8 ended with Success
