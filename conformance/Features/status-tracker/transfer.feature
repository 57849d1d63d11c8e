@role:status-tracker @clause:transfer
Feature: The Status tracker follows an update and hands out the payload
  What the record says of an update comes from the device. The bytes come from whichever Firmware server has them, by digest and range. Until the device has
  installed the update it can be cancelled or another one can take its place.

  Background:
    Given a Status tracker with two Firmware servers
    And the device is enrolled and runs sequence number 7
    And the first Firmware server publishes a package with sequence number 8

  Rule: Progress is what the device reports

    @req:R-ST-12 @kind:obey
    @tp:TP-ST-12-1
    Scenario Outline: The record is <phase>
      Given the device was offered sequence number 8
      When the device says that <saying>
      Then the device is told to go on with sequence number 8
      And the record of the device is in phase <phase>
      And the record of the device has no result

      Examples:
        | row          | phase        | saying                               |
        | Accepted     | Accepted     | it accepted sequence number 8        |
        | Downloading  | Downloading  | it has 64 bytes of sequence number 8 |
        | Downloaded   | Downloaded   | it verifies sequence number 8        |
        | Verified     | Verified     | it has verified sequence number 8    |
        | Installing   | Installing   | it installs sequence number 8        |
        | AwaitingBoot | AwaitingBoot | it will boot sequence number 8 next  |
        | Trial        | Trial        | it tries sequence number 8           |

    @req:R-ST-12 @kind:obey
    @tp:TP-ST-12-2
    Scenario: The record counts the bytes that the device has
      Given the device has said that it has 64 bytes of sequence number 8
      When the device says that it has 128 bytes of sequence number 8
      Then the record of the device has 128 bytes of sequence number 8

    @req:R-ST-12 @kind:attack
    @tp:TP-ST-12-3
    Scenario: What a Communicator fetches is no progress of the device
      Given the device was offered sequence number 8
      When a Communicator fetches the whole payload of sequence number 8
      Then every block of it comes
      And the record of the device is in phase Announced
      And no update of the device is completed

    @req:R-ST-12 @kind:attack
    @tp:TP-ST-12-4
    Scenario: Forged progress
      Given the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When a Communicator relays a report of the device whose contents were changed, saying that it has verified sequence number 8
      Then it is refused because of ReportNotAuthentic
      And the record of the device is as before
      And the record of the device has 64 bytes of sequence number 8

  Rule: Payloads by digest and range

    @req:R-ST-25 @kind:obey
    @tp:TP-ST-25-1
    Scenario Outline: Bytes <first> to <last>
      When a Communicator fetches bytes <first> to <last> of sequence number 8
      Then exactly these bytes come

      Examples:
        | row     | first | last |
        | 0-0     | 0     | 0    |
        | 0-63    | 0     | 63   |
        | 64-127  | 64    | 127  |
        | 7-91    | 7     | 91   |
        | 0-149   | 0     | 149  |
        | 149-149 | 149   | 149  |

    @req:R-ST-25 @kind:obey
    @tp:TP-ST-25-2
    Scenario: From the server that has them
      Given the second Firmware server publishes a package with sequence number 9
      When a Communicator fetches bytes 0 to 63 of sequence number 9
      Then exactly these bytes come

    @req:R-ST-25 @kind:obey
    @tp:TP-ST-25-3
    Scenario: A whole payload, block by block
      When a Communicator fetches the whole payload of sequence number 8
      Then every block of it comes

    @req:R-ST-25 @kind:attack
    @tp:TP-ST-25-4
    Scenario: A payload that nobody has
      Given a Communicator has fetched bytes 0 to 63 of sequence number 8
      When a Communicator asks for bytes of a payload that nobody has
      Then it is refused because of NotAvailable

    @req:R-ST-25 @kind:attack
    @tp:TP-ST-25-5
    Scenario Outline: One of two servers that have the payload <behaviour>
      Given the second Firmware server publishes a package with sequence number 8
      And a Communicator has fetched bytes 0 to 63 of sequence number 8
      When <server> <behaviour>
      And a Communicator fetches bytes 64 to 127 of sequence number 8
      Then exactly these bytes come

      Examples:
        | row          | server                     | behaviour                |
        | first-breaks | the first Firmware server  | breaks off every request |
        | second-mute  | the second Firmware server | answers nothing          |

  Rule: One update at a time

    @req:R-ST-26 @kind:obey
    @tp:TP-ST-26-1
    Scenario: The target stays while the device works on it
      Given the device was offered sequence number 8
      When the device says that it has 64 bytes of sequence number 8
      Then the device is told to go on with sequence number 8
      And the record of the device has sequence number 8 as its only target

    @req:R-ST-26 @kind:obey
    @tp:TP-ST-26-2
    Scenario: The newer package takes the place of the older
      Given the device was offered sequence number 8
      When the second Firmware server publishes a package with sequence number 9
      And the device checks in
      Then the device is offered sequence number 9
      And the record of the device has sequence number 9 as its only target

    @req:R-ST-26 @kind:attack
    @tp:TP-ST-26-3
    Scenario: Two Communicators get no two updates for one device
      Given the other device is enrolled and runs sequence number 7
      And the device was offered sequence number 8
      When the device checks in through the Communicator of the other device
      Then the device is offered sequence number 8
      And the record of the device has sequence number 8 as its only target
      And the record of the other device is in phase Enrolled

    @req:R-ST-26 @kind:attack
    @tp:TP-ST-26-4
    Scenario Outline: A newer package while <saying>
      Given the other device is enrolled and runs sequence number 7
      And the other device was offered sequence number 8
      And the device has said that <saying>
      When the second Firmware server publishes a package with sequence number 9
      And the device checks in
      Then the device is told to go on with sequence number 8
      And the record of the device has sequence number 8 as its only target

      Examples:
        | row         | saying                              |
        | awaits-boot | it will boot sequence number 8 next |
        | trial       | it tries sequence number 8          |

  Rule: A newer package takes the place of one that is not installed

    @req:R-ST-21 @kind:obey
    @tp:TP-ST-21-1
    Scenario Outline: A newer package while <saying>
      Given the device has said that <saying>
      When the second Firmware server publishes a package with sequence number 9
      And the device checks in
      Then the device is offered sequence number 9
      And the record of the device is in phase Superseded
      And the record of the device has sequence number 9 as its only target

      Examples:
        | row       | saying                               |
        | accepted  | it accepted sequence number 8        |
        | receiving | it has 64 bytes of sequence number 8 |
        | verified  | it has verified sequence number 8    |

    @req:R-ST-21 @kind:attack
    @tp:TP-ST-21-2
    Scenario Outline: A device that has installed is directed to nothing else while <saying>
      Given the other device is enrolled and runs sequence number 7
      And the other device was directed to sequence number 9 in place of 8
      When the device says that <saying>
      Then the device is told to go on with sequence number 8
      And the record of the device has sequence number 8 as its only target

      Examples:
        | row         | saying                              |
        | awaits-boot | it will boot sequence number 8 next |
        | trial       | it tries sequence number 8          |

    @req:R-ST-21 @kind:attack
    @tp:TP-ST-21-3
    Scenario Outline: A package <peculiarity> takes no place
      Given the other device is enrolled and runs sequence number 7
      And the other device was directed to sequence number 9 in place of 8
      And the device has said that it has 64 bytes of sequence number 9
      When the first Firmware server publishes a package with sequence number 10 <peculiarity>
      And the device says that it has 128 bytes of sequence number 9
      Then the device is told to go on with sequence number 9
      And the record of the device has 128 bytes of sequence number 9

      Examples:
        | row    | peculiarity        |
        | vendor | for another vendor |
        | class  | for another class  |

  Rule: The operator cancels

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-1
    Scenario: An update that is under way is cancelled
      Given the device has said that it has 64 bytes of sequence number 8
      When the operator cancels the update of the device
      Then the cancellation is taken up
      And the record of the device is in phase Downloading

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-2
    Scenario Outline: The device is told to cancel while <saying>
      Given the device has said that <saying>
      And the operator has cancelled the update of the device
      When the device checks in
      Then the device is told to cancel sequence number 8

      Examples:
        | row         | saying                               |
        | accepted    | it accepted sequence number 8        |
        | receiving   | it has 64 bytes of sequence number 8 |
        | verified    | it has verified sequence number 8    |
        | awaits-boot | it will boot sequence number 8 next  |

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-3
    Scenario: The cancellation is recorded when the device reports it
      Given the device has said that it has 64 bytes of sequence number 8
      And the operator has cancelled the update of the device
      When the device says that the update to sequence number 8 ended with Cancelled
      Then the record of the device is in phase Cancelled
      And the record of the device has the result Cancelled, signed by the device
      And the next report of the device is answered with no update

    @req:R-ST-19 @kind:obey
    @tp:TP-ST-19-4
    Scenario: An offer that the device never took up
      Given the device was offered sequence number 8
      And the operator has cancelled the update of the device
      When the device checks in
      Then the record of the device is in phase Cancelled

    @req:R-ST-19 @kind:attack
    @tp:TP-ST-19-5
    Scenario: What was only ordered, or only relayed, is not yet cancelled
      Given the device has said that it has 64 bytes of sequence number 8
      And the operator has cancelled the update of the device
      When a Communicator relays that the device refused sequence number 8 because of Cancelled
      Then the device is told to cancel sequence number 8
      And the record of the device is in phase Downloading

    @req:R-ST-19 @kind:attack
    @tp:TP-ST-19-6
    Scenario: A forged cancellation
      Given the device has said that it has 64 bytes of sequence number 8
      And the operator has cancelled the update of the device
      When a Communicator relays a report of the device that a stranger signed, saying that the update to sequence number 8 ended with Cancelled
      Then it is refused because of ReportNotAuthentic
      And the record of the device is in phase Downloading

    @req:R-ST-19 @kind:attack
    @tp:TP-ST-19-7
    Scenario: A device on trial is not told to cancel
      Given the device has said that it has verified sequence number 8
      And the operator has cancelled the update of the device
      When the device says that it tries sequence number 8
      Then the device is told to go on with sequence number 8

  Rule: A package is withdrawn

    @req:R-ST-20 @kind:obey
    @tp:TP-ST-20-1
    Scenario Outline: The package is withdrawn while <saying>
      Given the device has said that <saying>
      When the first Firmware server withdraws the package with sequence number 8
      And the device checks in
      Then the device is told to cancel sequence number 8

      Examples:
        | row         | saying                               |
        | accepted    | it accepted sequence number 8        |
        | receiving   | it has 64 bytes of sequence number 8 |
        | verified    | it has verified sequence number 8    |
        | awaits-boot | it will boot sequence number 8 next  |

    @req:R-ST-20 @kind:obey
    @tp:TP-ST-20-2
    Scenario: An offer that was not taken up is not made again
      Given the other device is enrolled in profile Core and runs sequence number 7
      And the other device was offered sequence number 8
      When the first Firmware server withdraws the package with sequence number 8
      And the other device checks in
      Then the device is told that it is up to date

    @req:R-ST-20 @kind:attack
    @tp:TP-ST-20-3
    Scenario Outline: A server that <behaviour> has withdrawn nothing
      Given the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the first Firmware server <behaviour>
      And the device checks in
      Then the device is told to go on with sequence number 8

      Examples:
        | row        | behaviour                              |
        | breaks-off | breaks off every request               |
        | silent     | answers nothing                        |
        | refuses    | refuses every request                  |
        | babbles    | answers with bytes that are no message |

    @req:R-ST-20 @kind:attack
    @tp:TP-ST-20-4
    Scenario: What one of two servers withdraws is still published
      Given the second Firmware server publishes a package with sequence number 8
      And the device was offered sequence number 8
      And the device has said that it has 64 bytes of sequence number 8
      When the first Firmware server withdraws the package with sequence number 8
      And the device checks in
      Then the device is told to go on with sequence number 8

    @req:R-ST-20 @kind:attack
    @tp:TP-ST-20-5
    Scenario: A device that completed the update keeps it
      Given the device has completed the update to sequence number 8
      When the first Firmware server withdraws the package with sequence number 8
      And the device checks in
      Then the device is told that it is up to date
      And the update of the device is still completed
