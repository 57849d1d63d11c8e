using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Pki;

public sealed class TrialAuthorityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private static readonly Moment Now = SystemClock.Instance.Now;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LinkRole.Tracker, true, true)]
    [InlineData(LinkRole.Server, true, false)]
    [InlineData(LinkRole.Communicator, false, true)]
    [InlineData(LinkRole.Operator, false, true)]
    [InlineData(LinkRole.Author, false, true)]
    public void A_certificate_carries_its_role_and_serves_only_the_ends_of_that_role(LinkRole role, bool server, bool client)
    {
        using var authority = TrialAuthority.Create(_folder.Path, Now);

        using var identity = authority.Issue("one", role, ["localhost"], Now).Load();

        Assert.Equal([role], Enum.GetValues<LinkRole>().Where(r => LinkRoles.IsOf(identity.Certificate, r)));
        Assert.Equal(server, identity.Trust.JudgeServer(identity.Certificate, Now) is null);
        Assert.Equal(client, identity.Trust.JudgeClient(identity.Certificate, Now) is null);
    }

    [Fact]
    public void A_certificate_of_another_authority_is_not_believed()
    {
        using var authority = TrialAuthority.Create(_folder["a"], Now);
        using var stranger = TrialAuthority.Create(_folder["b"], Now);
        using var own = authority.Issue("one", LinkRole.Tracker, [], Now).Load();
        using var foreign = stranger.Issue("one", LinkRole.Tracker, [], Now).Load();

        Assert.NotNull(own.Trust.JudgeClient(foreign.Certificate, Now));
    }

    [Fact]
    public void A_certificate_is_believed_only_while_it_is_valid()
    {
        using var authority = TrialAuthority.Create(_folder.Path, Now);
        using var identity = authority.Issue("one", LinkRole.Tracker, [], Now).Load();

        Assert.NotNull(identity.Trust.JudgeClient(identity.Certificate, Now.Plus(TimeSpan.FromDays(400))));
        Assert.NotNull(identity.Trust.JudgeClient(identity.Certificate, Now.Plus(TimeSpan.FromDays(-2))));
    }

    [SkippableFact]
    public void Private_keys_are_readable_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) throw new SkipException("Unix file modes");
        using var authority = TrialAuthority.Create(_folder.Path, Now);
        var issued = authority.Issue("one", LinkRole.Tracker, [], Now);

        foreach (var path in Directory.GetFiles(_folder.Path, "*.key")) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.SetUnixFileMode(issued.KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(ResultCode.NotAllowed, Assert.Throws<StorageException>(issued.Load).Code);
    }

    [Fact]
    public void An_authority_is_never_overwritten_and_can_be_opened_again()
    {
        using (TrialAuthority.Create(_folder.Path, Now)) Assert.Throws<StorageException>(() => TrialAuthority.Create(_folder.Path, Now));

        using var again = TrialAuthority.Open(_folder.Path);

        using var identity = again.Issue("later", LinkRole.Operator, [], Now).Load();
        Assert.Null(identity.Trust.JudgeClient(identity.Certificate, Now));
    }

    [Fact]
    public void A_key_that_does_not_belong_to_the_certificate_is_named()
    {
        using var authority = TrialAuthority.Create(_folder.Path, Now);
        var one = authority.Issue("one", LinkRole.Operator, [], Now);
        var two = authority.Issue("two", LinkRole.Operator, [], Now);

        var exception = Assert.Throws<ConfigurationException>(() => LinkIdentity.Load(one.CertificatePath, two.KeyPath, one.AuthorityPath));

        Assert.Contains(two.KeyPath, exception.Message, StringComparison.Ordinal);
    }
}
