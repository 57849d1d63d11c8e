using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Hosting.Hosts.Server;

/// <summary>What a Firmware server needs to run. It holds no signing key (R-FS-17).</summary>
/// <param name="Configuration">Whose packages it publishes.</param>
/// <param name="Store">Packages, envelopes, payloads; the host takes it over.</param>
/// <param name="Listen">The server link and the author interface.</param>
public sealed record ServerSetup(FirmwareServerConfiguration Configuration, IPackageStore Store, HttpListen Listen);
