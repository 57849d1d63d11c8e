@role:firmware-server @clause:protection @links:native
Feature: The Firmware server knows who asks
  Status trackers may ask for packages, authors may publish them, because of their certificates.

  Background:
    Given a Firmware server on links as they are in the field

  @req:R-GEN-10 @kind:obey @tp:TP-FS-G10-1
  Scenario: A Status tracker asks for the catalogue
    When a Status tracker with a right certificate tries to ask for the catalogue
    Then that is granted

  @req:R-GEN-10 @kind:attack @tp:TP-FS-G10-2
  Scenario Outline: Whoever is not known learns nothing
    Given a Status tracker with a right certificate could ask for the catalogue
    When <somebody> tries to ask for the catalogue
    Then nothing but a refusal comes back

    Examples:
      | row      | somebody                                       |
      | none     | a Status tracker without a certificate         |
      | stranger | a Status tracker with a stranger's certificate |
      | expired  | a Status tracker with an expired certificate   |
      | version  | a Status tracker over TLS 1.2                  |

  @req:R-FS-01 @kind:obey @tp:TP-FS-01-1
  Scenario: An author publishes
    When an author with a right certificate tries to publish a package
    Then that is granted
    And the package is in the catalogue

  @req:R-FS-01 @kind:attack @tp:TP-FS-01-2
  Scenario Outline: Nobody else publishes
    Given an author with a right certificate could publish a package
    When <somebody> tries to publish a package
    Then nothing but a refusal comes back
    And the package is not in the catalogue

    Examples:
      | row      | somebody                                 |
      | none     | an author without a certificate          |
      | stranger | an author with a stranger's certificate  |
      | tracker  | a Status tracker with a right certificate |
      | operator | an operator with a right certificate     |

  @req:R-FS-01 @kind:attack @tp:TP-FS-01-3
  Scenario: Nobody else withdraws
    Given an author with a right certificate could publish a package
    When a Status tracker with a right certificate tries to withdraw the package
    Then nothing but a refusal comes back
    And the package is in the catalogue

  @req:R-GEN-11 @kind:obey @tp:TP-FS-G11-1
  Scenario: Nobody else can read the key of the Firmware server
    Given it exchanges what it always does with peers whose certificates are right
    When its files, its log and its pages are looked at
    Then nobody else has a right on its key files
    And no message and no log holds a part of a private key

  @req:R-GEN-11 @kind:attack @tp:TP-FS-G11-2
  Scenario: Provoked, the Firmware server says nothing of its key
    Given it exchanges what it always does with peers whose certificates are right
    When it is provoked with what is no message and with what must not be believed
    Then no message and no log holds a part of a private key
    And nobody else has a right on its key files

  @req:R-GEN-15 @kind:obey @tp:TP-FS-G15-1
  Scenario: Logs and pages of the Firmware server hold nothing that passes through it
    Given a package passes through it
    When its files, its log and its pages are looked at
    Then its log and its pages hold no key, no image and no envelope
