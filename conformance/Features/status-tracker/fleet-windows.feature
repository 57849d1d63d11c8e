@role:status-tracker @clause:fleet-windows
Feature: A campaign works inside its maintenance windows
  Windows are judged by the tracker's clock; a device needs none. Outside of them it is told that nothing is to be done.

  Background:
    Given a Status tracker that looks at its catalogue once an hour, and a limit of silence of 10 days
    And 3 devices are enrolled and run sequence number 7
    And the Firmware server publishes a package with sequence number 8

  Rule: Inside a window

    @req:R-ST-47 @kind:obey
    @tp:TP-ST-47-1
    Scenario Outline: <minutes> minutes later, with <words>
      Given a campaign for sequence number 8 with <words> is running
      When <minutes> minutes pass
      And every device checks in
      Then 3 of the devices are offered sequence number 8, the others nothing

      Examples:
        | row        | words                                                                         | minutes |
        | open       | a window of 120 minutes that opened 30 minutes ago                            | 0       |
        | opens      | a window of 60 minutes that opens in 120 minutes                              | 130     |
        | second     | a window of 60 minutes that opened 90 minutes ago and with a window of 60 minutes that opens in 120 minutes | 130 |
        | next-day   | a window of 120 minutes that opened 30 minutes ago                            | 1440    |
        | midnight   | a window of 1440 minutes that opened 30 minutes ago, on that day of the week alone | 1380 |
        | next-week  | a window of 60 minutes that opens in 120 minutes, on that day of the week alone | 10210 |

    @req:R-ST-47 @kind:obey
    @tp:TP-ST-47-2
    Scenario Outline: What is installing goes on when the window has closed: <saying>
      Given a campaign for sequence number 8 with a window of 60 minutes that opened 30 minutes ago is running
      And the first device was offered sequence number 8
      And 60 minutes have passed
      When the first device says that <saying>
      Then the device is told to go on with sequence number 8

      Examples:
        | row      | saying                        |
        | installs | it installs sequence number 8 |
        | trial    | it tries sequence number 8    |

    @req:R-ST-47 @kind:obey
    @tp:TP-ST-47-3
    Scenario: What was held goes on in the next window
      Given a campaign for sequence number 8 with a window of 60 minutes that opened 30 minutes ago is running
      And the first device was offered sequence number 8
      And the first device has said that it has 64 bytes of sequence number 8
      And 60 minutes have passed
      And the first device was told that it is up to date
      When 1380 minutes pass
      And the first device checks in
      Then the device is told to go on with sequence number 8

  Rule: Outside of all windows

    @req:R-ST-47 @kind:attack
    @tp:TP-ST-47-4
    Scenario Outline: Who asks <minutes> minutes later, with <words>
      Given a campaign for sequence number 8 with <words> is running
      And the first device was offered sequence number 8
      When <minutes> minutes pass
      And the second device checks in
      Then the device is told that it is up to date
      And the record of the second device is in phase Enrolled

      Examples:
        | row        | words                                                                              | minutes |
        | closed     | a window of 60 minutes that opened 30 minutes ago                                  | 40      |
        | between    | a window of 60 minutes that opened 30 minutes ago and with a window of 60 minutes that opens in 120 minutes | 90 |
        | other-day  | a window of 240 minutes that opened 30 minutes ago, on that day of the week alone  | 1440    |
        | midnight   | a window of 240 minutes that opened 30 minutes ago, on that day of the week alone  | 230     |

    @req:R-ST-47 @kind:attack
    @tp:TP-ST-47-5
    Scenario Outline: An update is held when the window has closed: <saying>
      Given a campaign for sequence number 8 with a window of 60 minutes that opened 30 minutes ago is running
      And the first device was offered sequence number 8
      And the first device has said that <saying>
      When 60 minutes pass
      And the first device checks in
      Then the device is told that it is up to date

      Examples:
        | row       | saying                               |
        | accepted  | it accepted sequence number 8        |
        | receiving | it has 64 bytes of sequence number 8 |
        | verified  | it has verified sequence number 8    |

    @req:R-ST-47 @kind:attack
    @tp:TP-ST-47-6
    Scenario: A window that is open on every other day of the week
      Given a campaign for sequence number 8 with the first device alone is running
      And the first device was offered sequence number 8
      And another campaign for sequence number 8 with a window of 120 minutes that opened 30 minutes ago, but on every other day of the week is running
      When the second device checks in
      Then the device is told that it is up to date
