using System.Net;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>A Firmware server with nothing but an address is testable: the real host over HTTP, without an upper tester.</summary>
public sealed class RemoteTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secup-remote-");
    private FirmwareServerHost _host = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        _host = new FirmwareServerHost(
            new ServerSetup(
                new FirmwareServerConfiguration([TestKeys.Author.Public]),
                await FilePackageStore.Open(_folder.FullName),
                HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0))),
            HostSurroundings.Silent);
        _address = await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void No_scenario_fails_and_what_needs_an_upper_tester_is_inconclusive()
    {
        var pickles = Suite.For(Role.FirmwareServer).Where(pickle => !pickle.Has("links:native")).ToList();
        Assert.NotEmpty(pickles);
        using var source = Source();

        var results = Suite.Run(pickles, source.Attach).ToList();

        foreach (var group in results.GroupBy(result => (result.Verdict, result.Cause))) output.WriteLine($"{group.Key}: {group.Count()}");
        foreach (var result in results.Where(result => result.Verdict != Verdict.Pass)) output.WriteLine(result.ToString());
        Assert.All(results, result => Assert.True(result.Verdict is Verdict.Pass or Verdict.Inconclusive, result.ToString()));
        Assert.True(results.Count(result => result.Verdict == Verdict.Pass) > results.Count / 2, "fewer than half of the scenarios can be played without an upper tester");
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("query")]
    [InlineData("fault")]
    [InlineData("do")]
    [InlineData("evidence")]
    [InlineData("advance")]
    public void What_nobody_can_order_is_unimplemented(string verb)
    {
        using var source = Source();
        using var implementation = source.Attach(Role.FirmwareServer);
        implementation.Reset(1);
        implementation.Provision(new() { ["authors"] = new System.Text.Json.Nodes.JsonArray(Fields.Write(TestKeys.Author.Public.Spki)) });
        implementation.Start();

        var exception = Assert.Throws<UpperTesterException>(() =>
        {
            switch (verb)
            {
                case "stop":
                    implementation.Stop();
                    break;
                case "query":
                    implementation.Query("keys");
                    break;
                case "fault":
                    implementation.Fault("damage");
                    break;
                case "do":
                    implementation.Do("check");
                    break;
                case "evidence":
                    implementation.Log();
                    break;
                default:
                    implementation.Pass(TimeSpan.FromDays(1));
                    break;
            }
        });
        Assert.Equal(UpperTesterError.Unimplemented, exception.Error);
    }

    [Fact]
    public void Another_provisioning_than_there_is_is_unimplemented()
    {
        using var source = Source();
        using var implementation = source.Attach(Role.FirmwareServer);
        implementation.Reset(1);

        var exception = Assert.Throws<UpperTesterException>(() => implementation.Provision(new() { ["authors"] = new System.Text.Json.Nodes.JsonArray(Fields.Write(TestKeys.Stranger.Public.Spki)) }));

        Assert.Equal(UpperTesterError.Unimplemented, exception.Error);
    }

    private ImplementationSource Source() => new(new AttachmentSettings
    {
        UpperTester = new UpperTesterBinding.None(),
        Links = new Dictionary<Link, NativeLinkSettings>
        {
            [Link.Server] = new() { Address = _address.ToString() },
            [Link.Author] = new() { Address = _address.ToString() },
        },
    });
}
