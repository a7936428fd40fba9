using System.Collections;

namespace Chat.Domain;

/// <summary>
/// A set that is empty in nearly every entity at nearly every time, and then costs nothing but its field. A hundred thousand idle users
/// would otherwise pay for a dozen empty collections each. Not to be copied.
/// </summary>
public struct RareSet<T> : IEnumerable<T>
    where T : notnull
{
    private HashSet<T>? _items;

    public readonly int Count => _items?.Count ?? 0;

    public bool Add(T item) => (_items ??= []).Add(item);

    public readonly bool Contains(T item) => _items is not null && _items.Contains(item);

    public bool Remove(T item)
    {
        var removed = _items is not null && _items.Remove(item);
        if (removed && _items!.Count == 0) _items = null;
        return removed;
    }

    public void RemoveWhere(Predicate<T> which)
    {
        _items?.RemoveWhere(which);
        if (_items?.Count == 0) _items = null;
    }

    public void ExceptWith(IEnumerable<T> items)
    {
        foreach (var item in items)
            Remove(item);
    }

    public void Clear() => _items = null;

    public readonly IEnumerator<T> GetEnumerator() => (_items ?? Enumerable.Empty<T>()).GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
