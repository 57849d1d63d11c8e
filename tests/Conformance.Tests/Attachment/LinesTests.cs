using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>The lines of UPPER-TESTER.md, and every way to get them wrong.</summary>
public sealed class LinesTests
{
    private static readonly Outside Silent = new(_ => Reply.None);

    [Fact]
    public void An_order_is_answered()
    {
        string? order = null;
        using var shim = new Shim((reader, writer) =>
        {
            order = reader.ReadLine();
            writer.Write("{\"id\":1,\"result\":{\"now\":5}}\n");
        });
        using var tester = shim.Connect(Shim.Long);

        var result = tester.Perform("clock", new JsonObject { ["advance"] = 7 }, Silent);

        Assert.Equal(5, Fields.Number(result, "now"));
        Assert.Equal("""{"id":1,"verb":"clock","arguments":{"advance":7}}""", order);
    }

    [Fact]
    public void Asks_and_says_are_heard_in_order_before_the_answer()
    {
        var replies = new List<string?>();
        using var shim = new Shim((reader, writer) =>
        {
            reader.ReadLine();
            foreach (var peer in new[] { "answers", "fails", "holds" })
            {
                writer.Write($$"""{"ask":3,"link":"tracker","to":"{{peer}}","message":"{{Base64("hi")}}"}""" + "\n");
                replies.Add(reader.ReadLine());
            }

            writer.Write($$"""{"say":"device","message":"{{Base64("psst")}}"}""" + "\n");
            writer.Write("{\"id\":1,\"result\":{}}\n");
        });
        using var tester = shim.Connect(Shim.Long);
        var outside = new Outside(to => to switch
        {
            "answers" => new Reply.Answered(Encoding.UTF8.GetBytes("yes")),
            "fails" => Reply.BrokenOff,
            _ => Reply.None,
        });

        tester.Perform("clock", [], outside);

        Assert.Equal(["3 Tracker answers hi", "3 Tracker fails hi", "3 Tracker holds hi", "Device psst"], outside.Heard);
        Assert.Equal([$$"""{"reply":3,"answer":"{{Base64("yes")}}"}""", """{"reply":3,"failed":true}""", """{"reply":3,"held":true}"""], replies);
    }

    [Theory]
    [InlineData("unimplemented", UpperTesterError.Unimplemented)]
    [InlineData("invalid", UpperTesterError.Invalid)]
    [InlineData("busy", UpperTesterError.Busy)]
    [InlineData("failed", UpperTesterError.Failed)]
    public void An_error_is_the_upper_testers(string kind, UpperTesterError error)
    {
        using var shim = Shim.Saying($$$"""{"id":1,"error":{"kind":"{{{kind}}}","message":"no clock"}}""");
        using var tester = shim.Connect(Shim.Long);

        var exception = Assert.Throws<UpperTesterException>(() => tester.Perform("clock", [], Silent));

        Assert.Equal((error, "no clock"), (exception.Error, exception.Message));
    }

    [Theory]
    [InlineData("Loading firmware...", AttachmentFault.Garbage, "Loading firmware...")]
    [InlineData("", AttachmentFault.Garbage, "\"\"")]
    [InlineData("[1]", AttachmentFault.Garbage, "[1]")]
    [InlineData("{\"id\":1,\"result\":{}} {}", AttachmentFault.Garbage, "} {}")]
    [InlineData("{\"id\":1,\"id\":1,\"result\":{}}", AttachmentFault.Garbage, "\"id\":1,\"id\":1")]
    [InlineData("{\"id\":2,\"result\":{}}", AttachmentFault.WrongAnswer, "id 2")]
    [InlineData("{\"id\":1,\"result\":{},\"more\":1}", AttachmentFault.WrongAnswer, "more")]
    [InlineData("{\"id\":1,\"result\":7}", AttachmentFault.WrongAnswer, "'result'")]
    [InlineData("{\"id\":\"1\",\"result\":{}}", AttachmentFault.WrongAnswer, "'id'")]
    [InlineData("{\"id\":1}", AttachmentFault.WrongAnswer, "{\"id\":1}")]
    [InlineData("{\"id\":1,\"error\":{\"kind\":\"odd\",\"message\":\"\"}}", AttachmentFault.WrongAnswer, "odd")]
    [InlineData("{\"id\":1,\"error\":{\"kind\":\"busy\"}}", AttachmentFault.WrongAnswer, "kind and message")]
    [InlineData("{\"ask\":1,\"link\":\"moon\",\"to\":\"x\",\"message\":\"\"}", AttachmentFault.WrongAnswer, "moon")]
    [InlineData("{\"ask\":1,\"link\":\"device\",\"to\":\"x\",\"message\":\"%\"}", AttachmentFault.WrongAnswer, "base64")]
    [InlineData("{\"say\":\"device\"}", AttachmentFault.WrongAnswer, "say")]
    public void What_is_no_line_of_the_interface_is_a_fault_with_the_line(string line, AttachmentFault fault, string quoted)
    {
        using var shim = Shim.Saying(line);
        using var tester = shim.Connect(Shim.Long);

        var exception = Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent));

        Assert.Equal(fault, exception.Fault);
        Assert.Contains(quoted, exception.Message, StringComparison.Ordinal);
        Assert.Equal(fault, Assert.Throws<AttachmentException>(() => tester.Perform("bye", [], Silent)).Fault);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_garbage()
    {
        using var shim = new Shim((reader, writer) =>
        {
            reader.ReadLine();
            writer.BaseStream.Write([0x7B, 0xFF, 0x0A]);
            reader.ReadLine();
        });
        using var tester = shim.Connect(Shim.Long);

        var exception = Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent));

        Assert.Equal(AttachmentFault.Garbage, exception.Fault);
        Assert.Contains("7bff", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_closes_has_died()
    {
        using var shim = new Shim((reader, _) => reader.ReadLine());
        using var tester = shim.Connect(Shim.Long);

        var exception = Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent));

        Assert.Equal(AttachmentFault.Died, exception.Fault);
        Assert.Contains("'reset'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_silent_hangs_and_the_deadline_is_named()
    {
        using var shim = Shim.Saying();
        using var tester = shim.Connect(Shim.Short);

        var exception = Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent));

        Assert.Equal(AttachmentFault.Hung, exception.Fault);
        Assert.Contains("0.4 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_floods()
    {
        using var shim = new Shim((reader, writer) =>
        {
            reader.ReadLine();
            var chunk = new string('x', 64 * 1024);
            for (var sent = 0; sent < 64; sent++) writer.Write(chunk);
            reader.ReadLine();
        });
        using var tester = shim.Connect(Shim.Long);

        Assert.Equal(AttachmentFault.Flooded, Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent)).Fault);
    }

    [Fact]
    public void Says_without_end_flood()
    {
        using var shim = new Shim((reader, writer) =>
        {
            reader.ReadLine();
            writer.AutoFlush = false;
            for (var sent = 0; sent <= LinesUpperTester.MostLines; sent++) writer.Write("{\"say\":\"device\",\"message\":\"\"}\n");
            writer.Flush();
            reader.ReadLine();
        });
        using var tester = shim.Connect(Shim.Long);

        Assert.Equal(AttachmentFault.Flooded, Assert.Throws<AttachmentException>(() => tester.Perform("reset", [], Silent)).Fault);
    }

    [Fact]
    public void A_message_that_no_line_can_hold_is_not_sent()
    {
        using var shim = Shim.Saying("{\"id\":2,\"result\":{}}");
        using var tester = shim.Connect(Shim.Long);

        var exception = Assert.Throws<UpperTesterException>(() => tester.Perform("link", new JsonObject { ["message"] = new string('x', LinesUpperTester.MostLine) }, Silent));

        Assert.Equal(UpperTesterError.Unimplemented, exception.Error);
        Assert.Empty(tester.Perform("clock", [], Silent));
    }

    [Fact]
    public void A_fault_of_the_suites_own_peers_is_thrown_after_the_conversation_has_come_to_its_end()
    {
        using var shim = new Shim((reader, writer) =>
        {
            reader.ReadLine();
            writer.Write("{\"ask\":1,\"link\":\"tracker\",\"to\":\"tracker\",\"message\":\"\"}\n");
            Assert.Equal("""{"reply":1,"failed":true}""", reader.ReadLine());
            writer.Write("{\"id\":1,\"result\":{}}\n");
            reader.ReadLine();
            writer.Write("{\"id\":2,\"result\":{\"now\":1}}\n");
        });
        using var tester = shim.Connect(Shim.Long);

        Assert.Throws<NotSupportedException>(() => tester.Perform("clock", [], new Outside(_ => throw new NotSupportedException())));

        Assert.Single(tester.Perform("clock", [], Silent));
    }

    [Fact]
    public void Nobody_at_the_address_is_missing()
    {
        var point = new Shim((_, _) => { });
        point.Dispose();

        var exception = Assert.Throws<AttachmentException>(() => point.Connect(Shim.Short));

        Assert.Equal(AttachmentFault.Missing, exception.Fault);
        Assert.Contains(point.Point.ToString(), exception.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
