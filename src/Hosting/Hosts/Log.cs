using Microsoft.Extensions.Logging;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>
/// Every log record of the hosts. Ids are fixed: 1000 Device core, 2000 Communicator, 3000 Status tracker, 4000 Firmware server, 5000 HTTP
/// links. No record holds
/// a key, an image or an envelope.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Debug, Message = "{Device}: {Before} + {Input} -> {After} {Outputs}")]
    public static partial void DeviceReacted(ILogger log, DeviceId device, DevicePhase before, string input, DevicePhase after, string outputs);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Device}: invoked {Image} in slot {Slot}")]
    public static partial void DeviceInvoked(ILogger log, DeviceId device, ImageName image, Slot slot);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "{Device}: restart")]
    public static partial void DeviceRestarted(ILogger log, DeviceId device);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "{Device}: refused with {Code}: {Detail}")]
    public static partial void DeviceRefused(ILogger log, DeviceId device, ResultCode code, string detail);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "{Device}: device link: {Code}: {Detail}")]
    public static partial void DeviceLinkFailed(ILogger log, DeviceId device, ResultCode code, string detail);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "{Device}: self-test passed: {Passed}")]
    public static partial void DeviceTested(ILogger log, DeviceId device, bool passed);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error, Message = "{Device}: storage failed with {Code}: {Detail}")]
    public static partial void DeviceStorageFailed(ILogger log, DeviceId device, ResultCode code, string detail);

    [LoggerMessage(EventId = 1099, Level = LogLevel.Critical, Message = "{Device}: InternalFault")]
    public static partial void DeviceFaulted(ILogger log, Exception exception, DeviceId device);

    [LoggerMessage(EventId = 2000, Level = LogLevel.Debug, Message = "{Name}: {Before} + {Input} -> {After} {Outputs}")]
    public static partial void CommunicatorReacted(ILogger log, string name, string before, string input, string after, string outputs);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "{Name}: {Link} link: {Code}: {Detail}")]
    public static partial void CommunicatorLinkFailed(ILogger log, string name, Link link, ResultCode code, string detail);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Debug, Message = "{Name}: refused with {Code}: {Detail}")]
    public static partial void CommunicatorRefused(ILogger log, string name, ResultCode code, string detail);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "{Name}: an exchange on the {Link} link ended as none should")]
    public static partial void CommunicatorExchangeFailed(ILogger log, Exception exception, string name, Link link);

    [LoggerMessage(EventId = 2099, Level = LogLevel.Critical, Message = "{Name}: InternalFault")]
    public static partial void CommunicatorFaulted(ILogger log, Exception exception, string name);

    [LoggerMessage(EventId = 3000, Level = LogLevel.Debug, Message = "{Device}: {Before} + {Input} -> {After} {Outputs}")]
    public static partial void TrackerReacted(ILogger log, DeviceId device, TrackPhase before, string input, TrackPhase after, string outputs);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "{Device}: refused with {Code}: {Detail}")]
    public static partial void TrackerRefused(ILogger log, DeviceId device, ResultCode code, string detail);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "server {Server}: {Code}: {Detail}")]
    public static partial void ServerLinkFailed(ILogger log, string server, ResultCode code, string detail);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Error, Message = "server {Server}: an exchange ended as none should")]
    public static partial void ServerExchangeFailed(ILogger log, Exception exception, string server);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "{Packages} packages are published, {Conflicts} numbers are in conflict")]
    public static partial void CatalogueChanged(ILogger log, int packages, int conflicts);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "storage failed with {Code}: {Detail}")]
    public static partial void TrackerStorageFailed(ILogger log, ResultCode code, string detail);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Error, Message = "campaigns: storage failed with {Code}: {Detail}")]
    public static partial void CampaignStorageFailed(ILogger log, ResultCode code, string detail);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "payload {Payload}: {Code}: {Detail}")]
    public static partial void RelayFailed(ILogger log, string payload, ResultCode code, string detail);

    [LoggerMessage(EventId = 3099, Level = LogLevel.Critical, Message = "InternalFault")]
    public static partial void TrackerFaulted(ILogger log, Exception exception);

    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "{Image}: {Before} + {Input} -> {After} {Outputs}")]
    public static partial void ServerReacted(ILogger log, string image, PackagePhase before, string input, PackagePhase after, string outputs);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "refused with {Code}: {Detail}")]
    public static partial void ServerRefused(ILogger log, ResultCode code, string detail);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "storage failed with {Code}: {Detail}")]
    public static partial void ServerStorageFailed(ILogger log, ResultCode code, string detail);

    [LoggerMessage(EventId = 4099, Level = LogLevel.Critical, Message = "InternalFault")]
    public static partial void ServerFaulted(ILogger log, Exception exception);
}
