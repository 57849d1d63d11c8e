using System.Globalization;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>A run of bytes of a payload.</summary>
internal readonly record struct ByteRange(ulong Offset, ulong Length)
{
    /// <summary>
    /// The range that a Range header asks for. Only a single range in bytes is known (RFC 9110 section 14.1.2); anything else is not satisfiable.
    /// </summary>
    /// <param name="header">The header; null or empty asks for everything.</param>
    /// <param name="size">Bytes of the payload.</param>
    /// <returns>Null when it cannot be satisfied.</returns>
    public static ByteRange? Parse(string? header, ulong size)
    {
        if (string.IsNullOrEmpty(header)) return new ByteRange(0, size);
        const string Unit = "bytes=";
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return null;
        var ends = header[Unit.Length..].Split('-');
        if (ends.Length != 2) return null;
        if (ends[0].Length == 0) return Number(ends[1]) is { } suffix and > 0 && size > 0 ? Last(suffix, size) : null;
        if (Number(ends[0]) is not { } first || first >= size) return null;
        if (ends[1].Length == 0) return new ByteRange(first, size - first);
        return Number(ends[1]) is { } last && last >= first ? new ByteRange(first, Math.Min(last, size - 1) - first + 1) : null;
    }

    private static ByteRange Last(ulong suffix, ulong size) => new(size - Math.Min(suffix, size), Math.Min(suffix, size));

    private static ulong? Number(string text) =>
        text.All(char.IsAsciiDigit) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
