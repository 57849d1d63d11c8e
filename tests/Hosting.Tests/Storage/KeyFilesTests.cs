using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage;

[Trait("requirement", "R-GEN-11")]
public sealed class KeyFilesTests : IDisposable
{
    private const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_private_key_is_readable_by_its_owner_only()
    {
        KeyFiles.WritePrivate(_scratch["key.pem"], Pem);

        Assert.Equal(Pem, KeyFiles.ReadPrivate(_scratch["key.pem"]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["key.pem"]));
        Assert.Single(Directory.GetFiles(_scratch.Path));
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_private_key_that_others_have_rights_on_is_refused(UnixFileMode extra)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes.");
        KeyFiles.WritePrivate(_scratch["key.pem"], Pem);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_scratch["key.pem"], UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        var failure = Assert.Throws<StorageException>(() => KeyFiles.ReadPrivate(_scratch["key.pem"]));

        Assert.Equal(ResultCode.NotAllowed, failure.Code);
        Assert.Contains($"chmod 600 '{_scratch["key.pem"]}'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MC4CAQ", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_key_is_overwritten_only_when_asked()
    {
        KeyFiles.WritePrivate(_scratch["key.pem"], Pem);

        var failure = Assert.Throws<StorageException>(() => KeyFiles.WritePrivate(_scratch["key.pem"], "other"));
        Assert.Equal(ResultCode.NotAllowed, failure.Code);
        Assert.Equal(Pem, KeyFiles.ReadPrivate(_scratch["key.pem"]));

        KeyFiles.WritePrivate(_scratch["key.pem"], "other", overwrite: true);
        Assert.Equal("other", KeyFiles.ReadPrivate(_scratch["key.pem"]));
        Assert.Single(Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public void A_public_key_needs_no_narrow_mode()
    {
        KeyFiles.WritePublic(_scratch["key.pub"], Pem);

        Assert.Equal(Pem, KeyFiles.ReadPublic(_scratch["key.pub"]));
    }

    [Fact]
    public void A_missing_or_oversize_file_is_named()
    {
        File.WriteAllBytes(_scratch["large"], new byte[KeyFiles.Largest + 1]);

        Assert.Equal(ResultCode.NotAvailable, Assert.Throws<StorageException>(() => KeyFiles.ReadPublic(_scratch["none"])).Code);
        Assert.Equal(ResultCode.LimitExceeded, Assert.Throws<StorageException>(() => KeyFiles.ReadPublic(_scratch["large"])).Code);
        Assert.Equal(ResultCode.StorageFailed, Assert.Throws<StorageException>(() => KeyFiles.WritePublic(_scratch["none/key"], Pem)).Code);
    }
}
