@role:communicator @clause:protection @links:native
Feature: The Communicator and its Status tracker know each other
  Who checks in, and whom it is told what to do, is certain before anything is said.

  Background:
    Given a Communicator on links as they are in the field

  @req:R-GEN-10 @req:R-CM-14 @kind:obey @tp:TP-CM-14-1
  Scenario: The Communicator presents its certificate
    When it asks its peer
    Then it shows a certificate of a Communicator over TLS 1.3

  @kind:attack @tp:TP-CM-14-2
  Scenario Outline: The Communicator sends nothing to a Status tracker that it cannot believe
    Given the peer that it asks has been asked with a right certificate shown
    When it meets <somebody> in place of its peer
    Then nothing is sent

    @req:R-GEN-10 @req:R-CM-14
    Examples:
      | row      | somebody                                                |
      | stranger | a Status tracker with a stranger's certificate          |
      | expired  | a Status tracker with an expired certificate            |
      | address  | a Status tracker with a certificate for another address |

    @req:R-CM-14
    Examples:
      | row      | somebody                                                |
      | role     | a Firmware server with a right certificate              |

    @req:R-GEN-10
    Examples:
      | row      | somebody                                                |
      | version  | a Status tracker over TLS 1.2                           |

  @req:R-GEN-11 @kind:obey @tp:TP-CM-G11-1
  Scenario: Nobody else can read the key of the Communicator
    Given it exchanges what it always does with peers whose certificates are right
    When its files, its log and its pages are looked at
    Then nobody else has a right on its key files
    And no message and no log holds a part of a private key

  @req:R-GEN-11 @kind:attack @tp:TP-CM-G11-2
  Scenario: Provoked, the Communicator says nothing of its key
    Given it exchanges what it always does with peers whose certificates are right
    When it is provoked with what is no message and with what must not be believed
    Then no message and no log holds a part of a private key
    And nobody else has a right on its key files

  @req:R-GEN-15 @kind:obey @tp:TP-CM-G15-1
  Scenario: Logs and pages of the Communicator hold nothing that passes through it
    Given a package passes through it
    When its files, its log and its pages are looked at
    Then its log and its pages hold no key, no image and no envelope
