using System.Globalization;
using System.Text;

namespace SecUpIoT.Conformance.Reports;

/// <summary>Bytes for people: offset, sixteen bytes a line, and the characters that they are.</summary>
public static class HexDump
{
    private const int Width = 16;

    /// <summary>The lines.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var offset = 0; offset < bytes.Length; offset += Width)
        {
            var line = bytes[offset..Math.Min(offset + Width, bytes.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{offset:x4}  ");
            for (var i = 0; i < Width; i++) text.Append(i < line.Length ? $"{line[i]:x2} " : "   ").Append(i == 7 ? " " : "");
            text.Append(' ');
            foreach (var one in line) text.Append(one is >= 0x20 and < 0x7f ? (char)one : '.');
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
