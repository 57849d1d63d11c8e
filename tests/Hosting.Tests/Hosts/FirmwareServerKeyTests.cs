using System.Reflection;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>A Firmware server hands out what others signed; there is no place in it where a signing key could be.</summary>
public sealed class FirmwareServerKeyTests
{
    [Theory]
    [InlineData(typeof(FirmwareServerMachine))]
    [InlineData(typeof(FirmwareServerHost))]
    [Trait("requirement", "R-FS-17")]
    public void Nothing_in_a_Firmware_server_can_hold_a_signing_key(Type member)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var types = member.Assembly.GetTypes().Where(type => type.Namespace == member.Namespace).ToList();

        var held = types.SelectMany(type => type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))).ToList();

        Assert.Contains(member, types);
        Assert.Contains(held, type => type == typeof(FirmwareServerConfiguration));
        Assert.DoesNotContain(held, typeof(ISigner).IsAssignableFrom);
    }
}
