using System.Collections.Frozen;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Wire;

/// <summary>Which reader belongs to which tag: the complete list of messages.</summary>
internal static class MessageReaders
{
    public delegate Message ReadMessage(ref StrictReader reader);

    public static FrozenDictionary<byte, ReadMessage> ByTag { get; } = new Dictionary<byte, ReadMessage>
    {
        [1] = StatusRequest.Read,
        [2] = StatusReport.Read,
        [3] = DirectiveDelivery.Read,
        [4] = DirectiveAnswer.Read,
        [5] = ImageBlock.Read,
        [6] = BlockAnswer.Read,
        [7] = InstallRequest.Read,
        [8] = InstallAnswer.Read,
        [9] = Refusal.Read,
        [10] = CheckIn.Read,
        [11] = CheckInAnswer.Read,
        [12] = BlockRequest.Read,
        [13] = Block.Read,
        [14] = CatalogueRequest.Read,
        [15] = CatalogueAnswer.Read,
        [16] = EnvelopeRequest.Read,
        [17] = EnvelopeAnswer.Read,
        [18] = CheckInBatch.Read,
        [19] = CheckInBatchAnswer.Read,
        [20] = PublishRequest.Read,
        [21] = PublishAnswer.Read,
        [22] = WithdrawRequest.Read,
        [23] = WithdrawAnswer.Read,
        [30] = EnrolRequest.Read,
        [31] = EnrolAnswer.Read,
        [32] = TrackQuery.Read,
        [33] = TrackAnswer.Read,
        [34] = CancelRequest.Read,
        [35] = CancelAnswer.Read,
        [36] = FleetQuery.Read,
        [37] = FleetSummary.Read,
        [38] = DevicesQuery.Read,
        [39] = HistoryQuery.Read,
        [40] = HistoryAnswer.Read,
        [41] = TagRequest.Read,
        [42] = TagAnswer.Read,
        [43] = DecommissionRequest.Read,
        [44] = DecommissionAnswer.Read,
        [45] = CampaignRequest.Read,
        [46] = CampaignOrder.Read,
        [47] = CampaignAnswer.Read,
        [48] = CampaignQuery.Read,
        [49] = CampaignsAnswer.Read,
        [50] = AuditQuery.Read,
        [51] = AuditAnswer.Read,
    }.ToFrozenDictionary();
}
