using System.Text;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Names a component: a path of byte strings, known to the device, never a file name to be trusted.</summary>
public sealed record ComponentId
{
    /// <summary>Takes the segments.</summary>
    public ComponentId(params IReadOnlyList<Bytes> segments) => Segments = segments;

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<Bytes> Segments { get; }

    /// <summary>The identifier whose segments are these texts in UTF-8.</summary>
    public static ComponentId Of(params IEnumerable<string> segments) =>
        new(segments.Select(segment => (Bytes)Encoding.UTF8.GetBytes(segment)).ToArray());

    /// <inheritdoc/>
    public bool Equals(ComponentId? other) => other is not null && Segments.SequenceEqual(other.Segments);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in Segments) hash.Add(segment);
        return hash.ToHashCode();
    }

    /// <summary>
    /// The segments joined by '/': letters, digits, '.', '-' and '_' as they are, other segments in hexadecimal as h'..'.
    /// </summary>
    public override string ToString() => string.Join('/', Segments.Select(Show));

    private static string Show(Bytes segment)
    {
        foreach (var octet in segment.Span)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return $"h'{Convert.ToHexStringLower(segment.Span)}'";
            }
        }

        return segment.IsEmpty ? "h''" : Encoding.ASCII.GetString(segment.Span);
    }
}
