using System.Net.Sockets;
using SecUpIoT.Conformance.Attachment.Bindings;
using SecUpIoT.Conformance.Attachment.Examination;
using SecUpIoT.Conformance.Attachment.Native;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>
/// Attaches an implementation as its IXIT says, once for each scenario. For one thread; with several each has its own. Disposed of after the run, when nothing of the
/// implementation stays behind.
/// </summary>
public sealed class ImplementationSource : IDisposable
{
    private readonly AttachmentSettings _settings;
    private TlsMaterial? _tls;
    private (Role Role, KeptUpperTester Tester)? _kept;

    /// <summary>Nothing is started before the first scenario.</summary>
    public ImplementationSource(AttachmentSettings settings) => _settings = settings;

    /// <summary>The implementation in the role of a scenario.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    public Implementation Attach(Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        return Attach(pickle.Role);
    }

    /// <summary>The implementation in a role.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    public Implementation Attach(Role role) => new(Find(role), role, Links(role), _settings.Deadlines.Patience);

    /// <summary>Looks at the upper tester before any scenario does.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    public IReadOnlyList<Finding> Examine(Role role)
    {
        using var tester = Make(role);
        return UpperTesterDoctor.Examine(tester, role);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kept?.Tester.Dispose();
        _kept = null;
        _tls?.Dispose();
    }

    private NativeLinks? Links(Role role)
    {
        if (_settings.Links.Count == 0) return null;
        return new NativeLinks(role, _settings.Links, _tls ??= _settings.Tls is { } tls ? TlsMaterial.Open(tls) : null);
    }

    private IUpperTester Find(Role role)
    {
        // What listens on a socket was started by somebody else: there is nothing to start anew.
        if (_settings.Restart == Restart.Scenario && _settings.UpperTester is not UpperTesterBinding.Socket) return Make(role);
        if (_kept?.Role != role)
        {
            _kept?.Tester.Dispose();
            _kept = (role, new KeptUpperTester(() => Make(role)));
        }

        return _kept.Value.Tester.Lend();
    }

    private IUpperTester Make(Role role) => _settings.UpperTester switch
    {
        UpperTesterBinding.Stdio stdio => ChildProcess.Start(stdio, _settings.Deadlines),
        UpperTesterBinding.Socket socket => Connect(socket.Point),
        UpperTesterBinding.InProcess type => VendorType.Create(type, _settings.Deadlines),
        UpperTesterBinding.None => new RemoteUpperTester(role, _settings.Provisioned),
        _ => throw new InvalidOperationException("a binding of its own kind"),
    };

    private LinesUpperTester Connect(StreamPoint point)
    {
        var stream = new NetworkStream(point.Connect(_settings.Deadlines.Answer), ownsSocket: true);
        return new LinesUpperTester(stream, stream, _settings.Deadlines, () => $"{point} closed the connection");
    }
}
