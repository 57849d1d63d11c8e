@role:firmware-server @clause:encoding
Feature: The Firmware server speaks in one encoding, within limits
  What is not the one encoding of a message is refused before anything of it is used. The same requests in their encoding have been answered before.

  Background:
    Given a Firmware server that believes the author
    And the author has published package 1

  Rule: Bytes that are not the one encoding of a message are refused

    @kind:obey @req:R-GEN-04 @tp:TP-FS-G04-1
    Scenario: Every request in its one encoding
      When author and Status tracker ask in every way about package 1
      Then each request has the answer that belongs to it

    @kind:attack @req:R-GEN-04 @tp:TP-FS-G04-2
    Scenario: Everything that is no message
      When everything that is no message is sent to the server
      Then each of them is refused
      And nothing has changed in the catalogue

  Rule: What comes in is bounded before memory is spent on it

    @kind:obey @req:R-GEN-05 @tp:TP-FS-G05-1
    Scenario: A block and a payload as large as a block may be
      When the author publishes package 2 of 262144 bytes
      And the author uploads the payload of package 2
      Then package 2 is listed and served as the author made it

    @kind:obey @req:R-GEN-05 @tp:TP-FS-G05-2
    Scenario: An envelope as large as an envelope may be
      When the author publishes package 2 whose envelope has 65536 bytes
      And the author uploads the payload of package 2
      Then package 2 is listed and served as the author made it

    @kind:attack @req:R-GEN-05 @tp:TP-FS-G05-3
    Scenario: Everything that goes beyond a limit
      When everything that goes beyond a limit is sent to the server
      Then each of them is refused
      And nothing has changed in the catalogue
