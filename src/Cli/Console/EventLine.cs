using System.Text.Json.Nodes;
using SecUpIoT.Hosting.Hosts;

namespace SecUpIoT.Cli.Console;

/// <summary>What a host tells, as JSON for machines and as one line for people. Progress has no line: it is drawn or left out.</summary>
internal static class EventLine
{
    public static JsonObject ToJson(HostEvent happened)
    {
        var json = new JsonObject { ["event"] = happened.GetType().Name, ["entity"] = happened.Entity, ["subject"] = happened.Subject };
        switch (happened)
        {
            case HostEvent.Listening listening:
                json["address"] = listening.Address;
                break;
            case HostEvent.PhaseChanged changed:
                (json["from"], json["to"]) = (changed.From, changed.To);
                break;
            case HostEvent.Progress progress:
                (json["what"], json["done"], json["total"]) = (progress.What, progress.Done, progress.Total);
                break;
            case HostEvent.Refused refused:
                (json["code"], json["detail"]) = (refused.Code.ToString(), refused.Detail);
                break;
            case HostEvent.LinkFailed failed:
                (json["link"], json["code"], json["detail"]) = (failed.Link.ToString(), failed.Code.ToString(), failed.Detail);
                break;
            case HostEvent.ImageInvoked invoked:
                (json["slot"], json["number"], json["manifest"]) = (invoked.Slot.ToString(), invoked.Image.Number.Value, invoked.Image.Manifest.ToHex());
                break;
            case HostEvent.CatalogueChanged changed:
                (json["packages"], json["conflicts"]) = (changed.Packages, changed.Conflicts);
                break;
            case HostEvent.Faulted faulted:
                json["detail"] = faulted.Detail;
                break;
        }

        return json;
    }

    public static string? ToText(HostEvent happened) => happened switch
    {
        HostEvent.Listening listening => $"{Name(happened)} listens at {listening.Address}",
        HostEvent.PhaseChanged changed => $"{Name(happened)} {changed.From} -> {changed.To}",
        HostEvent.Refused refused => $"{Name(happened)} refused ({refused.Code}): {refused.Detail}",
        HostEvent.LinkFailed failed => $"{Name(happened)} {failed.Link} link: {failed.Code}: {failed.Detail}",
        HostEvent.ImageInvoked invoked => $"{Name(happened)} runs image {invoked.Image} from slot {invoked.Slot}",
        HostEvent.Restarted => $"{Name(happened)} restarts",
        HostEvent.CatalogueChanged changed => $"{Name(happened)} knows {changed.Packages} packages{(changed.Conflicts == 0 ? "" : $", {changed.Conflicts} in conflict")}",
        HostEvent.Faulted faulted => $"{Name(happened)} stopped because of a fault of its own: {faulted.Detail}",
        _ => null,
    };

    private static string Name(HostEvent happened)
    {
        var entity = happened.Entity switch { "device" => "Device core", "communicator" => "Communicator", "tracker" => "Status tracker", "server" => "Firmware server", var other => other };
        var subject = Guid.TryParse(happened.Subject, out _) ? happened.Subject[..8] : happened.Subject;
        return $"{entity,-15} {subject,-12}";
    }
}
