@role:device-core @clause:encoding
Feature: The Device core takes the one encoding of each message, and nothing else

  Rule: Bytes that are not the one encoding of a message are refused

    @req:R-GEN-04 @kind:obey @tp:TP-DC-G04-1
    Scenario: Published messages are understood
      Given a Device core in profile Secure that runs sequence number 7
      When the Communicator sends each of the published messages that a Device core is asked with
      Then each is understood

    @req:R-GEN-04 @kind:attack @tp:TP-DC-G04-2
    Scenario: Published bytes that are no message
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator sends each of the published sequences of bytes that are no message
      Then each is refused because of MalformedMessage, and nothing has changed

    @req:R-GEN-04 @kind:attack @tp:TP-DC-G04-3
    Scenario: Published bytes that are no message, in the middle of a transfer
      Given a Device core in profile Core that runs sequence number 7
      And it has accepted a package with sequence number 8
      And it has stored 1 block of the image
      When the Communicator sends each of the published sequences of bytes that are no message
      Then each is refused because of MalformedMessage, and nothing has changed

  Rule: Frames, messages, byte strings and lists are bounded before memory is allocated for them

    @req:R-GEN-05 @kind:obey @tp:TP-DC-G05-1
    Scenario: Messages at the limits are understood
      Given a Device core in profile Core that runs sequence number 7
      When the Communicator sends each of the published messages that a Device core is asked with
      Then each is understood

    @req:R-GEN-05 @kind:attack @tp:TP-DC-G05-2
    Scenario: Published bytes that announce or hold too much
      Given a Device core in profile Secure that runs sequence number 7
      And it has updated itself to sequence number 8
      When the Communicator sends each of the published sequences of bytes that announce or hold too much
      Then each is refused because of MalformedMessage or LimitExceeded, and nothing has changed

    @req:R-GEN-05 @kind:attack @tp:TP-DC-G05-3 @profile:Secure
    Scenario: Published packages beyond the limits
      Given a Device core that is what the published packages are for
      And it has accepted a package with sequence number 7, which was then cancelled
      When the Communicator delivers each of the wrong packages of the published set "limits"
      Then each is refused with the code for its fault, and nothing has changed
