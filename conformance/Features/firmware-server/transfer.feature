@role:firmware-server @clause:transfer
Feature: The Firmware server serves any range of bytes of a payload
  A Status tracker fetches what a device wants next, whatever that is, and goes on where it was after anything.

  Background:
    Given a Firmware server that believes the author

  Rule: A payload is served by its digest, unchanged, in any range that is asked for

    @kind:obey @req:R-FS-07 @tp:TP-FS-07-1
    Scenario Outline: <length> bytes from byte <offset> of 1000
      Given the author has published package 1 of 1000 bytes
      When a Status tracker asks for <length> bytes from byte <offset> of the payload of package 1
      Then these bytes of the payload of package 1 are served

      Examples:
        | row       | length | offset |
        | whole     | 1000   | 0      |
        | first     | 1      | 0      |
        | second    | 1      | 1      |
        | last      | 1      | 999    |
        | but-first | 999    | 1      |
        | but-last  | 999    | 0      |
        | middle    | 333    | 332    |
        | block     | 64     | 128    |

    @kind:obey @req:R-FS-07 @tp:TP-FS-07-2
    Scenario: The largest block, and the byte after it
      When the author publishes package 1 of 262145 bytes
      And the author uploads the payload of package 1
      And a Status tracker asks for 262144 bytes from byte 1 of the payload of package 1
      Then these bytes of the payload of package 1 are served

    @kind:obey @req:R-FS-07 @tp:TP-FS-07-3
    Scenario: Many ranges
      Given the author has published package 1 of 5000 bytes
      When a Status tracker asks for 5000 bytes from byte 0 of the payload of package 1
      Then these bytes of the payload of package 1 are served
      And 40 ranges of chance of the payload of package 1 are served

    @kind:attack @req:R-FS-07 @tp:TP-FS-07-4
    Scenario Outline: <length> bytes from byte <offset> of 1000, which are not all there
      Given the author has published package 1 of 1000 bytes
      When a Status tracker asks for <length> bytes from byte <offset> of the payload of package 1
      Then no bytes are served that the payload of package 1 does not have
      And package 1 is listed and served as the author made it

      Examples:
        | row     | length | offset     |
        | behind  | 1      | 1000       |
        | across  | 2      | 999        |
        | more    | 1001   | 0          |
        | largest | 262144 | 1          |
        | far     | 1      | 4294967296 |
        | around  | 262144 | 4294967295 |

  Rule: Firmware packages are distributed

    @kind:obey @req:R-FS-19 @tp:TP-FS-19-1
    Scenario Outline: A package <shape> goes from the author to a Status tracker
      When the author publishes package 1 <shape>
      And the author uploads what is missing of package 1
      Then package 1 is listed and served as the author made it

      Examples:
        | row    | shape                   |
        | one    | with one payload        |
        | three  | with three payloads     |
        | inside | with its payload inside |
        | large  | of 300000 bytes         |

    @kind:attack @req:R-FS-19 @tp:TP-FS-19-2
    Scenario: A crash in the middle of a transfer
      Given the author has published package 1 of 1000 bytes
      And a Status tracker has received half of the payload of package 1
      When the server crashes and starts again
      And the Status tracker goes on with the payload of package 1
      Then the Status tracker has the payload of package 1 as the author made it

    @kind:attack @req:R-FS-19 @tp:TP-FS-19-3
    Scenario: A newer package in the middle of a transfer
      Given the author has published package 1 of 1000 bytes
      And a Status tracker has received half of the payload of package 1
      When the author publishes package 2 with its payload inside
      And the Status tracker goes on with the payload of package 1
      Then the Status tracker has the payload of package 1 as the author made it
      And package 2 is listed and served as the author made it
