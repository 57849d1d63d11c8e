@role:status-tracker @clause:recovery
Feature: The Status tracker survives crashes, silence and failing servers
  What it answered is durable. A silent device is shown as such and comes back with its next report. One Firmware server that fails stops nothing else.

  Rule: Nothing is answered that is not durable

    @req:R-ST-05 @kind:obey
    @tp:TP-ST-05-1
    Scenario: A record outlives a crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the device has said that it has 64 bytes of sequence number 8
      When the Status tracker crashes and starts again
      Then the record of the device is in phase Downloading
      And the record of the device has 64 bytes of sequence number 8

    @req:R-ST-05 @kind:attack
    @tp:TP-ST-05-2
    Scenario: The record cannot be stored
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the device has checked in
      When the next durable write about the device fails
      And the device says that it has 64 bytes of sequence number 8
      Then nothing of the device was answered that a crash takes back
      And the next report of the device is believed and answered
      And the record of the device has 64 bytes of sequence number 8

    @req:R-ST-05 @kind:attack
    @tp:TP-ST-05-3
    Scenario: A completion that cannot be stored
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the next durable write about the device fails
      And the device says that it runs sequence number 8, confirmed
      Then nothing of the device was answered that a crash takes back
      And the next report of the device is believed and answered
      And the update of the device is still completed

    @req:R-GEN-03 @kind:obey
    @tp:TP-ST-G03-1
    Scenario: An enrolment outlives a crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      When the Status tracker crashes and starts again
      Then the record of the device holds what was enrolled
      And the next report of the device is believed and answered

    @req:R-GEN-03 @kind:attack
    @tp:TP-ST-G03-2
    Scenario: An enrolment that cannot be stored
      Given a Status tracker with one Firmware server
      And the other device is enrolled and runs sequence number 7
      And the other device has checked in
      And the device runs sequence number 7 and is not enrolled
      When the next durable write about the device fails
      And the operator enrols the device, come what may
      Then nothing of the device was answered that a crash takes back

    @req:R-GEN-03 @kind:attack
    @tp:TP-ST-G03-3
    Scenario: A cancellation that cannot be stored
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the next durable write about the device fails
      And the operator cancels the update of the device
      Then nothing of the device was answered that a crash takes back

  Rule: It goes on where it was

    @req:R-GEN-08 @kind:obey
    @tp:TP-ST-G08-1
    Scenario: A completion outlives a crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has completed the update to sequence number 8
      When the Status tracker crashes and starts again
      Then the update of the device is still completed
      And the next report of the device is answered with no update

    @req:R-GEN-08 @kind:obey
    @tp:TP-ST-G08-2
    Scenario: A wish to cancel outlives a crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      And the operator has cancelled the update of the device
      When the Status tracker crashes and starts again
      And the device checks in
      Then the device is told to cancel sequence number 8

    @req:R-GEN-08 @kind:attack
    @tp:TP-ST-G08-3
    Scenario: A report from before the crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the device has checked in
      When the Status tracker crashes and starts again
      And a Communicator relays the last report of the device once more
      Then it is refused because of StaleReport
      And the record of the device is as before

    @req:R-GEN-08 @kind:attack
    @tp:TP-ST-G08-4
    Scenario: A contradicting enrolment after the crash
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the operator has enrolled the device again with the same data
      When the Status tracker crashes and starts again
      And the operator enrols the device again with another key
      Then it is refused because of AlreadyEnrolled
      And the record of the device is as before

  Rule: Silent devices

    @req:R-ST-17 @kind:obey
    @tp:TP-ST-17-1
    Scenario Outline: A device that is silent for too long, <row>
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has said that <saying>
      When the device is silent for 1.3 limits
      Then the record of the device is in phase Unreachable

      Examples:
        | row       | saying                               |
        | idle      | it rests                             |
        | receiving | it has 64 bytes of sequence number 8 |
        | trial     | it tries sequence number 8           |

    @req:R-ST-17 @kind:obey
    @tp:TP-ST-17-2
    Scenario: A device that is silent for less
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has said that it accepted sequence number 8
      When the device is silent for 0.6 limits
      Then the record of the device is in phase Accepted

    @req:R-ST-17 @kind:obey
    @tp:TP-ST-17-4
    Scenario: Each report begins the silence anew
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device was silent for half of the limit, then checked in
      When the device is silent for 0.6 limits
      Then the record of the device is in phase Enrolled

    @req:R-ST-17 @kind:attack
    @tp:TP-ST-17-3
    Scenario Outline: <what> is no sign of life
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has checked in
      When the device is silent for 0.7 limits
      And <attack>
      And the device is silent for 0.6 limits
      Then the record of the device is in phase Unreachable

      Examples:
        | row       | what         | attack                                                                                    |
        | replay    | A replay     | a Communicator relays the last report of the device once more                             |
        | forgery   | A forgery    | a Communicator relays a report of the device that a stranger signed, saying that it rests |
        | enrolment | An enrolment | the operator enrols the device again with the same data                                   |

    @req:R-ST-18 @kind:obey
    @tp:TP-ST-18-1
    Scenario Outline: An unreachable device comes back, <phase>
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has been silent for 1.3 limits
      When the device says that <saying>
      Then the report is believed and answered
      And the record of the device is in phase <phase>

      Examples:
        | row         | phase       | saying                               |
        | Enrolled    | Enrolled    | it rests                             |
        | Downloading | Downloading | it has 64 bytes of sequence number 8 |
        | Trial       | Trial       | it tries sequence number 8           |

    @req:R-ST-18 @kind:obey
    @tp:TP-ST-18-2
    Scenario: An unreachable device has finished meanwhile
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      And the device has been silent for 1.3 limits
      When the device says that it runs sequence number 8, confirmed
      Then the update of the device to sequence number 8 is completed

    @req:R-ST-18 @kind:attack
    @tp:TP-ST-18-3
    Scenario Outline: <what> brings nobody back
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has become unreachable and come back
      And the device has been silent for 1.3 limits
      When <attack>
      Then the record of the device is in phase Unreachable
      And the record of the device is as before

      Examples:
        | row     | what      | attack                                                                                    |
        | replay  | A replay  | a Communicator relays the last report of the device once more                             |
        | forgery | A forgery | a Communicator relays a report of the device that a stranger signed, saying that it rests |

  Rule: Timers do no harm

    @req:R-GEN-18 @kind:obey
    @tp:TP-ST-G18-1
    Scenario: The time limit for an answer that came
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      When every time that the tracker waits for has passed
      And the device checks in
      Then the device is offered sequence number 8

    @req:R-GEN-18 @kind:attack
    @tp:TP-ST-G18-2
    Scenario: The limit of a silence that was broken
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device was silent for half of the limit, then checked in
      When the device is silent for 0.6 limits
      Then the record of the device is in phase Enrolled
      And the next report of the device is believed and answered

    @req:R-GEN-18 @kind:attack
    @tp:TP-ST-G18-3
    Scenario: The limit of a silence that is long over
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has become unreachable and come back
      And the device has been silent for 1.4 limits
      When the device is silent for 1.4 limits
      And the device says that it accepted sequence number 8
      And the device is silent for 0.6 limits
      Then the record of the device is in phase Accepted

    @req:R-GEN-18 @kind:attack
    @tp:TP-ST-G18-4
    Scenario: A limit that ends while the tracker is down
      Given a Status tracker with one Firmware server and a limit of silence of 6 seconds
      And the device is enrolled and runs sequence number 7
      And the device has checked in
      When the Status tracker crashes and is down for 8 seconds
      And the device says that it accepted sequence number 8
      And the device is silent for 0.6 limits
      Then the record of the device is in phase Accepted

  Rule: Catalogues are kept up to date

    @req:R-ST-32 @kind:obey
    @tp:TP-ST-32-1
    Scenario: The catalogue of every server is asked for again and again
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      When the device checks in
      Then the catalogue of every Firmware server is asked for 2 times

    @req:R-ST-32 @kind:obey
    @tp:TP-ST-32-2
    Scenario: A package that was published later
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the device was told that it is up to date
      When the Firmware server publishes a package with sequence number 8
      And the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-32 @kind:attack
    @tp:TP-ST-32-3
    Scenario Outline: A server that <behaviour> is asked again
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the catalogue was read again
      When the Firmware server <behaviour>
      Then the catalogue of the Firmware server is asked for again

      Examples:
        | row        | behaviour                              |
        | breaks-off | breaks off every request               |
        | silent     | answers nothing                        |
        | refuses    | refuses every request                  |
        | babbles    | answers with bytes that are no message |

    @req:R-ST-32 @kind:attack
    @tp:TP-ST-32-4
    Scenario: A crash does not end it
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the catalogue was read again
      When the Status tracker crashes and starts again
      Then the catalogue of every Firmware server is asked for 2 times

  Rule: One failing server stops nothing else

    @req:R-ST-22 @kind:obey
    @tp:TP-ST-22-1
    Scenario: A server that failed and answers again
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server breaks off every request
      When the first Firmware server answers again
      And the first Firmware server publishes a package with sequence number 8, in time
      And the device checks in
      Then the device is offered sequence number 8

    @req:R-ST-22 @kind:attack
    @tp:TP-ST-22-2
    Scenario Outline: The other server goes on while one <behaviour>
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the first Firmware server <behaviour>
      And the second Firmware server publishes a package with sequence number 9
      And the device checks in
      Then the device is offered sequence number 9

      Examples:
        | row        | behaviour                              |
        | breaks-off | breaks off every request               |
        | silent     | answers nothing                        |
        | refuses    | refuses every request                  |
        | babbles    | answers with bytes that are no message |

    @req:R-ST-22 @kind:attack
    @tp:TP-ST-22-3
    Scenario Outline: What a server published last still counts while it <behaviour>
      Given a Status tracker with two Firmware servers
      And the device is enrolled and runs sequence number 7
      And the first Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      When the first Firmware server <behaviour>
      And the device checks in
      Then the device is offered sequence number 8

      Examples:
        | row        | behaviour                |
        | breaks-off | breaks off every request |
        | silent     | answers nothing          |

  Rule: The same input has the same effect

    @req:R-GEN-07 @kind:obey
    @tp:TP-ST-G07-1
    Scenario: A series of requests, asked twice
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And a series of requests was answered
      When the same series is asked of a fresh tracker
      Then the answers are the same

    @req:R-GEN-07 @kind:attack
    @tp:TP-ST-G07-2
    Scenario: A series of requests, asked again among others that are refused
      Given a Status tracker with one Firmware server
      And the device is enrolled and runs sequence number 7
      And the Firmware server publishes a package with sequence number 8
      And a series of requests was answered
      When the same series is asked of a fresh tracker, with refused requests in between
      Then the answers are the same
