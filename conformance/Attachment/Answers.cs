using System.Text.Json.Nodes;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>What the answer to each verb looks like. The same is written for others in Schemas/upper-tester.schema.json; a test holds them together.</summary>
public static class Answers
{
    private static readonly Field[] Nothing = [];

    private static readonly Dictionary<string, IReadOnlyList<Field>> Forms = new()
    {
        ["hello"] =
        [
            new("upperTester", Kind.Text), new("implementation", Kind.Text), new("version", Kind.Text), new("roles", Kind.Texts), new("clock", Kind.Text), new("verbs", Kind.Texts),
            new("acts", Kind.Texts), new("queries", Kind.Texts), new("faults", Kind.Texts), new("tunnelled", Kind.Texts),
        ],
        ["reset"] = Nothing,
        ["start"] = [new("links", Kind.Object, Optional: true)],
        ["stop"] = Nothing,
        ["do"] = Nothing,
        ["clock"] = [new("now", Kind.Number), new("next", Kind.Number, Nullable: true)],
        ["fault"] = Nothing,
        ["link"] = [new("answer", Kind.Bytes, Optional: true, Nullable: true), new("closed", Kind.Flag, Optional: true), new("now", Kind.Number, Optional: true)],
        ["evidence"] = [new("log", Kind.Text), new("files", Kind.Texts, Optional: true), new("pages", Kind.Texts, Optional: true)],
        ["bye"] = Nothing,
        ["provision device-core"] = [new("publicKey", Kind.Bytes), new("slotCapacity", Kind.Number), new("blockSize", Kind.Number), .. Durations("trialPeriod", "rebootDelay", "nonceLifetime", "freshnessLimit")],
        ["provision communicator"] =
            [.. Durations("defaultPoll", "leastPoll", "mostPoll", "activePoll", "replyTimeout", "progressInterval", "firstBackOff", "mostBackOff").Select(static field => field with { Optional = false })],
        ["provision status-tracker"] =
        [
            new("publicKey", Kind.Bytes), new("attempts", Kind.Number),
            .. Durations("directiveValidity", "pollAfter", "activePollAfter", "silenceLimit", "refreshInterval", "replyTimeout").Select(static field => field with { Optional = false }),
        ],
        ["provision firmware-server"] = Nothing,
        ["query slots"] = [new("slots", Kind.Objects)],
        ["query boots"] = [new("boots", Kind.Objects, Optional: true), new("file", Kind.Text, Optional: true)],
        ["query keys"] = [new("files", Kind.Texts)],
    };

    private enum Kind
    {
        Text,
        Number,
        Flag,
        Bytes,
        Texts,
        Object,
        Objects,
    }

    /// <summary>The names of the forms: the verbs, <c>provision</c> for each role, <c>query</c> for each question.</summary>
    public static IReadOnlyCollection<string> Names => Forms.Keys;

    /// <summary>What is wrong with an answer; empty when nothing is.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="result">The answer's result.</param>
    public static IReadOnlyList<string> Faults(string name, JsonObject result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var form = Forms[name];
        var sent = Fields.AsSent(result);
        return
        [
            .. form.Select(field => field.Fault(sent)).OfType<string>(),
            .. sent.Select(static pair => pair.Key).Where(key => form.All(field => field.Name != key)).Select(key => $"'{key}' is not expected"),
        ];
    }

    private static IEnumerable<Field> Durations(params string[] names) => names.Select(static name => new Field(name, Kind.Number, Optional: true));

    private sealed record Field(string Name, Kind Kind, bool Optional = false, bool Nullable = false)
    {
        public string? Fault(JsonObject result)
        {
            if (!result.TryGetPropertyValue(Name, out var node)) return Optional ? null : $"'{Name}' is missing";
            if (node is null) return Nullable ? null : $"'{Name}' is null";
            return Fits(node) ? null : $"'{Name}' is not {Expected}";
        }

        private string Expected => Kind switch
        {
            Kind.Text => "a text",
            Kind.Number => "a whole number",
            Kind.Flag => "true or false",
            Kind.Bytes => "bytes in base64",
            Kind.Texts => "a list of texts",
            Kind.Object => "an object",
            _ => "a list of objects",
        };

        private bool Fits(JsonNode node) => Kind switch
        {
            Kind.Text => IsText(node),
            Kind.Number => node is JsonValue value && value.TryGetValue<long>(out _),
            Kind.Flag => node is JsonValue value && value.TryGetValue<bool>(out _),
            Kind.Bytes => node is JsonValue value && value.TryGetValue<string>(out var text) && IsBase64(text),
            Kind.Texts => node is JsonArray texts && texts.All(IsText),
            Kind.Object => node is JsonObject,
            _ => node is JsonArray objects && objects.All(static item => item is JsonObject),
        };

        private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);

        private static bool IsBase64(string text) => text.Length % 4 == 0 && !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text, new byte[text.Length], out _);
    }
}
