namespace Chat.Domain.Users.Groups;

/// <summary>
/// What a device has been pushed of a group and has not acknowledged, in order: a ring that grows to the window and is then used again, since
/// every message of every group on line passes through one of these.
/// </summary>
internal sealed class Outstanding
{
    private Item[] _items = [];
    private int _head;
    private int _count;

    /// <param name="Stamp">Of a message; 0 of a change, which takes no credit.</param>
    private record struct Item(long Position, long Stamp, bool Acknowledged);

    public bool IsEmpty => _count == 0;

    public int Count => _count;

    public void Add(long position, long stamp, bool acknowledged)
    {
        if (_count == _items.Length) Grow();
        _items[(_head + _count++) & (_items.Length - 1)] = new Item(position, stamp, acknowledged);
    }

    /// <summary>
    /// A single message, whatever is before it; frees credit, and moves the cursor only where nothing is missing before it (D2). Changes that
    /// were written to the socket before it have arrived with it.
    /// </summary>
    /// <returns>False where it is not waited for.</returns>
    public bool Acknowledge(long stamp)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var item = ref At(i);
            if (item.Stamp != stamp) continue;
            if (item.Acknowledged) return false;
            item.Acknowledged = true;
            for (var before = i - 1; before >= 0; before--)
                if (At(before).Stamp == 0)
                    At(before).Acknowledged = true;
            return true;
        }

        return false;
    }

    /// <summary>Everything up to the position, of every kind.</summary>
    /// <returns>How many messages that were not acknowledged before.</returns>
    public int AcknowledgeUpTo(long position)
    {
        var messages = 0;
        for (; _count > 0 && At(0).Position <= position; Drop())
            if (At(0) is { Stamp: > 0, Acknowledged: false })
                messages++;
        return messages;
    }

    /// <summary>Changes up to the position have been shown.</summary>
    public void Shown(long position)
    {
        for (var i = 0; i < _count && At(i).Position <= position; i++)
            if (At(i).Stamp == 0)
                At(i).Acknowledged = true;
    }

    /// <summary>Takes out what is acknowledged without a hole.</summary>
    /// <returns>The last position of that, or the given one.</returns>
    public long TakeContiguous(long position)
    {
        for (; _count > 0 && At(0).Acknowledged; Drop())
            position = At(0).Position;
        return position;
    }

    private ref Item At(int index) => ref _items[(_head + index) & (_items.Length - 1)];

    private void Drop()
    {
        _head = (_head + 1) & (_items.Length - 1);
        _count--;
    }

    private void Grow()
    {
        var larger = new Item[Math.Max(4, _items.Length * 2)];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        _items = larger;
        _head = 0;
    }
}
