@role:device-core @clause:status-check
Feature: The Device core answers the status check
  The Communicator checks the firmware status of its device. A report counts only when the key of the device signed it.

  Rule: It answers with its phase, the running image, the confirmed image, the candidate and the last outcome

    @req:R-DC-02 @kind:obey @tp:TP-DC-02-1
    Scenario Outline: In profile <profile> it reports what it runs
      Given a Device core in profile <profile> that runs sequence number 7
      When the Communicator asks for the status
      Then the report names phase Idle, sequence number 7 as running and 7 as confirmed
      And the report names no candidate
      And the report names no outcome
      And the report names its device, vendor and class

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-02 @kind:obey @tp:TP-DC-02-2
    Scenario: It reports the update that is under way
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator asks for the status
      Then the report names phase Receiving, sequence number 7 as running and 7 as confirmed
      And the report names what was acknowledged of sequence number 8, and its size

    @req:R-DC-02 @kind:obey @tp:TP-DC-02-3
    Scenario: On trial it reports two images
      Given a Device core in profile Secure that runs sequence number 7
      When the Device core begins to try sequence number 8, whose self-test does not end
      And the Communicator asks for the status
      Then the report names phase Trial, sequence number 8 as running and 7 as confirmed

    @req:R-DC-02 @kind:attack @tp:TP-DC-02-4
    Scenario: What it refused does not show in its report
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator delivers a package with sequence number 9 that another author signed
      And the Communicator asks for the status
      Then the report names phase Idle, sequence number 8 as running and 8 as confirmed
      And the report names no candidate
      And the report names the outcome Success of sequence number 8

  Rule: It signs every report, with a counter that rises and its outstanding nonce

    @req:R-DC-03 @kind:obey @tp:TP-DC-03-1
    Scenario Outline: In profile <profile> reports are signed and counted
      Given a Device core in profile <profile> with sequence number 7, whose reports nobody has looked at
      When the Communicator asks for the status 3 times
      Then every report has a higher counter than the one before

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-DC-03 @kind:obey @tp:TP-DC-03-2
    Scenario: Reports carry the outstanding nonce until it is spent
      Given a Device core in profile Secure that runs sequence number 7
      And its outstanding nonce is known
      When the Communicator asks for the status 2 times
      And the Communicator delivers a package with sequence number 8 with the directive for that nonce
      Then every report carries the outstanding nonce
      And the Device core accepts the package

    @req:R-DC-03 @kind:attack @tp:TP-DC-03-3
    Scenario: Losses of power do not set the counter back
      Given a Device core in profile Secure with sequence number 7, whose reports nobody has looked at
      And it has reported its status
      When the Communicator asks for the status 3 times
      And the Device core loses its power 3 times, asked for its status each time
      Then every report has a higher counter than the one before

    @req:R-DC-03 @kind:attack @tp:TP-DC-03-4
    Scenario: Losses of power while counters are stored do not set the counter back
      Given a Device core in profile Secure with sequence number 7, whose reports nobody has looked at
      And it has reported its status
      When the power fails in writes that status checks cause
      Then every report has a higher counter than the one before

  Rule: It reports the capacity of its slots and the largest block that it takes

    @req:R-DC-40 @kind:obey @tp:TP-DC-40-1
    Scenario: The Communicator can see what fits
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator asks for the status
      Then the report names the capacity of its slots and its largest block

  Rule: Nonces are unpredictable, and end

    @req:R-DC-41 @kind:obey @tp:TP-DC-41-1
    Scenario: Each nonce is a new one
      Given a Device core in profile Secure that runs sequence number 7
      When 24 nonces are spent
      And the Device core restarts for 8 nonces more
      Then no two nonces are alike
      And no nonce can be foretold from the others

    @req:R-DC-41 @kind:obey @tp:TP-DC-41-2
    Scenario: Within its lifetime a nonce counts
      Given a Device core in profile Secure that runs sequence number 7
      And its outstanding nonce is known
      When 80 percent of the lifetime of that nonce are over
      And the Communicator delivers a package with sequence number 8 with the directive for that nonce
      Then the Device core accepts the package

    @req:R-DC-41 @kind:attack @tp:TP-DC-41-3
    Scenario: After its lifetime a nonce does not count
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And its outstanding nonce is known
      When 110 percent of the lifetime of that nonce are over
      And the Communicator delivers a package with sequence number 9 with the directive for that nonce
      Then the Device core refuses it because of StaleNonce
      And it runs sequence number 8, confirmed
      And no update is under way

  Rule: It believes that it is up to date only when its Status tracker says so with the outstanding nonce

    @req:R-DC-47 @kind:obey @tp:TP-DC-47-1
    Scenario: The Status tracker says so
      Given a Device core in profile Secure that runs sequence number 7
      When the Status tracker says that the device is up to date
      Then the Device core believes it

    @req:R-DC-47 @kind:attack @tp:TP-DC-47-2
    Scenario Outline: An "up to date" <flaw>
      Given a Device core in profile Secure that runs sequence number 7
      And it has believed that it is up to date
      When the Communicator delivers an "up to date" <flaw>
      Then the Device core refuses it because of <code>
      And it runs sequence number 7, confirmed

      Examples:
        | row      | flaw                     | code                                      |
        | stranger | that a stranger signed   | DirectiveNotAuthentic                     |
        | author   | that its author signed   | DirectiveNotAuthentic                     |
        | altered  | that was altered         | DirectiveNotAuthentic                     |
        | nonce    | for another nonce        | StaleNonce                                |
        | replay   | that was believed before | StaleNonce                                |
        | garbage  | that is no directive     | DirectiveNotAuthentic or MalformedMessage |

  Rule: It reports a suspected freeze when no believed directive came for longer than its freshness limit

    @req:R-DC-37 @kind:obey @tp:TP-DC-37-1
    Scenario: Silence makes it suspicious
      Given a Device core in profile Secure that runs sequence number 7
      When the freshness limit passes
      Then it suspects a freeze

    @req:R-DC-37 @kind:obey @tp:TP-DC-37-2
    Scenario: A believed directive in time keeps the suspicion away
      Given a Device core in profile Secure that runs sequence number 7
      When 70 percent of the freshness limit pass
      And the Status tracker says that the device is up to date
      And 70 percent of the freshness limit pass
      Then it suspects no freeze

    @req:R-DC-37 @kind:obey @tp:TP-DC-37-3
    Scenario: A believed directive ends the suspicion
      Given a Device core in profile Secure that runs sequence number 7
      When the freshness limit passes
      And the Status tracker says that the device is up to date
      Then it suspects no freeze

    @req:R-DC-37 @kind:attack @tp:TP-DC-37-4
    Scenario Outline: An "up to date" <flaw> does not keep the suspicion away
      Given a Device core in profile Secure that runs sequence number 7
      And it has believed that it is up to date
      When 70 percent of the freshness limit pass
      And the Communicator delivers an "up to date" <flaw>
      And the Communicator asks for the status
      And 70 percent of the freshness limit pass
      Then it suspects a freeze

      Examples:
        | row      | flaw                     |
        | stranger | that a stranger signed   |
        | nonce    | for another nonce        |
        | replay   | that was believed before |
