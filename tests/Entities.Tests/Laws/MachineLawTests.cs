using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Entities.Tests;

/// <summary>
/// Every machine, every phase, every kind of input: never throws; same state and input, same reaction; a refusal changes nothing; durable before
/// visible; and the table is exercised whole. See <see cref="Explorer"/>.
/// </summary>
public sealed class MachineLawTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_device_core_keeps_the_laws_in_profile_Secure() => Check(DeviceSubject.Of(DeviceBench.Default));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_device_core_keeps_the_laws_in_profile_Core() => Check(DeviceSubject.Of(DeviceBench.Default with { Profile = Profile.Core }));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_communicator_keeps_the_laws() => Check(CommunicatorSubject.Of(new()));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_status_tracker_keeps_the_laws() => Check(TrackSubject.Of(new StatusTrackerConfiguration { MostAttempts = 2 }));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_server_link_keeps_the_laws() => Check(ServerLinkSubject.Of(new ServerLinkConfiguration([Known.Author])));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-GEN-18")]
    public void The_firmware_server_keeps_the_laws() => Check(PackageSubject.Of(new FirmwareServerConfiguration([Known.Author])));

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-03")]
    [Trait("requirement", "R-GEN-07")]
    [Trait("requirement", "R-ST-41")]
    public void A_campaign_keeps_the_laws() => Check(CampaignSubject.Of());

    [Fact]
    public void The_inputs_put_before_the_machines_are_of_every_kind()
    {
        Assert.Equal(Foreign.Kinds.Order(), Foreign.Inputs.Select(input => input.Input.GetType().Name).Distinct().Order());
        Assert.Equal(Foreign.MessageKinds.Order(), Foreign.Messages.Select(message => message.GetType().Name).Distinct().Order());
    }

    private void Check<TState>(Subject<TState> subject)
        where TState : class
    {
        var seen = Explorer.Explore(subject);

        var rows = subject.Table.Select(row => (row.Phase, row.Trigger)).ToHashSet();
        var missing = rows.Except(seen.Taken).Except(subject.Unreachable).Order().ToList();
        var wrong = seen.Taken.Intersect(subject.Unreachable).Order().ToList();
        output.WriteLine($"{seen.States} states, {seen.Reactions} reactions; {seen.Taken.Count} of {rows.Count} rows taken, {subject.Unreachable.Count} unreachable; {seen.Refused.Count} other pairs refused");
        Assert.True(seen.Faults.Count == 0, string.Join('\n', seen.Faults));
        Assert.True(missing.Count == 0, $"rows that no input took: {string.Join(", ", missing)}");
        Assert.True(wrong.Count == 0, $"rows that are said to be unreachable and are not: {string.Join(", ", wrong)}");
        Assert.Equal(Foreign.Kinds.Order(), seen.InputKinds.Order());
    }
}
