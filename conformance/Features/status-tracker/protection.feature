@role:status-tracker @clause:protection @links:native
Feature: The Status tracker knows who asks and whom it asks
  A Communicator may check in, an operator may operate, and a Firmware server is believed to be one because of their certificates.

  Background:
    Given a Status tracker on links as they are in the field

  @req:R-GEN-10 @req:R-ST-30 @kind:obey @tp:TP-ST-30-1
  Scenario: A Communicator checks in for an enrolled device
    Given an operator with a right certificate could enrol a device
    When a Communicator with a right certificate tries to check in
    Then that is granted

  @kind:attack @tp:TP-ST-30-2
  Scenario Outline: Nobody else checks in
    Given a device is enrolled and has checked in through a Communicator with a right certificate
    When <somebody> tries to check in
    Then nothing but a refusal comes back
    And that check-in has changed nothing

    @req:R-GEN-10 @req:R-ST-30
    Examples:
      | row       | somebody                                      |
      | none      | a Communicator without a certificate          |
      | stranger  | a Communicator with a stranger's certificate  |

    @req:R-GEN-10
    Examples:
      | row       | somebody                                      |
      | expired   | a Communicator with an expired certificate    |
      | version   | a Communicator over TLS 1.2                   |

    @req:R-ST-30
    Examples:
      | row       | somebody                                      |
      | author    | an author with a right certificate            |

  @req:R-ST-30 @kind:obey @tp:TP-ST-30-3
  Scenario: An operator enrols a device
    When an operator with a right certificate tries to enrol a device
    Then that is granted
    And the device is enrolled

  @req:R-ST-30 @kind:attack @tp:TP-ST-30-4
  Scenario Outline: Nobody else operates
    Given an operator with a right certificate could enrol a device
    When <somebody> tries to enrol a device
    Then nothing but a refusal comes back
    And the device is not enrolled

    Examples:
      | row          | somebody                                   |
      | communicator | a Communicator with a right certificate    |
      | author       | an author with a right certificate         |
      | none         | an operator without a certificate          |
      | stranger     | an operator with a stranger's certificate  |

  @req:R-ST-30 @kind:attack @tp:TP-ST-30-5
  Scenario: A Communicator learns nothing of the devices
    Given an operator with a right certificate could ask where the devices are
    When a Communicator with a right certificate tries to ask where the devices are
    Then nothing but a refusal comes back

  @req:R-GEN-10 @kind:obey @tp:TP-ST-G10-1
  Scenario: The Status tracker presents its certificate to a Firmware server
    When it asks its peer
    Then it shows a certificate of a Status tracker over TLS 1.3

  @req:R-GEN-10 @kind:attack @tp:TP-ST-G10-2
  Scenario Outline: The Status tracker asks nobody whom it cannot believe
    Given the peer that it asks has been asked with a right certificate shown
    When it meets <somebody> in place of its peer
    Then nothing is sent

    Examples:
      | row      | somebody                                                 |
      | stranger | a Firmware server with a stranger's certificate          |
      | expired  | a Firmware server with an expired certificate            |
      | address  | a Firmware server with a certificate for another address |
      | version  | a Firmware server over TLS 1.2                           |

  @req:R-GEN-11 @kind:obey @tp:TP-ST-G11-1
  Scenario: Nobody else can read the keys of the Status tracker
    Given it exchanges what it always does with peers whose certificates are right
    When its files, its log and its pages are looked at
    Then nobody else has a right on its key files
    And no message and no log holds a part of a private key

  @req:R-GEN-11 @kind:attack @tp:TP-ST-G11-2
  Scenario: Provoked, the Status tracker says nothing of its keys
    Given it exchanges what it always does with peers whose certificates are right
    When it is provoked with what is no message and with what must not be believed
    Then no message and no log holds a part of a private key
    And nobody else has a right on its key files

  @req:R-GEN-15 @kind:obey @tp:TP-ST-G15-1
  Scenario: Logs and pages of the Status tracker hold nothing that passes through it
    Given a package passes through it
    When its files, its log and its pages are looked at
    Then its log and its pages hold no key, no image and no envelope
