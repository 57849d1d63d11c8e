namespace SecUpIoT.Hosting.Tests.Storage.Flash;

/// <summary>
/// What a medium can hold after a power cut during logged operations: everything flushed; of the writes since the last flush any subset,
/// and of one of them only a head or only a tail.
/// </summary>
internal static class PowerCuts
{
    /// <summary>
    /// Calls <paramref name="check"/> with the content after every cut. The array is reused: a check that writes works on a copy.
    /// </summary>
    /// <param name="before">What was durable before the operations; left as after all of them.</param>
    /// <param name="log">The operations.</param>
    /// <param name="check">Gets the content and the index of the operation that was cut.</param>
    /// <returns>How many cuts were checked.</returns>
    public static int Each(byte[] before, IReadOnlyList<MemoryMedium.Operation> log, Action<byte[], int> check)
    {
        var content = (byte[])before.Clone();
        var pending = new List<MemoryMedium.Operation>();
        var count = 0;
        for (var index = 0; index < log.Count; index++)
        {
            var operation = log[index];
            if (operation.Data is null)
            {
                foreach (var write in pending) write.Data.CopyTo(before.AsSpan((int)write.Offset));
                pending.Clear();
                before.CopyTo(content.AsSpan());
                check(content, index);
                count++;
                continue;
            }

            Assert.True(pending.Count < 8, "more unflushed writes than their subsets can be tried");
            for (var subset = 0; subset < 1 << pending.Count; subset++)
            {
                foreach (var length in Lengths(operation.Data.Length))
                {
                    foreach (var head in new[] { true, false })
                    {
                        Apply(before, content, pending, subset);
                        var part = head ? ..length : ^length..;
                        var start = head ? 0 : operation.Data.Length - length;
                        operation.Data.AsSpan(part).CopyTo(content.AsSpan((int)operation.Offset + start));
                        check(content, index);
                        count++;
                        Restore(before, content, pending, operation);
                    }
                }
            }

            pending.Add(operation);
        }

        foreach (var write in pending) write.Data.CopyTo(before.AsSpan((int)write.Offset));
        return count;
    }

    /// <summary>Every length of a write that a page or two hold; of longer ones the ends and every 97th.</summary>
    private static IEnumerable<int> Lengths(int length)
    {
        var step = length <= 4096 ? 1 : 97;
        for (var part = 0; part < length; part += step) yield return part;
        yield return length;
    }

    private static void Apply(byte[] before, byte[] content, List<MemoryMedium.Operation> pending, int subset)
    {
        for (var i = 0; i < pending.Count; i++)
        {
            if ((subset & (1 << i)) != 0) pending[i].Data.CopyTo(content.AsSpan((int)pending[i].Offset));
        }
    }

    private static void Restore(byte[] before, byte[] content, List<MemoryMedium.Operation> pending, MemoryMedium.Operation last)
    {
        foreach (var write in pending.Append(last))
            before.AsSpan((int)write.Offset, write.Data!.Length).CopyTo(content.AsSpan((int)write.Offset));
    }
}
