@role:device-core @clause:recovery
Feature: The Device core recovers from whatever interrupts it
  What is durable decides. After any interruption it starts from its durable state.

  Rule: After a loss of power at any moment, also within a write, it has an authentic image to boot

    @req:R-DC-32 @kind:obey @tp:TP-DC-32-1
    Scenario: It is stopped and started in the middle of an update
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Device core is stopped and started
      Then sequence number 7 is still confirmed
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-DC-32 @kind:attack @tp:TP-DC-32-2
    Scenario: The power fails in every write of an update
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the power fails in every write of updates to sequence number 8
      Then an image runs afterwards each time

    @req:R-DC-32 @kind:attack @tp:TP-DC-32-3
    Scenario: The power fails in every write of an update, and once more while it recovers
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the power fails in every write of updates to sequence number 8, and once more in the start after it
      Then an image runs afterwards each time

  Rule: What it says is stored before it says it

    @req:R-GEN-03 @kind:obey @tp:TP-DC-G03-1
    Scenario: An accepted package is stored when its acceptance is answered
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the Device core loses its power
      Then the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-GEN-03 @kind:attack @tp:TP-DC-G03-2
    Scenario: The power fails before every write, and nothing that was said becomes untrue
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the power fails before every write of updates to sequence number 8
      Then nothing that was acknowledged is lost

  Rule: It resumes after a crash from its durable state

    @req:R-GEN-08 @kind:obey @tp:TP-DC-G08-1
    Scenario: It is stopped and started when it has verified an image
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      When the Device core is stopped and started
      Then sequence number 8 waits for its installation
      And sequence number 7 is still confirmed

    @req:R-GEN-08 @kind:attack @tp:TP-DC-G08-2
    Scenario: The power fails after every answer
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the power fails after every answer of an update to sequence number 9
      Then nothing that was acknowledged is lost
      And it runs sequence number 9, confirmed

  Rule: It abandons the candidate with a result code when its storage fails, and goes on running the confirmed image

    @req:R-DC-38 @kind:obey @tp:TP-DC-38-1
    Scenario: An update on sound storage ends with Success
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator delivers a package with sequence number 8
      And the update goes on to its end
      Then the update to sequence number 8 ended with Success

    @req:R-DC-38 @kind:attack @tp:TP-DC-38-2
    Scenario: The storage fails in every operation of an update
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the storage fails in every operation of updates to sequence number 8
      Then each time sequence number 8 is confirmed, or abandoned with a code while 7 runs

  Rule: It verifies at every boot what it is about to run

    @req:R-DC-25 @kind:obey @tp:TP-DC-25-2
    Scenario: A sound image boots again
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Device core loses its power
      Then it runs sequence number 8, confirmed

    @req:R-DC-25 @kind:attack @tp:TP-DC-25-3
    Scenario: The confirmed image decays
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And which images it has booted is known
      When one bit of the running slot changes
      And the Device core loses its power
      Then it runs no image, and sequence number 8 is still the confirmed one
      And it has not booted sequence number 8 since

  Rule: It boots no image whose sequence number is lower than that of the confirmed one

    @req:R-DC-31 @kind:obey @tp:TP-DC-31-1
    Scenario: The confirmed image boots, although an older one stands in the other slot
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And which images it has booted is known
      When the Device core loses its power
      Then it runs sequence number 8, confirmed
      And it has not booted sequence number 7 since

    @req:R-DC-31 @kind:attack @tp:TP-DC-31-2
    Scenario: The confirmed image decays, and the older one stands in the other slot
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And which images it has booted is known
      When one bit of the running slot changes
      And the Device core loses its power
      Then it runs no image, and sequence number 8 is still the confirmed one
      And it has not booted sequence number 7 since

    @req:R-DC-31 @kind:attack @tp:TP-DC-31-3
    Scenario: A device that runs no image takes no older one
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And its image was damaged, so that it runs none
      When the Communicator delivers a package with sequence number 7
      Then the Device core refuses it because of RolledBack
      And it runs no image, and sequence number 8 is still the confirmed one

  Rule: While no slot holds an image that may be booted, it reports its status and accepts an update

    @req:R-DC-39 @kind:obey @tp:TP-DC-39-1
    Scenario Outline: A device that runs no image takes sequence number <number>
      Given a Device core in profile <profile> that runs sequence number 7
      And its image was damaged, so that it runs none
      When the Communicator asks for the status
      And the Communicator delivers a package with sequence number <number>
      And the update goes on to its end
      Then the report names phase Unbootable, nothing as running and sequence number 7 as confirmed
      And it runs sequence number <number>, confirmed

      Examples:
        | row   | profile | number |
        | newer | Secure  | 8      |
        | core  | Core    | 8      |

    @req:R-DC-39 @kind:obey @tp:TP-DC-39-4
    Scenario: A device whose only image has decayed says that it runs none
      Given a Device core in profile Secure that runs sequence number 7
      When one bit of the running slot changes
      And the Device core loses its power
      Then it runs no image, and sequence number 7 is still the confirmed one

    @req:R-DC-39 @kind:attack @tp:TP-DC-39-2
    Scenario: A recovery that fails leaves it reachable
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And its image was damaged, so that it runs none
      When the Device core tries sequence number 9 and the self-test fails
      Then it runs no image, and sequence number 8 is still the confirmed one
      And the update to sequence number 9 ended with SelfTestFailed

    @req:R-DC-39 @kind:attack @tp:TP-DC-39-3
    Scenario: A recovery with an image that differs leaves it reachable
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And its image was damaged, so that it runs none
      When the Communicator delivers a package with sequence number 9
      And the Communicator sends the image with one bit of the next block changed
      Then it runs no image, and sequence number 8 is still the confirmed one

  Rule: A timer that fires late, twice or in another phase is harmless

    @req:R-GEN-18 @kind:obey @tp:TP-DC-G18-1
    Scenario: The trial period of an image that is confirmed means nothing any more
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      And which images it has booted is known
      When the trial period passes
      Then it runs sequence number 8, confirmed
      And it has not restarted

    @req:R-GEN-18 @kind:attack @tp:TP-DC-G18-2 @profile:Secure
    Scenario: The lifetime of a nonce that is spent does not end the next one
      Given a Device core in profile Secure that runs sequence number 7
      And its outstanding nonce is known
      And it has believed that it is up to date
      When 80 percent of the lifetime of that nonce are over
      And the nonce that is outstanding then is known
      And 40 percent of the lifetime of a nonce pass
      And the Communicator delivers a package with sequence number 8 with the directive for that nonce
      Then the Device core accepts the package
      And the update to sequence number 8 is under way, with all bytes that were acknowledged

    @req:R-GEN-18 @kind:attack @tp:TP-DC-G18-3 @profile:Secure
    Scenario: The restart of an installation that was cancelled does not come
      Given a Device core in profile Secure that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has verified the image
      And it has installed the image
      And which images it has booted is known
      When the Status tracker cancels the update
      And 1 second passes
      Then it runs sequence number 7, confirmed
      And it has not restarted
