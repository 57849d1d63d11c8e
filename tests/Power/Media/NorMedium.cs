using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Power.Tests.Media;

/// <summary>Somebody told the flash to do what flash cannot do: a fault of the driver, which a real controller reports as well.</summary>
internal sealed class FlashRuleException(string message) : InvalidOperationException(message);

/// <summary>
/// NOR flash and the driver over it. The flash erases whole sectors to 0xFF and programs units of bytes, once after each erasure. The driver carries
/// a write out as such parts do: where the bytes are erased it programs them; where they are not it reads the sector, erases it and programs it with the
/// new bytes in their place. Nothing is buffered.
/// </summary>
internal sealed class NorMedium(FlashContent content, int programUnit, Action<FlashOperation>? begun = null) : IObservedMedium
{
    public const byte ErasedByte = 0xFF;

    public FlashContent Content { get; private set; } = content;

    public string Name => "simulated NOR flash";

    public long Length => Content.Length;

    public void Read(long offset, Span<byte> destination) => Content.Read(offset, destination);

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (sector, within) = (Content.SectorOf(offset), Content.Within(offset));
            var count = Math.Min(Content.SectorSize - within, data.Length);
            if (IsErased(Content.Sector(sector).Slice(within, count)))
            {
                ProgramUnits(offset, data[..count]);
            }
            else
            {
                var whole = Content.Sector(sector).ToArray();
                data[..count].CopyTo(whole.AsSpan(within));
                Erase(sector);
                ProgramUnits(offset - within, whole);
            }

            offset += count;
            data = data[count..];
        }
    }

    /// <summary>Nothing is buffered.</summary>
    public void Flush()
    {
    }

    public void Dispose()
    {
    }

    /// <summary>Erases a sector.</summary>
    public void Erase(int sector)
    {
        begun?.Invoke(new Erasure(Content, sector));
        var erased = new byte[Content.SectorSize];
        erased.AsSpan().Fill(ErasedByte);
        Content = Content.With(sector, erased);
    }

    /// <summary>Programs at most a unit of bytes, which must lie in one unit and be erased.</summary>
    /// <exception cref="FlashRuleException">They do not, or are not.</exception>
    public void Program(long address, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || address / programUnit != (address + data.Length - 1) / programUnit)
            throw new FlashRuleException($"expected bytes of one unit of {programUnit}, but {data.Length} from 0x{address:x} on are to be programmed. Program unit by unit.");
        var (sector, within) = (Content.SectorOf(address), Content.Within(address));
        if (!IsErased(Content.Sector(sector).Slice(within, data.Length)))
            throw new FlashRuleException($"expected erased bytes, but some of the {data.Length} from 0x{address:x} on are programmed. Erase sector {sector} first.");
        begun?.Invoke(new Programming(Content, address, data.ToArray()));
        Content = Content.With(sector, within, data);
    }

    // Units that stay erased need no programming.
    private void ProgramUnits(long address, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var count = (int)Math.Min(programUnit - address % programUnit, data.Length);
            if (!IsErased(data[..count])) Program(address, data[..count]);
            address += count;
            data = data[count..];
        }
    }

    private static bool IsErased(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(ErasedByte) < 0;
}

/// <summary>A medium that tells each operation before it is done, and what is durable.</summary>
internal interface IObservedMedium : IFlashMedium
{
    /// <summary>What stands there now.</summary>
    FlashContent Content { get; }
}
