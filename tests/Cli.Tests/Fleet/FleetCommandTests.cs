using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace SecUpIoT.Cli.Tests.Fleet;

/// <summary>`secup fleet` and `secup audit`, and what every command of the operator says when no tracker answers.</summary>
[Collection(FleetSiteClasses.Name)]
public sealed class FleetCommandTests(FleetSite site)
{
    [Fact]
    [Trait("requirement", "R-ST-48")]
    public async Task The_fleet_is_told_in_numbers()
    {
        var summary = (await site.JsonAsync(ExitCode.Done, "fleet")).Single();
        var text = await site.TextAsync("fleet");

        var phases = summary["phases"]!.AsObject().Select(static phase => (long)phase.Value!).ToList();
        Assert.Equal((site.Devices.Count, site.Devices.Count, 0), ((int)summary["devices"]!, phases.Sum(), (int)summary["conflicts"]!));
        Assert.DoesNotContain(0, phases);
        Assert.Equal(("main", true, 1), ((string?)summary["servers"]![0]!["name"], (bool)summary["servers"]![0]!["reachable"]!, (int)summary["servers"]![0]!["packages"]!));
        Assert.Equal(ExitCode.Done, text.ExitCode);
        Assert.Matches(@"phase +devices +share", text.Output);
        Assert.Contains($"{site.Devices.Count} devices.", text.Output, StringComparison.Ordinal);
        Assert.Contains("Firmware server main: reachable, 1 packages.", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-ST-52")]
    public async Task The_audit_trail_tells_who_asked_what_and_how_it_ended()
    {
        await site.JsonAsync(ExitCode.Done, "device", "tag", site.Devices[6], "audited");
        await site.JsonAsync(ExitCode.Refused, "device", "cancel", site.Devices[6]);

        var trail = await site.JsonAsync(ExitCode.Done, "audit");
        var entries = trail.SkipLast(1).ToList();
        var rest = await site.JsonAsync(ExitCode.Done, "audit", "--after", $"{entries.Count - 2}");
        var text = await site.TextAsync("audit", "--after", $"{entries.Count - 1}");
        var beyond = await site.JsonAsync(ExitCode.Refused, "audit", "--after", "1000000");

        Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(static entry => (int)entry["number"]!));
        Assert.Equal((entries.Count, (string?)entries[^1]["hash"]), ((int)trail[^1]["entries"]!, (string?)trail[^1]["digest"]));
        Assert.Equal(
            [("TagRequest", "asked"), ("TagRequest", "Success"), ("CancelRequest", "asked"), ("CancelRequest", "NotNow")],
            entries.TakeLast(4).Select(static entry => ((string)entry["action"]!, (string)entry["result"]!)));
        Assert.All(entries.TakeLast(4), entry => Assert.Equal(site.Devices[6], (string?)entry["subject"]));
        Assert.All(entries.TakeLast(4), static entry => Assert.StartsWith("CN=operator", (string?)entry["actor"], StringComparison.Ordinal));
        Assert.Equal(entries.TakeLast(2).Select(static entry => entry.ToJsonString()), rest.SkipLast(1).Select(static entry => entry.ToJsonString()));
        Assert.Equal(2, text.Output.TrimEnd().Split('\n').Length);
        Assert.Matches(@"NotNow +CancelRequest +[0-9a-f-]{36} +by CN=operator", text.Output);
        Assert.Contains($"Entries {entries.Count - 1} to {entries.Count} follow each other; last digest {trail[^1]["digest"]}", text.Output, StringComparison.Ordinal);
        Assert.Contains("the audit trail has no entry 1000000", (string)beyond.Single()["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-ST-52")]
    public async Task An_audit_trail_that_was_altered_is_told_with_the_place()
    {
        var database = new SqliteConnectionStringBuilder { DataSource = Path.Combine(site.Trial.TrackerData, "tracker.db"), Pooling = false }.ToString();
        byte[] genuine;
        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync();
            genuine = (byte[])(await Command(connection, "SELECT entry FROM audit WHERE number = 2").ExecuteScalarAsync())!;
            // Another letter in the action: still an entry, only not what was written.
            var altered = genuine.ToArray();
            altered[altered.AsSpan().IndexOf("EnrolRequest"u8)] = (byte)'e';
            await ReplaceAsync(connection, altered);
        }

        var refused = await site.JsonAsync(ExitCode.Refused, "audit");
        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync();
            await ReplaceAsync(connection, genuine);
        }

        var whole = await site.JsonAsync(ExitCode.Done, "audit");

        Assert.Equal("StorageCorrupted", (string?)refused[^1]["code"]);
        Assert.Contains("entry 2 does not follow entry 1", (string)refused[^1]["error"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)refused[^2]["number"]!);
        Assert.Equal(whole.Count - 1, (int)whole[^1]["entries"]!);
    }

    [Fact]
    public async Task A_tracker_that_is_not_there_is_told_by_every_command()
    {
        // Bound and not listening: nobody answers, and nobody else gets the port.
        using var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"https://{held.LocalEndPoint}";
        string[][] commands =
        [
            ["fleet"], ["audit"], ["device", "list"], ["device", "tag", site.Devices[6]], ["campaign", "show", "any", "--watch"], ["campaign", "create", "any", "--package", site.Package],
        ];

        var failed = await Task.WhenAll(commands.Select(command => site.JsonAsync(ExitCode.Transport, [.. command, "--tracker", address])));
        var text = await site.TextAsync("fleet", "--tracker", address);
        var nowhere = await FleetSite.DocumentsAsync(ExitCode.Usage, "fleet");

        Assert.All(failed, static documents => Assert.Equal("Unreachable", (string?)documents.Single()["code"]));
        Assert.Equal((ExitCode.Transport, ""), (text.ExitCode, text.Output));
        Assert.Contains("The peer cannot be reached; is it running, and is the address right?", text.Errors, StringComparison.Ordinal);
        Assert.Contains("Expected --tracker or --trial", (string)nowhere.Single()["error"]!, StringComparison.Ordinal);
    }

    private static SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this file only.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>As somebody would who has the file: the database's own guard against it can be taken away.</summary>
    private static async Task ReplaceAsync(SqliteConnection connection, byte[] entry)
    {
        var guard = (string)(await Command(connection, "SELECT sql FROM sqlite_master WHERE name = 'audit_stays'").ExecuteScalarAsync())!;
        await Command(connection, "DROP TRIGGER audit_stays").ExecuteNonQueryAsync();
        var update = Command(connection, "UPDATE audit SET entry = $1 WHERE number = 2");
        update.Parameters.AddWithValue("$1", entry);
        Assert.Equal(1, await update.ExecuteNonQueryAsync());
        await Command(connection, guard).ExecuteNonQueryAsync();
    }
}
