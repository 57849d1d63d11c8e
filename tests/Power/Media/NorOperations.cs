using SecUpIoT.Simulation;

namespace SecUpIoT.Power.Tests.Media;

/// <summary>The erasure of a sector. Half done it leaves anything: cells that are erased and cells that are not, and cells in between.</summary>
internal sealed record Erasure(FlashContent Before, int Sector)
    : FlashOperation(OperationKind.Erase, (long)Sector * Before.SectorSize, Before.SectorSize)
{
    public override FlashContent Durable => Before;

    public override IEnumerable<(long At, byte[] Data)> Pieces => [];

    public override IEnumerable<Cut> Cuts(Fineness fineness)
    {
        yield return new("before", Before);
        var old = Before.Sector(Sector).ToArray();
        var half = old.Length / 2;
        yield return Left("head", [.. Erased(half), .. old[half..]]);
        yield return Left("tail", [.. old[..half], .. Erased(half)]);
        for (var seed = 0; seed < fineness.Erasures; seed++)
        {
            var chance = new SplitMix64(((ulong)Sector << 16) + (ulong)seed + 1);
            yield return Left($"mixed#{seed}", Mix(old, chance, 50));
            yield return Left($"erased-but-some#{seed}", Mix(old, chance, 3));
            yield return Left($"old-but-some#{seed}", Mix(old, chance, 97));
            yield return Left($"arbitrary#{seed}", chance.Bytes(old.Length));
        }
    }

    private Cut Left(string point, byte[] sector) => new(point, Before.With(Sector, sector));

    // Of each byte that is not erased yet some bits may already be 1.
    private static byte[] Mix(byte[] old, SplitMix64 chance, int percentOld)
    {
        var mixed = Erased(old.Length);
        for (var i = 0; i < mixed.Length; i++)
        {
            if (chance.Chance(percentOld)) mixed[i] = old[i];
            else if (chance.Chance(10)) mixed[i] = (byte)(old[i] | (byte)(chance.Next() >> 56));
        }

        return mixed;
    }

    private static byte[] Erased(int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(NorMedium.ErasedByte);
        return bytes;
    }
}

/// <summary>The programming of erased bytes, in their order.</summary>
internal sealed record Programming(FlashContent Before, long At, byte[] Data) : FlashOperation(OperationKind.Program, At, Data.Length)
{
    public override FlashContent Durable => Before;

    public override IEnumerable<(long At, byte[] Data)> Pieces => [(At, Data)];

    public override IEnumerable<Cut> Cuts(Fineness fineness)
    {
        yield return new("before", Before);
        var (sector, within) = (Before.SectorOf(At), Before.Within(At));
        for (var length = 0; length < Data.Length; length += fineness.Step)
        {
            if (length > 0) yield return new($"{length}", Before.With(sector, within, Data.AsSpan(0, length)));
            if (!fineness.TornBytes || Data[length] == NorMedium.ErasedByte) continue;
            var torn = Data[..(length + 1)];
            torn[length] |= new SplitMix64(((ulong)At << 8) + (ulong)length).Bytes(1)[0];
            yield return new($"{length}+", Before.With(sector, within, torn));
        }
    }
}
