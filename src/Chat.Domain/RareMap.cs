using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Chat.Domain;

/// <summary>As <see cref="RareSet{T}"/>, with values.</summary>
public struct RareMap<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private Dictionary<TKey, TValue>? _items;

    public readonly int Count => _items?.Count ?? 0;

    public readonly IEnumerable<TKey> Keys => _items?.Keys ?? Enumerable.Empty<TKey>();

    public readonly IEnumerable<TValue> Values => _items?.Values ?? Enumerable.Empty<TValue>();

    public TValue this[TKey key]
    {
        set => (_items ??= [])[key] = value;
    }

    public readonly bool ContainsKey(TKey key) => _items is not null && _items.ContainsKey(key);

    public readonly bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        return _items is not null && _items.TryGetValue(key, out value);
    }

    public bool Remove(TKey key)
    {
        var removed = _items is not null && _items.Remove(key);
        if (removed && _items!.Count == 0) _items = null;
        return removed;
    }

    /// <summary>Safe against changes of the map meanwhile.</summary>
    public readonly IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() =>
        (_items?.ToArray() ?? Enumerable.Empty<KeyValuePair<TKey, TValue>>()).GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
