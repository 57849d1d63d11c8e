using System.Collections.Concurrent;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>
/// What was read from a store lately: a request for a payload asks the same few questions again and again, and the answers change only by a write, which forgets all of them.
/// An answer that was read while a write was on its way is given and not kept.
/// </summary>
internal sealed class RecentReads<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();
    private readonly object _gate = new();
    private long _writes;

    /// <summary>The answer to <paramref name="key"/>, read anew when it is not known.</summary>
    public TValue Get(TKey key, Func<TKey, TValue> read)
    {
        if (_known.TryGetValue(key, out var known)) return known;
        var before = Interlocked.Read(ref _writes);
        var value = read(key);
        lock (_gate)
        {
            if (before != _writes) return value;
            if (_known.Count >= most) _known.Clear();
            _known[key] = value;
        }

        return value;
    }

    /// <summary>Something was written, or may have been.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _writes++;
            _known.Clear();
        }
    }
}
