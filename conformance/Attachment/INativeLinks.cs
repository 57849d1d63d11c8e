using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>The links that do not go through the upper tester: frames on a stream, messages in HTTP.</summary>
public interface INativeLinks : IDisposable
{
    /// <summary>Who is told what the implementation asks; may be told from any thread.</summary>
    IOutside? Outside { get; set; }

    /// <summary>Whether the link is native.</summary>
    bool Carries(Link link);

    /// <summary>Listens where the suite is asked, and says for <c>start</c> where everything is.</summary>
    /// <param name="peers">The Firmware servers that a Status tracker was provisioned with, or the devices of a gateway.</param>
    JsonObject Open(IReadOnlyList<string> peers);

    /// <summary>Connects to where the implementation says that it listens.</summary>
    void Bind(JsonObject bound);

    /// <summary>Breaks everything off; <see cref="Open"/> begins anew.</summary>
    void Close();

    /// <summary>A peer asks the implementation.</summary>
    Reply Ask(Link link, string peer, Bytes message, TimeSpan patience);

    /// <summary>The author uploads a payload; silence means that it is taken.</summary>
    Reply Upload(string peer, Digest digest, Bytes payload, TimeSpan patience);

    /// <summary>The answer to an ask that was held, after all.</summary>
    void AnswerLate(Asked asked, Bytes message);

    /// <summary>The Device core that the suite plays says something that nobody asked for.</summary>
    void Say(Bytes message);
}
