using System.Reflection;
using NetArchTest.Rules;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Traceability;

/// <summary>Who may use whom (docs/ARCHITECTURE.md): each rule is checked on the compiled assemblies.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Protocol = typeof(Message).Assembly;
    private static readonly Assembly Entities = typeof(DeviceCoreMachine).Assembly;
    private static readonly Assembly Hosting = typeof(Hosting.Clock.IClock).Assembly;

    private static readonly string[] Folders = ["DeviceCore", "Communicator", "StatusTracker", "FirmwareServer"];

    [Fact]
    public void Protocol_uses_no_other_project_of_ours() =>
        Assert.DoesNotContain(Protocol.GetReferencedAssemblies(), name => name.Name!.StartsWith("SecUpIoT.", StringComparison.Ordinal));

    [Fact]
    public void Entities_use_Protocol_and_Stateless_only() => Assert.Equal(
        ["SecUpIoT.Protocol", "Stateless"],
        Entities.GetReferencedAssemblies().Select(name => name.Name!).Where(IsNotPlatform).Except(["MessagePack"]).Order(StringComparer.Ordinal));

    [Fact]
    public void Simulation_uses_no_host() => Assert.DoesNotContain(
        Assembly.Load("SecUpIoT.Simulation").GetReferencedAssemblies(), name => name.Name is "SecUpIoT.Hosting" or "secup");

    [Fact]
    public void Hosting_uses_neither_simulation_nor_command_line() =>
        Assert.DoesNotContain(Hosting.GetReferencedAssemblies(), name => name.Name is "SecUpIoT.Simulation" or "secup");

    public static TheoryData<string, string> PairsOfEntities()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var one in Folders)
            foreach (var other in Folders.Where(other => other != one)) pairs.Add(one, other);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(PairsOfEntities))]
    public void An_entity_does_not_use_another(string one, string other)
    {
        var result = Types.InAssembly(Entities).That().ResideInNamespace($"SecUpIoT.Entities.{one}")
            .ShouldNot().HaveDependencyOn($"SecUpIoT.Entities.{other}").GetResult();

        Assert.True(result.IsSuccessful, $"{one} uses {other} in: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Theory]
    [InlineData("System.Net.Sockets")]
    [InlineData("System.Net.Http")]
    [InlineData("System.IO.FileStream")]
    [InlineData("System.Threading.Tasks")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("System.DateTime")]
    [InlineData("System.Random")]
    public void Machines_and_protocol_touch_no_IO_no_clock_and_no_chance(string forbidden)
    {
        foreach (var assembly in new[] { Protocol, Entities })
        {
            var result = Types.InAssembly(assembly).ShouldNot().HaveDependencyOn(forbidden).GetResult();
            Assert.True(result.IsSuccessful, $"{forbidden} is used in: {string.Join(", ", result.FailingTypeNames ?? [])}");
        }
    }

    private static bool IsNotPlatform(string name) =>
        !name.StartsWith("System", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib" or "Microsoft.CSharp");
}
