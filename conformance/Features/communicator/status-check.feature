@role:communicator @clause:status-check
Feature: The Communicator checks the firmware status of its Device core
  It asks for the status when it starts and then periodically, and hands the signed report to the Status tracker as it is. Neither a silent peer nor a
  Status tracker that names absurd intervals ends the checks.

  Rule: The firmware status is checked at the start and then periodically

    @req:R-CM-01 @kind:obey @tp:TP-CM-01-1
    Scenario: The first status check comes with the start
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      When it is started
      Then it checks the firmware status at once

    @req:R-CM-01 @kind:obey @tp:TP-CM-01-2
    Scenario: The next ones follow for as long as it runs
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When 12 of its longest poll intervals pass
      Then it has checked the firmware status at least 11 times, never further apart than its bounds

    @req:R-CM-01 @kind:attack @tp:TP-CM-01-3
    Scenario Outline: The checks go on although no <request> is answered
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When no <request> is answered for the time of 8 failures
      Then it has checked the firmware status at least 4 times, never further apart than its bounds

      Examples:
        | row     | request        |
        | device  | status request |
        | tracker | check-in       |

  Rule: A report reaches the Status tracker unaltered

    @req:R-CM-02 @kind:obey @tp:TP-CM-02-1
    Scenario Outline: The reports of a whole update in profile <profile>
      Given a Communicator beside a Device core in profile <profile> that runs sequence number 7
      When sequence number 8 is offered
      Then every report reaches the Status tracker unaltered

      Examples:
        | row    | profile |
        | core   | Core    |
        | secure | Secure  |

    @req:R-CM-02 @kind:attack @tp:TP-CM-02-2
    Scenario Outline: A report <flaw> is the Status tracker's to judge
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Device core once answers with a report <flaw>
      Then every report reaches the Status tracker unaltered
      And the Device core is updated to sequence number 9

      Examples:
        | row       | flaw                                 |
        | signature | whose signature was altered          |
        | contents  | that was altered under its signature |
        | stranger  | that a stranger signed               |
        | replay    | that came before                     |

    @req:R-CM-02 @kind:attack @tp:TP-CM-02-3
    Scenario Outline: After a check-in that <fault> the next one carries the report of its own moment
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one check-in <fault>
      Then every report reaches the Status tracker unaltered

      Examples:
        | row     | fault                       |
        | lost    | is lost                     |
        | refused | is refused                  |
        | late    | is answered too late        |
        | broken  | is seen and then broken off |

  Rule: The poll interval of the Status tracker is followed within bounds

    @req:R-CM-08 @kind:obey @tp:TP-CM-08-1
    Scenario Outline: An interval of <seconds> seconds is followed
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When the Status tracker names a poll interval of <seconds> seconds
      Then it checks the firmware status after <seconds> seconds, within its bounds

      Examples:
        | row   | seconds |
        | three | 3       |
        | five  | 5       |
        | seven | 7       |

    @req:R-CM-08 @kind:attack @tp:TP-CM-08-2
    Scenario Outline: An interval of <seconds> seconds neither exhausts nor silences it
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When the Status tracker names a poll interval of <seconds> seconds
      Then it checks the firmware status within its bounds

      Examples:
        | row  | seconds |
        | none | 0       |
        | one  | 1       |
        | hour | 3600    |
        | week | 604800  |

  Rule: The firmware status can be checked on request

    @req:R-CM-15 @kind:obey @tp:TP-CM-15-1
    Scenario: A status check on request comes at once
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it checks the firmware status
      When somebody asks it for a status check
      Then the status check that was asked for comes at once

    @req:R-CM-15 @kind:attack @tp:TP-CM-15-2
    Scenario: Requests for a status check in the middle of everything do no harm
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and somebody asks it for a status check whenever a request waits for its answer
      Then the Device core is updated to sequence number 9

  Rule: A request that is not answered is given up

    @req:R-CM-09 @kind:obey @tp:TP-CM-09-1
    Scenario: An answer that is slow and in time counts
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and every request is answered slowly
      Then it waits for each answer and goes on with it
      And the Device core is updated to sequence number 9

    @req:R-CM-09 @kind:attack @tp:TP-CM-09-2
    Scenario Outline: A request that <fault> is given up, whichever it is
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered anew for each kind of request, one of which <fault>
      Then it gives the request up in time and asks the Device core anew

      Examples:
        | row    | fault                    |
        | lost   | is lost                  |
        | silent | is seen and not answered |
