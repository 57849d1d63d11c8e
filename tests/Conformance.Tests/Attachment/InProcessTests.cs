using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;

namespace SecUpIoT.Conformance.Tests.Attachment;

/// <summary>An upper tester that is a .NET type in an assembly of its own.</summary>
public sealed class InProcessTests
{
    private static readonly string Here = typeof(InProcessTests).Assembly.Location;

    [Fact]
    public void The_type_is_found_and_spoken_with()
    {
        using var source = Source(Here, typeof(VendorShim).FullName!);

        using var implementation = source.Attach(Role.DeviceCore);
        implementation.Reset(1);

        Assert.Equal("SecUpIoT reference", implementation.Hello.Implementation);
    }

    [Theory]
    [InlineData("/nowhere/vendor.dll", "Vendor.Shim", AttachmentFault.Missing, "/nowhere/vendor.dll")]
    [InlineData(null, "Vendor.Shim", AttachmentFault.Missing, "VendorShim")]
    [InlineData(null, "SecUpIoT.Conformance.Tests.Attachment.InProcessTests", AttachmentFault.WrongAnswer, "IUpperTester")]
    [InlineData(null, "SecUpIoT.Conformance.Tests.Attachment.ShimWithoutConstructor", AttachmentFault.WrongAnswer, "constructor")]
    [InlineData(null, "SecUpIoT.Conformance.Tests.Attachment.ShimThatIsNotMade", AttachmentFault.Died, "no dongle")]
    [InlineData(null, "SecUpIoT.Conformance.Tests.Attachment.ShimThatThrows", AttachmentFault.Died, "no dongle")]
    [InlineData(null, "SecUpIoT.Conformance.Tests.Attachment.ShimThatHangs", AttachmentFault.Hung, "0.4 s")]
    public void What_is_wrong_with_it_is_said(string? assembly, string type, AttachmentFault fault, string said)
    {
        using var source = Source(assembly ?? Here, type);

        var exception = Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore));

        Assert.Equal(fault, exception.Fault);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_missing()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var source = Source(file, "Vendor.Shim");
            Assert.Equal(AttachmentFault.Missing, Assert.Throws<AttachmentException>(() => source.Attach(Role.DeviceCore)).Fault);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ImplementationSource Source(string assembly, string type) => new(new AttachmentSettings
    {
        UpperTester = new UpperTesterBinding.InProcess(assembly, type),
        Deadlines = type.EndsWith("Hangs", StringComparison.Ordinal) ? Shim.Short : Shim.Long,
    });
}

/// <summary>As a vendor writes it.</summary>
public class VendorShim : IUpperTester
{
    private readonly IUpperTester _inner = References.Build(Role.DeviceCore);

    public virtual JsonObject Perform(string verb, JsonObject arguments, IOutside outside) => _inner.Perform(verb, arguments, outside);

    public void Dispose()
    {
        _inner.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class ShimThatThrows : VendorShim
{
    public override JsonObject Perform(string verb, JsonObject arguments, IOutside outside) => throw new InvalidOperationException("no dongle");
}

public sealed class ShimThatHangs : VendorShim
{
    public override JsonObject Perform(string verb, JsonObject arguments, IOutside outside)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(5));
        return [];
    }
}

public sealed class ShimThatIsNotMade : VendorShim
{
    public ShimThatIsNotMade() => throw new InvalidOperationException("no dongle");
}

public sealed class ShimWithoutConstructor(string port) : VendorShim
{
    public string Port => port;
}
