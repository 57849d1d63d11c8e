@role:communicator @clause:encoding
Feature: The Communicator takes for a message only what is one

  Rule: Bytes that are not the one encoding of a message are none

    @req:R-GEN-04 @kind:attack @tp:TP-CM-G04-2
    Scenario: Answers that are nearly messages
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered anew for each way in which bytes are no message, and each kind of request is answered so once
      Then it acts on no answer that is none
      And the Device core is updated to sequence number 9

  Rule: What exceeds a limit is no message

    @req:R-GEN-05 @kind:obey @tp:TP-CM-G05-1
    Scenario: Blocks of the largest size are carried
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and the Device core wants blocks of the largest size
      Then every wanted block comes to the Device core

    @req:R-GEN-05 @kind:attack @tp:TP-CM-G05-2
    Scenario: Answers over a limit
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered anew for each limit, and one answer exceeds it
      Then it acts on no answer that is none
      And the Device core is updated to sequence number 9

  Rule: The same input in the same state has the same effect

    @req:R-GEN-07 @kind:obey @tp:TP-CM-G07-1
    Scenario: The same update twice
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      When sequence number 8 is offered, and then the same conversation is held from the beginning
      Then it asks the same a second time

    @req:R-GEN-07 @kind:attack @tp:TP-CM-G07-2
    Scenario Outline: The same update twice, in which one <request> <fault>
      Given a Communicator beside a Device core in profile Secure that runs sequence number 7
      And it has updated the Device core to sequence number 8
      When sequence number 9 is offered and one <request> <fault>, and then the same conversation is held from the beginning
      Then it asks the same a second time

      Examples:
        | row     | request       | fault                    |
        | garbage | block request | is answered with garbage |
        | refused | delivery      | is refused               |
        | broken  | check-in      | cannot be delivered      |
