using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Load.Tests;

/// <summary>Simulated devices follow from the seed and nothing else.</summary>
public sealed class FleetTests
{
    [Fact]
    public void The_same_seed_makes_the_same_devices_and_another_seed_makes_others()
    {
        var (one, again, other) = (new Fleet(7, 5, 0), new Fleet(7, 5, 1 << 20), new Fleet(8, 5, 0));

        for (var device = 0; device < 5; device++)
        {
            Assert.Equal(one.Enrolment(device), again.Enrolment(device));
            Assert.NotEqual(one.Device(device), other.Device(device));
            Assert.NotEqual(one.Enrolment(device).PublicKey, other.Enrolment(device).PublicKey);
        }

        Assert.Equal(5, Enumerable.Range(0, 5).Select(one.Device).Distinct().Count());
    }

    [Fact]
    public void Reports_are_signed_by_the_enrolled_key_and_their_counters_rise()
    {
        var fleet = new Fleet(7, 2, 1000);
        var key = KeyFiles.VerifierFromSpki(fleet.Enrolment(1).PublicKey.Span)!;
        var last = 1000UL;

        for (var i = 0; i < 14; i++)
        {
            var poll = fleet.Next(1, advance: i % 2 == 1);
            var statement = SignedStatement.Verify(poll.Statement, [key], DeviceReport.Domain, DeviceReport.ContentType);
            Assert.Null(statement.Error);
            var report = DeviceReport.Decode(statement.Value.Payload.Memory).Value!;
            Assert.Equal(fleet.Device(1), report.Device);
            Assert.Equal(fleet.NonceOf(poll), report.Nonce);
            Assert.True(report.Counter > last);
            last = report.Counter;
        }

        Assert.Equal(TrackPhase.Accepted, fleet.Reported(1).Phase);
        Assert.Equal(new SequenceNumber(2), fleet.Reported(1).Confirmed.Number);
        Assert.False(fleet.IsSettled(1));
        Assert.True(fleet.IsSettled(0));
    }
}
