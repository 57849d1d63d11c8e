using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.EndToEnd;

public sealed class UpdateTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private FirmwareServerHost _server = null!;
    private StatusTrackerHost _tracker = null!;

    public async Task InitializeAsync()
    {
        _server = await _site.StartServerAsync();
        _tracker = await _site.StartTrackerAsync();
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Trait("requirement", "R-DC-48")]
    [Trait("requirement", "R-FS-19")]
    [Trait("requirement", "R-ST-33")]
    [Fact]
    public async Task A_published_package_ends_up_running_and_confirmed()
    {
        var device = _site.CreateDevice();
        Assert.IsType<EnrolAnswer>(await _site.EnrolAsync());
        await _site.PublishAsync(2, Site.Image(2));
        var communicator = await _site.StartCommunicatorAsync(device.Start());

        await _site.Events.SeesPhase("tracker", "Confirmed");

        var entry = await _site.TrackAsync();
        Assert.Equal((TrackPhase.Confirmed, ResultCode.Success, true), (entry.Phase, entry.Result, entry.ResultVerified));
        Assert.Equal(2UL, entry.Confirmed!.Number.Value);
        Assert.Equal(entry.Confirmed, device.State.Running!.Name);
        Assert.Equal(entry.Confirmed, device.State.Record!.Confirmed.Name);
        Assert.Contains(_site.Events.Seen, e => e is HostEvent.Progress { Entity: "device", What: "received" } progress && progress.Done == progress.Total);
        await communicator.StopAsync().Soon();
        await device.StopAsync().Soon();
    }

    [Fact]
    public async Task An_image_that_fails_its_self_test_is_reverted()
    {
        var device = _site.CreateDevice(new Failing());
        await _site.EnrolAsync();
        await _site.PublishAsync(2, Site.Image(2));
        await _site.StartCommunicatorAsync(device.Start());

        await _site.Events.SeesPhase("tracker", "Reverted");

        var entry = await _site.TrackAsync();
        Assert.Equal(ResultCode.SelfTestFailed, entry.Result);
        Assert.Equal(1UL, entry.Confirmed!.Number.Value);
        Assert.Equal(1UL, device.State.Running!.Name.Number.Value);
    }

    [Fact]
    public async Task A_device_that_is_switched_off_in_the_middle_resumes()
    {
        await _site.EnrolAsync();
        await _site.PublishAsync(2, Site.Image(2));
        await using (var first = _site.CreateDevice())
        {
            await using var communicator = await _site.StartCommunicatorAsync(first.Start());
            await _site.Events.Sees(e => e is HostEvent.Progress { Entity: "device", What: "received", Done: > 0 });
        }

        _site.Events.Forget();
        var device = _site.CreateDevice();
        await _site.StartCommunicatorAsync(device.Start());

        await _site.Events.SeesPhase("tracker", "Confirmed");
        Assert.DoesNotContain(_site.Events.Seen, e => e is HostEvent.Progress { Entity: "device", What: "received", Done: 0 });
        Assert.Equal(2UL, device.State.Running!.Name.Number.Value);
    }

    [Fact]
    public async Task A_device_that_is_not_enrolled_is_refused()
    {
        var device = _site.CreateDevice();
        await _site.StartCommunicatorAsync(device.Start());

        await _site.Events.Sees(e => e is HostEvent.Refused { Entity: "tracker", Code: ResultCode.NotEnrolled });
    }

    [Fact]
    public async Task Tracker_and_server_go_on_where_they_stopped()
    {
        var device = _site.CreateDevice();
        await _site.EnrolAsync();
        await _site.PublishAsync(2, Site.Image(2));
        await _tracker.StopAsync().Soon();
        await _tracker.DisposeAsync();
        await _server.StopAsync().Soon();
        await _server.DisposeAsync();

        await _site.StartServerAsync();
        await _site.StartTrackerAsync();
        await _site.StartCommunicatorAsync(device.Start());

        await _site.Events.SeesPhase("tracker", "Confirmed");
    }

    [Fact]
    [Trait("requirement", "R-FS-15")]
    public async Task Several_trackers_are_served_the_same()
    {
        await _site.PublishAsync(2, Site.Image(2));
        using var one = _site.Client(_site.ServerAddress, LinkRole.Tracker, LinkRole.Server);
        using var other = _site.Client(_site.ServerAddress, LinkRole.Tracker, LinkRole.Server);

        var answers = await Task.WhenAll(new[] { one, other }.Select(client => client.AskAsync(HttpBinding.CataloguePath, new CatalogueRequest(), default))).Soon();

        var first = Assert.IsType<CatalogueAnswer>(answers[0].Message);
        Assert.Single(first.Entries);
        Assert.Equal(first, answers[1].Message);
    }

    [Fact]
    public async Task A_withdrawn_package_is_neither_listed_nor_served()
    {
        var image = Site.Image(2);
        await _site.PublishAsync(2, image);
        var manifest = Assert.IsType<PublishAnswer>(await _site.AskServerAsync(new PublishRequest(_site.Package(2, image)))).Manifest;
        Assert.Equal(new WithdrawAnswer(manifest), await _site.AskServerAsync(new WithdrawRequest(manifest)));

        using var tracker = _site.Client(_site.ServerAddress, LinkRole.Tracker, LinkRole.Server);
        var catalogue = await tracker.AskAsync(HttpBinding.CataloguePath, new CatalogueRequest(), default).Soon();
        var block = await tracker.GetBlockAsync(new BlockRequest(Digest.Of(image), 0, 100), default).Soon();

        Assert.Empty(Assert.IsType<CatalogueAnswer>(catalogue.Message).Entries);
        Assert.Equal(ResultCode.Withdrawn, Assert.IsType<Refusal>(block.Message).Code);
    }

    [Fact]
    public async Task An_upload_that_no_package_names_or_that_is_not_what_it_says_is_refused()
    {
        var image = Site.Image(2);
        var name = new PayloadName(Digest.Of(image), (ulong)image.Length);
        Assert.Equal(ResultCode.NotAllowed, (await _site.UploadAsync(name, image))!.Code);
        await _site.AskServerAsync(new PublishRequest(_site.Package(2, image)));

        Assert.Equal(ResultCode.PayloadDigestMismatch, (await _site.UploadAsync(name, Site.Image(3)))!.Code);
        Assert.Equal(ResultCode.TooMuchData, (await _site.UploadAsync(name with { Size = name.Size + 1 }, [.. image, 0]))!.Code);
        Assert.Null(await _site.UploadAsync(name, image));
        Assert.Equal(PackagePhase.Published, Assert.IsType<PublishAnswer>(await _site.AskServerAsync(new PublishRequest(_site.Package(2, image)))).Phase);
    }

    /// <summary>No length is announced, so that it shows only while the bytes come; the store is not to take that for a failure of its disk.</summary>
    [Fact]
    [Trait("requirement", "R-FS-13")]
    public async Task An_upload_of_unknown_length_that_goes_on_too_long_is_refused_as_such()
    {
        var image = Site.Image(2);
        await _site.AskServerAsync(new PublishRequest(_site.Package(2, image)));

        Assert.Equal(ResultCode.TooMuchData, await _site.StreamAsync(Digest.Of(image), [.. image, .. image]));
        Assert.Null(await _site.StreamAsync(Digest.Of(image), image));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_package_that_is_wrong_about_the_size_of_a_payload_does_not_keep_it_from_the_one_that_is_right(int difference)
    {
        var image = Site.Image(2);
        await _site.AskServerAsync(new PublishRequest(_site.Package(2, image, image.Length + difference)));
        await _site.AskServerAsync(new PublishRequest(_site.Package(3, image)));

        await _site.PublishAsync(3, image);

        Assert.Equal(PackagePhase.Published, Assert.IsType<PublishAnswer>(await _site.AskServerAsync(new PublishRequest(_site.Package(3, image)))).Phase);
        Assert.NotEqual(PackagePhase.Published, (await _site.AskServerAsync(new PublishRequest(_site.Package(2, image, image.Length + difference))) as PublishAnswer)?.Phase);
    }

    private sealed class Failing : ISelfTest
    {
        public Task<bool> RunAsync(SlotImage running, CancellationToken cancellation) => Task.FromResult(false);
    }
}
