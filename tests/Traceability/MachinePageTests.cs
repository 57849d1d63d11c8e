using SecUpIoT.Entities;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;

namespace SecUpIoT.Traceability;

public sealed class MachinePageTests
{
    public static TheoryData<string> Machines => ["DeviceCore", "Communicator", "StatusTracker", "ServerLink", "FirmwareServer", "Campaign"];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_row_uses_phases_and_triggers_of_the_page(string machine)
    {
        var page = MachinePage.Of(machine);

        Specification.AssertNone(page.Rows
            .Where(row => !page.Phases.Contains(row.Phase) || !page.Phases.Contains(row.Next) || !page.Triggers.Contains(row.Trigger))
            .Select(row => row.ToString()));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Phase_and_trigger_determine_the_row(string machine) =>
        Specification.AssertNone(MachinePage.Of(machine).Rows.GroupBy(row => (row.Phase, row.Trigger)).Where(group => group.Count() > 1).Select(group => group.Key.ToString()));

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_row_names_requirements_that_exist(string machine)
    {
        var known = Specification.Files.Requirements.Select(requirement => requirement.Id).ToHashSet();

        Specification.AssertNone(MachinePage.Of(machine).Requirements.Where(id => !known.Contains(id)).Distinct());
    }

    [Fact]
    public void The_phases_of_a_page_are_those_of_the_code()
    {
        Assert.Equal(Enum.GetNames<DevicePhase>(), MachinePage.Of("DeviceCore").Phases);
        Assert.Equal(Enum.GetNames<TrackPhase>(), MachinePage.Of("StatusTracker").Phases);
        Assert.Equal(Enum.GetNames<PackagePhase>(), MachinePage.Of("FirmwareServer").Phases);
        Assert.Equal(Enum.GetNames<Phase>(), MachinePage.Of("Communicator").Phases);
        Assert.Equal(Enum.GetNames<Entities.StatusTracker.ServerPhase>(), MachinePage.Of("ServerLink").Phases);
        Assert.Equal(Enum.GetNames<CampaignPhase>(), MachinePage.Of("Campaign").Phases);
    }

    [Fact]
    public void The_triggers_of_a_page_are_those_of_the_code()
    {
        Assert.Equal(Enum.GetNames<Entities.DeviceCore.Trigger>(), MachinePage.Of("DeviceCore").Triggers);
        Assert.Equal(Enum.GetNames<Trigger>(), MachinePage.Of("Communicator").Triggers);
        Assert.Equal(Enum.GetNames<Entities.StatusTracker.Trigger>(), MachinePage.Of("StatusTracker").Triggers);
        Assert.Equal(Enum.GetNames<Entities.StatusTracker.ServerTrigger>(), MachinePage.Of("ServerLink").Triggers);
        Assert.Equal(Enum.GetNames<Entities.FirmwareServer.Trigger>(), MachinePage.Of("FirmwareServer").Triggers);
        Assert.Equal(Enum.GetNames<Entities.StatusTracker.Campaigns.CampaignTrigger>(), MachinePage.Of("Campaign").Triggers);
    }
}
