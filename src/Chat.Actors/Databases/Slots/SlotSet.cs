using System.Globalization;
using Chat.Protocol.Entities;

namespace Chat.Actors.Databases.Slots;

/// <summary>Slots from one to another, both included; written in hex as persistence ids have them: <c>800-bff</c>, or <c>c10</c> for one.</summary>
public readonly record struct SlotRange(int First, int Last)
{
    public override string ToString() => First == Last ? $"{First:x3}" : $"{First:x3}-{Last:x3}";
}

/// <summary>Some of the slots: <c>800-bff,c10</c>. Immutable.</summary>
public sealed class SlotSet : IEquatable<SlotSet>
{
    private readonly bool[] _slots;

    private SlotSet(bool[] slots)
    {
        _slots = slots;
        Ranges = [.. RangesOf(slots)];
        Count = Ranges.Sum(range => range.Last - range.First + 1);
    }

    public static SlotSet None { get; } = Where(_ => false);

    public static SlotSet All { get; } = Where(_ => true);

    /// <summary>In order, as few as possible.</summary>
    public IReadOnlyList<SlotRange> Ranges { get; }

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public static SlotSet Where(Func<int, bool> isIn)
    {
        var slots = new bool[Slot.Count];
        for (var i = 0; i < slots.Length; i++) slots[i] = isIn(i);
        return new SlotSet(slots);
    }

    /// <summary>Hex with or without <c>0x</c>, ranges and single slots between commas; nothing at all is the empty set.</summary>
    /// <param name="mistake">What is wrong, to follow the name of a setting.</param>
    public static bool TryParse(string text, out SlotSet set, out string mistake)
    {
        set = None;
        mistake = "";
        var slots = new bool[Slot.Count];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryParseSlot(ends[0], out var first) || !TryParseSlot(ends[^1], out var last))
                mistake = $"'{part}' is not a range of slots; write them in hex from 000 to fff, such as 800-bff,c10.";
            else if (last < first)
                mistake = $"'{part}' ends before it begins.";
            else if (slots.AsSpan(first, last - first + 1).Contains(true))
                mistake = $"'{part}' names slots that are named before it.";
            else
                slots.AsSpan(first, last - first + 1).Fill(true);
            if (mistake.Length > 0) return false;
        }

        set = new SlotSet(slots);
        return true;
    }

    public bool Contains(int slot) => _slots[slot];

    public SlotSet And(SlotSet other) => Where(slot => _slots[slot] && other._slots[slot]);

    public SlotSet Or(SlotSet other) => Where(slot => _slots[slot] || other._slots[slot]);

    public SlotSet Except(SlotSet other) => Where(slot => _slots[slot] && !other._slots[slot]);

    /// <summary>The first of them, at most so many.</summary>
    public SlotSet Take(int count) => Where(slot => _slots[slot] && count-- > 0);

    public bool Equals(SlotSet? other) => other is not null && _slots.AsSpan().SequenceEqual(other._slots);

    public override bool Equals(object? obj) => Equals(obj as SlotSet);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => IsEmpty ? "none" : string.Join(',', Ranges);

    private static bool TryParseSlot(string text, out int slot)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out slot) && slot is >= 0 and < Slot.Count;
    }

    private static IEnumerable<SlotRange> RangesOf(bool[] slots)
    {
        for (var first = 0; first < slots.Length; first++)
        {
            if (!slots[first]) continue;
            var last = first;
            while (last + 1 < slots.Length && slots[last + 1]) last++;
            yield return new SlotRange(first, last);
            first = last;
        }
    }
}
