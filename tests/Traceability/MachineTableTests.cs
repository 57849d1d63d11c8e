using SecUpIoT.Entities;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;

namespace SecUpIoT.Traceability;

/// <summary>The tables of the specification and of the code are the same, row by row.</summary>
public sealed class MachineTableTests
{
    [Fact]
    public void The_table_of_the_Device_core_is_that_of_the_code() => AssertSame(
        "DeviceCore",
        new DeviceCoreMachine(new DeviceCoreConfiguration { Device = default, Vendor = default, Class = default, AuthorAnchors = [], TrackerAnchors = [], SlotCapacity = 0 }).Table());

    [Fact]
    public void The_table_of_the_Communicator_is_that_of_the_code() => AssertSame("Communicator", new CommunicatorMachine(new CommunicatorConfiguration()).Table());

    [Fact]
    public void The_table_of_the_Status_tracker_is_that_of_the_code() =>
        AssertSame("StatusTracker", new StatusTrackerMachine(new StatusTrackerConfiguration(), _ => null).Table());

    [Fact]
    public void The_table_of_a_server_link_is_that_of_the_code() => AssertSame("ServerLink", new ServerLinkMachine(new ServerLinkConfiguration([])).Table());

    [Fact]
    public void The_table_of_the_Firmware_server_is_that_of_the_code() => AssertSame("FirmwareServer", new FirmwareServerMachine(new FirmwareServerConfiguration([])).Table());

    [Fact]
    public void The_table_of_a_campaign_is_that_of_the_code() => AssertSame("Campaign", new CampaignMachine().Table());

    private static void AssertSame(string machine, IReadOnlyList<TableRow> code)
    {
        var page = MachinePage.Of(machine).Rows;

        Specification.AssertNone(code.Except(page).Select(row => $"only in the code: {row}").Concat(page.Except(code).Select(row => $"only on the page: {row}")));
    }
}
