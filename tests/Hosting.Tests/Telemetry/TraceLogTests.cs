using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Hosting.Tests.Telemetry;

public sealed class TraceLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["trace.ndjson"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_has_left_the_process_at_once()
    {
        using var medium = new MemoryStream();
        using var log = new TraceLog(medium, "medium", SystemClock.Instance);

        log.Write(Started("d1"));

        var line = TraceReader.Read("medium", (byte[])[.. TraceWriter.Line(new TraceHeader("test", new())), .. medium.ToArray()]).Value.Entries.Single();
        Assert.Equal(Started("d1") with { Seq = 1, At = line.Event.At }, line.Event);
    }

    [Fact]
    public void A_trace_is_continued_behind_its_last_whole_line()
    {
        using (var first = Open()) first.Write(Started("d1"));
        System.IO.File.AppendAllText(File, "{\"seq\":2,\"machine\":\"Comm");
        Assert.True(Read().Torn);

        using (var second = Open()) second.Write(Started("d1"));

        Assert.False(Read().Torn);
        Assert.Equal([1UL, 1UL], Read().Entries.Select(entry => entry.Event.Seq!.Value));
        Assert.True(TraceChecker.Check(Read()).Fits);
    }

    [Theory]
    [InlineData("not a trace")]
    [InlineData("not a trace\n")]
    [InlineData("{\"trace\":\"secup-iot/2\",\"source\":\"a\"}\n")]
    public void Another_file_is_left_as_it_is(string content)
    {
        System.IO.File.WriteAllText(File, content);

        var refused = Assert.Throws<ConfigurationException>(() => Open());

        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Two_writers_do_not_share_a_file()
    {
        using var log = Open();

        Assert.Equal(ResultCode.Busy, Assert.Throws<StorageException>(() => Open()).Code);
    }

    [Fact]
    public void A_folder_that_is_missing_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<StorageException>(() => TraceLog.Open(_folder["nowhere/trace"], "test", SystemClock.Instance)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_keep_the_order_of_each_subject()
    {
        const int subjects = 4, events = 300;
        using (var log = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, subjects).Select(subject => Task.Run(() =>
            {
                for (var i = 0; i < events; i++) log.Write(new TraceEvent(TraceMachine.ServerLink, $"F{subject}", $"Phase{i}"));
            })));
        }

        var read = Read();
        Assert.Equal(Enumerable.Range(1, subjects * events).Select(number => (ulong)number), read.Entries.Select(entry => entry.Event.Seq!.Value));
        foreach (var subject in read.Entries.GroupBy(entry => entry.Event.Subject))
            Assert.Equal(Enumerable.Range(0, events).Select(i => $"Phase{i}"), subject.Select(entry => entry.Event.Next));
    }

    [Fact]
    public void A_disk_that_is_full_ends_the_trace_and_not_the_entity()
    {
        using var log = new TraceLog(new FullAfter(1), "disk", SystemClock.Instance);

        for (var i = 0; i < 3; i++) log.Write(Started("d1"));

        Assert.Equal("The trace disk ends after 1 lines: No space left", log.Fault);
    }

    [Fact]
    public void After_the_end_nothing_is_written()
    {
        var log = Open();
        log.Dispose();

        log.Write(Started("d1"));

        Assert.Null(log.Fault);
        Assert.Empty(Read().Entries);
    }

    private static TraceEvent Started(string name) => CommunicatorTrace.Started(name);

    private TraceLog Open() => TraceLog.Open(File, "test", SystemClock.Instance);

    private TraceFile Read() => TraceReader.Read(File, System.IO.File.ReadAllBytes(File)).Value;

    /// <summary>Takes so many writes and no more.</summary>
    private sealed class FullAfter(int writes) : MemoryStream
    {
        private int _left = writes;

        public override void Write(byte[] buffer, int offset, int count) => Take();

        public override void Write(ReadOnlySpan<byte> buffer) => Take();

        private void Take()
        {
            if (_left-- == 0) throw new IOException("No space left");
        }
    }
}
