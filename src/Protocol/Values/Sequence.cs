using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol;

/// <summary>An immutable list that is equal by content, so that records which hold one compare as values.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A value, not a mutable collection.")]
public sealed class Sequence<T> : IReadOnlyList<T>, IEquatable<Sequence<T>>
{
    private readonly ImmutableArray<T> _items;

    /// <summary>Takes the items over in their order.</summary>
    public Sequence(params IEnumerable<T> items) => _items = [.. items];

    /// <summary>No items.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "As ImmutableArray<T>.Empty.")]
    public static Sequence<T> Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public bool Equals(Sequence<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The items, comma-separated in brackets.</summary>
    public override string ToString() => $"[{string.Join(", ", _items)}]";

    internal delegate T ReadItem(ref StrictReader reader, string field);

    internal static Sequence<T> Read(ref StrictReader reader, string field, int most, ReadItem item)
    {
        var count = reader.List(field, most);
        var items = ImmutableArray.CreateBuilder<T>(Math.Min(count, 16));
        for (var i = 0; i < count && reader.Error is null; i++) items.Add(item(ref reader, $"{field}[{i}]"));
        return new Sequence<T>(items);
    }
}
