@role:device-core @clause:protection @links:native
Feature: The Device core keeps its key to itself

  Background:
    Given a Device core on links as they are in the field

  @req:R-GEN-11 @kind:obey @tp:TP-DC-G11-1
  Scenario: Nobody else can read the key of the Device core
    Given it exchanges what it always does with peers whose certificates are right
    When its files, its log and its pages are looked at
    Then nobody else has a right on its key files
    And no message and no log holds a part of a private key

  @req:R-GEN-11 @kind:attack @tp:TP-DC-G11-2
  Scenario: Provoked, the Device core says nothing of its key
    Given it exchanges what it always does with peers whose certificates are right
    When it is provoked with what is no message and with what must not be believed
    Then no message and no log holds a part of a private key
    And nobody else has a right on its key files
