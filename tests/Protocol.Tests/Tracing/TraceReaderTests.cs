using System.Text;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Protocol.Tests.Tracing;

/// <summary>The strict reader of traces (spec/trace-format.md): what it takes, what it names, and where.</summary>
public sealed class TraceReaderTests
{
    private const string Header = """{"trace":"secup-iot/1","source":"test"}""";
    private const string Start = """{"machine":"Communicator","subject":"d1","started":"Waiting"}""";
    private const string Device = """{"machine":"DeviceCore","subject":"00000001-0000-0000-0000-000000000001","phase":"Idle","trigger":"StatusAsked","next":"Idle","device":DATA}""";
    private const string Record = """{"machine":"StatusTracker","subject":"00000001-0000-0000-0000-000000000001","started":"Enrolled","record":DATA}""";

    private static readonly ImageName Image = new(new SequenceNumber(2), Digest.Of("image"u8));

    private static readonly TraceDirective Directive = new(
        ShortDigest.Of("directive"u8), DirectiveKind.Install, new DeviceId(new Guid(1, 0, 0, new byte[8])), Image.Manifest, ShortDigest.Of("nonce"u8));

    [Fact]
    public void What_was_written_is_read_back()
    {
        TraceEvent[] events =
        [
            new(TraceMachine.DeviceCore, Directive.Device.ToString(), "Idle")
            {
                Seq = 1,
                At = 1_700_000_000_000,
                Step = new("Idle", "StatusAsked", null),
                Device = new()
                {
                    Profile = new(Profile.Secure),
                    Confirmed = new(Image),
                    Candidate = new(new(Image, "Receiving", 64, 192)),
                    Outcome = new(new Outcome(Image, ResultCode.SelfTestFailed, 3)),
                    Running = new(Image),
                    Nonce = new(Directive.Nonce),
                    Suspected = new(true),
                    Report = ulong.MaxValue,
                    Directive = new(Directive),
                },
            },
            new(TraceMachine.DeviceCore, Directive.Device.ToString(), "Off")
            {
                Device = new() { Confirmed = new(null), Candidate = new(null), Outcome = new(null), Running = new(null), Nonce = new(null), Directive = new(null) },
            },
            new(TraceMachine.StatusTracker, Directive.Device.ToString(), "Enrolled")
            {
                Step = new("Enrolled", "ReportRefused", ResultCode.StaleReport),
                Record = new()
                {
                    Profile = new(Profile.Core),
                    Target = new(Image),
                    Confirmed = new(null),
                    Result = new(ResultCode.None),
                    Verified = new(false),
                    Counter = new(7),
                    Completed = new(false),
                    CancelWanted = new(true),
                    Directive = Directive with { Kind = DirectiveKind.UpToDate, Manifest = null },
                },
            },
            new(TraceMachine.FirmwareServer, $"F1/{Image.Manifest.ToHex()}", "Staged") { Package = new() { Number = new(Image.Number), Missing = new(2) } },
            new(TraceMachine.ServerLink, "F1", "Unsynchronised"),
            new(TraceMachine.Communicator, "türkis \"1\"", "Waiting"),
        ];
        var header = new TraceHeader("test", new(StolenKey.Author, StolenKey.Device));

        var read = TraceReader.Read("file", (byte[])[.. TraceWriter.Line(header), .. events.SelectMany(TraceWriter.Line)]);

        Assert.Null(read.Error);
        Assert.Equal(header, read.Value.Header);
        Assert.Equal(events, read.Value.Entries.Select(entry => entry.Event));
        Assert.Equal(Enumerable.Range(2, events.Length), read.Value.Entries.Select(entry => entry.Line));
        Assert.False(read.Value.Torn);
    }

    [Theory]
    [InlineData("", TraceFault.NotJson, "")]
    [InlineData("hello", TraceFault.NotJson, "")]
    [InlineData("[1]", TraceFault.NotJson, "")]
    [InlineData(Start, TraceFault.NoHeader, "")]
    [InlineData("""{"trace":"secup-iot/2","source":"test"}""", TraceFault.NoHeader, "trace")]
    [InlineData("""{"trace":"secup-iot/1"}""", TraceFault.MissingField, "source")]
    [InlineData("""{"trace":"secup-iot/1","source":"test","stolen":["Luck"]}""", TraceFault.UnknownName, "stolen")]
    [InlineData("""{"trace":"secup-iot/1","source":"test","stolen":[1]}""", TraceFault.WrongType, "stolen")]
    [InlineData("""{"trace":"secup-iot/1","source":"test","profile":"Core"}""", TraceFault.UnknownField, "profile")]
    public void A_header_that_is_none_is_named(string header, TraceFault fault, string field) => AssertFault(1, fault, field, header + "\n");

    [Fact]
    public void An_empty_file_has_no_header() => AssertFault(1, TraceFault.NoHeader, "", "");

    [Theory]
    [InlineData("", TraceFault.NotJson, "")]
    [InlineData("""{"machine":"Communicator","machine":"Communicator","subject":"d1","started":"Waiting"}""", TraceFault.NotJson, "")]
    [InlineData("""{"machine":"Toaster","subject":"d1","started":"Waiting"}""", TraceFault.UnknownName, "machine")]
    [InlineData("""{"machine":"Communicator","subject":"","started":"Waiting"}""", TraceFault.OutOfRange, "subject")]
    [InlineData("""{"machine":"Communicator","subject":"a\u0007","started":"Waiting"}""", TraceFault.OutOfRange, "subject")]
    [InlineData("""{"machine":"DeviceCore","subject":"d1","started":"Off"}""", TraceFault.OutOfRange, "subject")]
    [InlineData("""{"machine":"DeviceCore","subject":"0000000A-0000-0000-0000-000000000001","started":"Off"}""", TraceFault.OutOfRange, "subject")]
    [InlineData("""{"machine":"Communicator","subject":"d1","phase":"Waiting","trigger":"PollDue"}""", TraceFault.MissingField, "next")]
    [InlineData("""{"machine":"Communicator","subject":"d1","phase":"Waiting","next":"Waiting"}""", TraceFault.MissingField, "trigger")]
    [InlineData("""{"machine":"Communicator","subject":"d1","phase":1,"trigger":"PollDue","next":"Waiting"}""", TraceFault.WrongType, "phase")]
    [InlineData("""{"machine":"Communicator","subject":"d1","phase":"Waiting","trigger":"PollDue","next":"Waiting","refused":"Luck"}""", TraceFault.UnknownName, "refused")]
    [InlineData("""{"machine":"Communicator","subject":"d1","phase":"Waiting","trigger":"PollDue","next":"Waiting","refused":"Success"}""", TraceFault.OutOfRange, "refused")]
    [InlineData("""{"machine":"Communicator","subject":"d1","started":"Waiting","phase":"Waiting"}""", TraceFault.UnknownField, "phase")]
    [InlineData("""{"machine":"Communicator","subject":"d1","started":"Waiting","device":{}}""", TraceFault.UnknownField, "device")]
    [InlineData("""{"machine":"Communicator","subject":"d1","started":"Waiting","seq":-1}""", TraceFault.OutOfRange, "seq")]
    [InlineData("""{"machine":"Communicator","subject":"d1","started":"Waiting","seq":1.5}""", TraceFault.OutOfRange, "seq")]
    [InlineData("""{"machine":"Communicator","subject":"d1","started":"Waiting","at":18446744073709551615}""", TraceFault.OutOfRange, "at")]
    public void An_event_that_is_none_is_named_with_its_line(string line, TraceFault fault, string field) => AssertFault(3, fault, field, $"{Header}\n{Start}\n{line}\n");

    [Theory]
    [InlineData("""[]""", TraceFault.WrongType, "device")]
    [InlineData("""{"profile":"Silver"}""", TraceFault.UnknownName, "device.profile")]
    [InlineData("""{"confirmed":{"number":1}}""", TraceFault.MissingField, "device.confirmed.manifest")]
    [InlineData("""{"confirmed":{"number":1,"manifest":"AB"}}""", TraceFault.OutOfRange, "device.confirmed.manifest")]
    [InlineData("""{"confirmed":7}""", TraceFault.WrongType, "device.confirmed")]
    [InlineData("""{"nonce":"00"}""", TraceFault.OutOfRange, "device.nonce")]
    [InlineData("""{"suspected":"yes"}""", TraceFault.WrongType, "device.suspected")]
    [InlineData("""{"running":null,"colour":"red"}""", TraceFault.UnknownField, "device.colour")]
    [InlineData("""{"candidate":{"number":1,"manifest":"0000000000000000000000000000000000000000000000000000000000000000","stage":"Late","received":0,"total":1}}""", TraceFault.UnknownName, "device.candidate.stage")]
    [InlineData("""{"directive":{"digest":"0000000000000000","kind":"Install","device":"x","manifest":null,"nonce":"0000000000000000"}}""", TraceFault.OutOfRange, "device.directive.device")]
    public void Data_of_a_device_that_are_none_are_named_with_their_path(string data, TraceFault fault, string field) =>
        AssertFault(2, fault, field, $"{Header}\n{Device.Replace("DATA", data, StringComparison.Ordinal)}\n");

    [Theory]
    [InlineData("""{"counter":"7"}""", TraceFault.WrongType, "record.counter")]
    [InlineData("""{"directive":null}""", TraceFault.WrongType, "record.directive")]
    [InlineData("""{"result":null}""", TraceFault.WrongType, "record.result")]
    public void Data_of_a_record_that_are_none_are_named_with_their_path(string data, TraceFault fault, string field) =>
        AssertFault(2, fault, field, $"{Header}\n{Record.Replace("DATA", data, StringComparison.Ordinal)}\n");

    [Fact]
    public void Other_fields_may_stand_inside_x()
    {
        var read = TraceReader.Read("file", Encoding.UTF8.GetBytes("""
            {"trace":"secup-iot/1","source":"test","x":[1,2]}
            {"machine":"DeviceCore","subject":"00000001-0000-0000-0000-000000000001","started":"Off","x":{"mood":"good"},"device":{"running":null,"x":{"slot":"A"}}}

            """));

        Assert.Null(read.Error);
        Assert.Single(read.Value.Entries);
    }

    [Fact]
    public void A_last_line_that_is_not_whole_is_left_out()
    {
        var whole = Encoding.UTF8.GetBytes($"{Header}\n{Start}\n{Start}");
        var second = Encoding.UTF8.GetByteCount($"{Header}\n{Start}\n");

        for (var length = second + 1; length < whole.Length; length++)
        {
            var read = TraceReader.Read("file", whole.AsMemory(0, length));
            Assert.Null(read.Error);
            Assert.True(read.Value.Torn);
            Assert.Single(read.Value.Entries);
        }

        var last = TraceReader.Read("file", whole).Value;
        Assert.False(last.Torn);
        Assert.Equal(2, last.Entries.Count);
    }

    [Fact]
    public void A_line_in_the_middle_that_is_not_whole_is_an_error() => AssertFault(2, TraceFault.NotJson, "", $"{Header}\n{Start[..20]}\n{Start}\n");

    [Fact]
    public void A_line_that_is_too_long_is_an_error() =>
        AssertFault(2, TraceFault.TooLong, "", $"{Header}\n{Start.Replace("}", $",\"x\":\"{new string('a', TraceReader.MostLine)}\"}}", StringComparison.Ordinal)}\n");

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_error()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{Header}\n{Start}\n"), .. "{\"machine\":\""u8, 0xFF, .. "\"}\n"u8];

        Assert.Equal((3, TraceFault.NotJson), (TraceReader.Read("file", content).Error!.Line, TraceReader.Read("file", content).Error!.Fault));
    }

    [Fact]
    public void An_error_says_what_was_expected_and_what_came()
    {
        var error = TraceReader.Read("file", Encoding.UTF8.GetBytes($"{Header}\n{Start.Replace("Communicator", "Toaster", StringComparison.Ordinal)}\n")).Error;

        Assert.Equal("file, line 2, machine: expected one of DeviceCore, Communicator, StatusTracker, ServerLink, FirmwareServer, found \"Toaster\" (UnknownName)", $"{error}");
    }

    private static void AssertFault(int line, TraceFault fault, string field, string content)
    {
        var error = TraceReader.Read("file", Encoding.UTF8.GetBytes(content)).Error;

        Assert.NotNull(error);
        Assert.Equal((line, fault, field), (error.Line, error.Fault, error.Field));
        Assert.NotEmpty(error.Expected);
        Assert.NotEmpty(error.Found);
    }
}
