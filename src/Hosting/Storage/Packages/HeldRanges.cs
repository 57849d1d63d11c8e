namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>Which bytes of a payload are there: ranges that do not touch one another, in order. So many at most that scattered bytes cost no memory.</summary>
internal sealed class HeldRanges
{
    private const int Most = 1024;

    private readonly object _gate = new();
    private readonly List<(ulong From, ulong To)> _ranges = [];

    /// <summary>None yet, or all.</summary>
    public HeldRanges(ulong held)
    {
        if (held > 0) _ranges.Add((0, held));
    }

    /// <summary>True when nothing was added yet.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _ranges.Count == 0;
        }
    }

    /// <summary>How many bytes are there from <paramref name="offset"/> on.</summary>
    public ulong From(ulong offset)
    {
        lock (_gate)
        {
            var at = _ranges.FindIndex(range => range.To > offset);
            return at >= 0 && _ranges[at].From <= offset ? _ranges[at].To - offset : 0;
        }
    }

    /// <summary>From <paramref name="offset"/>, where nothing is, to where there is something again, or to <paramref name="end"/>.</summary>
    public ulong Gap(ulong offset, ulong end)
    {
        lock (_gate)
        {
            var next = _ranges.Find(range => range.From >= offset);
            return Math.Min(end, next.To > 0 ? next.From : end) - offset;
        }
    }

    /// <summary>Adds what begins at <paramref name="offset"/>; false when there would be too many ranges.</summary>
    public bool Add(ulong offset, ulong length)
    {
        lock (_gate)
        {
            var (from, to) = (offset, offset + length);
            var first = _ranges.FindIndex(range => range.To >= from);
            if (first < 0) first = _ranges.Count;
            var behind = first;
            for (; behind < _ranges.Count && _ranges[behind].From <= to; behind++)
                (from, to) = (Math.Min(from, _ranges[behind].From), Math.Max(to, _ranges[behind].To));
            if (behind == first && _ranges.Count == Most) return false;
            _ranges.RemoveRange(first, behind - first);
            _ranges.Insert(first, (from, to));
            return true;
        }
    }
}
