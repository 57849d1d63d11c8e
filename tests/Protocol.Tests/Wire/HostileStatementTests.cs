using CsCheck;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using Xunit.Abstractions;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>Signed statements and durable records are read as strictly as messages (R-GEN-04, R-GEN-08).</summary>
public sealed class HostileStatementTests(ITestOutputHelper output)
{
    [Fact]
    public void A_damaged_report() => Damage(Generators.Report, report => report.Encode(), bytes => DeviceReport.Decode(bytes));

    [Fact]
    public void A_damaged_directive() => Damage(Generators.Directive, directive => directive.Encode(), bytes => Directive.Decode(bytes));

    [Fact]
    public void A_damaged_device_record() => Damage(Generators.DeviceRecord, record => record.Encode(), bytes => DeviceRecord.Decode(bytes));

    [Fact]
    public void A_damaged_package_record() => Damage(Generators.PackageRecord, record => record.Encode(), bytes => PackageRecord.Decode(bytes));

    [Fact]
    public void A_damaged_track_record() => Damage(Generators.TrackRecord, record => record.Encode(), bytes => TrackRecord.Decode(bytes));

    [Fact]
    public void A_damaged_campaign_record() => Damage(Generators.CampaignRecord, record => record.Encode(), bytes => CampaignRecord.Decode(bytes));

    [Fact]
    public void A_damaged_audit_entry() => Damage(Generators.AuditEntry, entry => entry.Encode(), bytes => AuditEntry.Decode(bytes));

    [Fact]
    public void A_statement_larger_than_any_signed_statement_is_oversize()
    {
        var large = new byte[Limits.SignedStatement + 1];
        Assert.Equal(DecodeFault.Oversize, DeviceReport.Decode(large).Error!.Fault);
        Assert.Equal(DecodeFault.Oversize, Directive.Decode(large).Error!.Fault);
    }

    [Fact]
    public void A_record_larger_than_any_message_is_oversize()
    {
        var large = new byte[Limits.Message + 1];
        Assert.Equal(DecodeFault.Oversize, DeviceRecord.Decode(large).Error!.Fault);
        Assert.Equal(DecodeFault.Oversize, PackageRecord.Decode(large).Error!.Fault);
        Assert.Equal(DecodeFault.Oversize, TrackRecord.Decode(large).Error!.Fault);
    }

    private void Damage<T>(Gen<T> generator, Func<T, byte[]> encode, Func<byte[], Decoded<T>> decode)
        where T : class
    {
        var hostile = Hostile.For(decode, encode);
        var random = new PCG(1, Hostile.Seed);
        for (var i = 0; i < 12; i++)
        {
            var golden = encode(generator.Generate(random, null, out _));
            hostile.MutateEveryByte(golden, $"sample {i}");
            hostile.TruncateEverywhere(golden, $"sample {i}");
            hostile.Extend(golden, $"sample {i}");
        }

        output.WriteLine($"seed {Hostile.Seed}: {hostile.Accepted} accepted, {hostile.Refused} refused");
    }
}
