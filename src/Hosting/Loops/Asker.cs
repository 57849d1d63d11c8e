using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Loops;

/// <summary>A peer that waits for the answer to its request. It gets exactly one; later ones are dropped.</summary>
public sealed class Asker
{
    private readonly TaskCompletionSource<Message?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; null when there will be none because the entity restarts or stops.</summary>
    public Task<Message?> Answer => _answer.Task;

    /// <summary>Gives the answer. False when one was given before.</summary>
    public bool Reply(Message message) => _answer.TrySetResult(message);

    /// <summary>Answers with M-09.</summary>
    public bool Refuse(ResultCode code, string detail) => Reply(new Refusal(code, RefusalText.Clean(detail)));

    /// <summary>There will be no answer.</summary>
    public bool Leave() => _answer.TrySetResult(null);
}

/// <summary>Makes any text fit for the detail of a refusal.</summary>
internal static class RefusalText
{
    public static string Clean(string text)
    {
        var clean = string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return clean.Length <= Limits.Detail ? clean : clean[..Limits.Detail];
    }
}
