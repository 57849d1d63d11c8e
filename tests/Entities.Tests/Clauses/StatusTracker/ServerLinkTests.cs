using System.Collections.Immutable;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>How a Status tracker keeps up with its Firmware servers.</summary>
public sealed class ServerLinkTests
{
    private readonly ServerLinkMachine _machine = new(new([Known.Author]));
    private ServerLinkState _state = ServerLinkState.Initial;

    [Fact]
    [Trait("requirement", "R-ST-24")]
    public void An_envelope_is_stored_before_its_package_is_published()
    {
        Catalogue(Releases.Next);

        var outputs = Say(new EnvelopeAnswer(Releases.Next.Envelope));

        Expect.Kinds(outputs, "StoreEnvelope", "CancelTimer", "PublishCatalogue", "SetTimer");
        Assert.Equal(new Sequence<CatalogueEntry>(Releases.Next.Entry), Expect.One<Output.PublishCatalogue>(outputs).Entries);
    }

    public static TheoryData<string> WrongEnvelopes => ["stranger", "other package", "nothing", "number", "class", "payloads"];

    [Theory]
    [MemberData(nameof(WrongEnvelopes))]
    [Trait("requirement", "R-ST-24")]
    public void A_package_whose_envelope_is_not_authentic_or_not_its_entrys_is_not_offered(string what)
    {
        var entry = Releases.Next.Entry;
        Feed(new Input.Started());
        Say(new CatalogueAnswer(new(what switch
        {
            "number" => entry with { Number = new(99) },
            "class" => entry with { Class = Known.OtherClass },
            "payloads" => entry with { Payloads = Releases.Newer.Payloads },
            _ => entry,
        })));

        var outputs = Say(new EnvelopeAnswer(what switch
        {
            "stranger" => Releases.ByStranger.Envelope,
            "other package" => Releases.Newer.Envelope,
            "nothing" => default,
            _ => Releases.Next.Envelope,
        }));

        Expect.No<Output.StoreEnvelope>(outputs);
        Assert.Empty(Expect.One<Output.PublishCatalogue>(outputs).Entries);
    }

    [Fact]
    [Trait("requirement", "R-ST-24")]
    public void A_rejected_package_does_not_keep_out_the_others()
    {
        Catalogue(Releases.Next, Releases.Newer);
        Say(new EnvelopeAnswer(default));

        var outputs = Say(new EnvelopeAnswer(Releases.Newer.Envelope));

        Assert.Equal(new Sequence<CatalogueEntry>(Releases.Newer.Entry), Expect.One<Output.PublishCatalogue>(outputs).Entries);
    }

    [Fact]
    [Trait("requirement", "R-ST-24")]
    public void A_package_whose_envelope_was_wrong_once_is_asked_for_again()
    {
        Catalogue(Releases.Next);
        Say(new EnvelopeAnswer(Releases.ByStranger.Envelope));
        Feed(new Input.TimerFired(TimerId.Refresh));
        Say(new CatalogueAnswer(new(Releases.Next.Entry)));

        var outputs = Say(new EnvelopeAnswer(Releases.Next.Envelope));

        Assert.Equal(new Sequence<CatalogueEntry>(Releases.Next.Entry), Expect.One<Output.PublishCatalogue>(outputs).Entries);
    }

    [Fact]
    [Trait("requirement", "R-ST-22")]
    public void What_a_server_published_still_counts_while_it_is_down()
    {
        Catalogue(Releases.Next);
        Say(new EnvelopeAnswer(Releases.Next.Envelope));
        Feed(new Input.TimerFired(TimerId.Refresh));

        var outputs = Feed(new Input.LinkFailed(Link.Server, ResultCode.Unreachable));

        Expect.No<Output.PublishCatalogue>(outputs);
        Assert.Equal(new Sequence<CatalogueEntry>(Releases.Next.Entry), _state.Entries);
    }

    [Fact]
    [Trait("requirement", "R-ST-32")]
    public void The_catalogue_is_refreshed_periodically_and_less_often_after_failures()
    {
        var pauses = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(new CatalogueRequest(), Expect.One<Output.Send>(Feed(new Input.TimerFired(TimerId.Refresh))).Message);
            pauses.Add(Feed(new Input.TimerFired(TimerId.Reply)).OfType<Output.SetTimer>().Single().After.TotalSeconds);
        }

        Assert.Equal([30, 60, 120, 240, 300, 300], pauses);
        Feed(new Input.TimerFired(TimerId.Refresh));
        Assert.Contains(new Output.SetTimer(TimerId.Refresh, TimeSpan.FromSeconds(30)), Say(new CatalogueAnswer(Sequence<CatalogueEntry>.Empty)));
    }

    [Fact]
    [Trait("requirement", "R-ST-20")]
    public void What_is_no_longer_listed_is_no_longer_published()
    {
        Catalogue(Releases.Next);
        Say(new EnvelopeAnswer(Releases.Next.Envelope));
        Feed(new Input.TimerFired(TimerId.Refresh));

        Assert.Empty(Expect.One<Output.PublishCatalogue>(Say(new CatalogueAnswer(Sequence<CatalogueEntry>.Empty))).Entries);
    }

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    public void An_entry_that_is_listed_twice_is_fetched_once()
    {
        Catalogue(Releases.Next, Releases.Next);

        Assert.Single(Expect.One<Output.PublishCatalogue>(Say(new EnvelopeAnswer(Releases.Next.Envelope))).Entries);
    }

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public void After_a_restart_the_held_envelopes_are_not_fetched_again()
    {
        _state = ServerLinkState.Holding(new(Releases.Next.Entry));
        Feed(new Input.Started());

        Expect.No<Output.Send>(Say(new CatalogueAnswer(new(Releases.Next.Entry))));
        Assert.Equal(ServerPhase.Synchronised, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-ST-09")]
    [Trait("requirement", "R-ST-22")]
    public void The_highest_number_over_all_servers_wins_in_any_order()
    {
        var (one, two) = (new Sequence<CatalogueEntry>(Releases.Next.Entry, Releases.Old.Entry), new Sequence<CatalogueEntry>(Releases.Newer.Entry, Releases.Next.Entry));

        foreach (var catalogue in new[] { new Catalogue(one, two), new Catalogue(two, one) })
        {
            Assert.Equal(Releases.Newer.Entry, catalogue.Newest(Known.Vendor, Known.Class));
            Assert.Empty(catalogue.Conflicts);
            Assert.Null(catalogue.Newest(Known.Vendor, Known.OtherClass));
        }
    }

    [Fact]
    [Trait("requirement", "R-ST-23")]
    public void Two_manifests_with_one_number_are_a_conflict_and_neither_is_offered()
    {
        var catalogue = new Catalogue(new Sequence<CatalogueEntry>(Releases.Base.Entry, Releases.Old.Entry), new Sequence<CatalogueEntry>(Releases.Twin.Entry));

        Assert.Equal(Releases.Old.Entry, catalogue.Newest(Known.Vendor, Known.Class));
        Assert.Equal(new Sequence<Digest>(Releases.Old.Entry.Manifest), catalogue.Published(Known.Vendor, Known.Class));
        Assert.Equal(2, Assert.Single(catalogue.Conflicts).Manifests.Count);
    }

    private ImmutableArray<Output> Feed(Input input)
    {
        var reaction = _machine.Handle(_state, input);
        _state = reaction.State;
        return reaction.Outputs;
    }

    private ImmutableArray<Output> Say(Message message) => Feed(new Input.Received(Link.Server, message, Known.Start, Known.Nonce(1)));

    private void Catalogue(params TestPackage[] packages)
    {
        Feed(new Input.Started());
        Say(new CatalogueAnswer(new(packages.Select(package => package.Entry))));
    }
}
