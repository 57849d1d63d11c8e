using SecUpIoT.Cli.Authoring;
using SecUpIoT.Cli.Commands;
using SecUpIoT.Cli.Console;
using SecUpIoT.Cli.Trial;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Cli.Demo;

/// <summary>What the author and the operator do in the demonstration, and how its claim is checked afterwards.</summary>
internal sealed class DemoSteps(TrialFolder trial, TrialDescription description, Terminal terminal)
{
    /// <summary>Where the Firmware server answers.</summary>
    public Uri Server { get; set; } = description.AddressOf(LinkRole.Server);

    /// <summary>Where the Status tracker answers.</summary>
    public Uri Tracker { get; set; } = description.AddressOf(LinkRole.Tracker);

    private const ulong NewNumber = TrialBuilder.FactoryNumber + 1;

    /// <summary>Signs a package with the image and writes it beside the keys.</summary>
    public (byte[] Envelope, ImageFile Image) Author(string path)
    {
        var image = ImageFile.Read(ComponentId.Of("firmware"), path);
        var envelope = PackageAuthor.Create(TrialBuilder.PackageOf(description, NewNumber, "demonstration"), [image], [Shared.ReadSigner(new FileInfo(trial.AuthorKey))]);
        File.WriteAllBytes(Path.Combine(trial.Images, "update.suit"), envelope);
        return (envelope, image);
    }

    public async Task EnrolAsync(CancellationToken cancel)
    {
        using var tracker = Client(LinkRole.Operator, LinkRole.Tracker);
        var vendor = Identities.Vendor(description.Vendor);
        for (var number = 1; number <= description.Devices.Count; number++)
        {
            var key = OperatorCommands.PublicKeyOf(new FileInfo(KeyFilePair.PublicPath(trial.DeviceKey(number))));
            var request = new EnrolRequest(new DeviceId(description.Devices[number - 1]), vendor, Identities.Class(vendor, description.Model), description.Profile, key);
            await tracker.AskAsync<EnrolAnswer>(HttpBinding.OperatorPath, request, cancel).ConfigureAwait(false);
        }
    }

    public async Task PublishAsync(byte[] envelope, ImageFile image, CancellationToken cancel)
    {
        using var server = Client(LinkRole.Author, LinkRole.Server);
        var answer = await Publishing.PublishAsync(server, envelope, [new FileInfo(image.Path)], terminal, cancel).ConfigureAwait(false);
        if (answer.Phase != PackagePhase.Published) throw CommandFailure.Refused(ResultCode.NotAvailable, $"the package is {answer.Phase}, expected Published");
    }

    /// <summary>Asks the tracker until every device has completed, or one has ended otherwise, or time is up.</summary>
    public async Task<Sequence<TrackEntry>> WatchAsync(TimeSpan patience, CancellationToken cancel)
    {
        using var tracker = Client(LinkRole.Operator, LinkRole.Tracker);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(patience);
        var last = Sequence<TrackEntry>.Empty;
        try
        {
            while (true)
            {
                last = (await tracker.AskAsync<TrackAnswer>(HttpBinding.OperatorPath, new TrackQuery(null, null), deadline.Token).ConfigureAwait(false)).Entries;
                if (last.All(entry => entry.CompletedAt != default || entry.Phase is TrackPhase.Failed or TrackPhase.Reverted or TrackPhase.Cancelled)) return last;
                await Task.Delay(TimeSpan.FromMilliseconds(250), deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return last;
        }
    }

    /// <summary>Reads each device's confirmed slot and compares it with the image, byte for byte; the numbers of the devices that differ.</summary>
    public IReadOnlyList<int> Compare(ImageFile image)
    {
        var differing = new List<int>();
        for (var number = 1; number <= description.Devices.Count; number++)
        {
            using var flash = FlashFile.Open(trial.DeviceFlash(number));
            var confirmed = flash.ReadRecord()?.Confirmed;
            var copy = Path.Combine(trial.Data, $"device-{number}.slot-{confirmed?.Slot.ToString() ?? "none"}.bin");
            if (confirmed is not null)
            {
                using var stream = File.Create(copy);
                flash.CopyImageTo(confirmed.Slot, confirmed.Components[0], stream);
            }

            if (confirmed?.Name.Number.Value != NewNumber || !SameBytes(copy, image.Path)) differing.Add(number);
        }

        return differing;
    }

    private PeerClient Client(LinkRole self, LinkRole peer) => new(peer == LinkRole.Tracker ? Tracker : Server, trial.Certificate(self.Spelling()).Load(), peer);

    private static bool SameBytes(string one, string other)
    {
        using var left = new BufferedStream(File.OpenRead(one), 1 << 16);
        using var right = new BufferedStream(File.OpenRead(other), 1 << 16);
        if (left.Length != right.Length) return false;
        Span<byte> a = new byte[1 << 16];
        Span<byte> b = new byte[1 << 16];
        while (true)
        {
            var read = left.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            right.ReadAtLeast(b, b.Length, throwOnEndOfStream: false);
            if (read == 0) return true;
            if (!a[..read].SequenceEqual(b[..read])) return false;
        }
    }
}
