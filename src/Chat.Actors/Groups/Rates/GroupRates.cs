using System.Collections.Concurrent;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups.Rates;

/// <summary>
/// Which of a node's groups take the most messages: a count for each that decays to a half within seven seconds. Bounded: where too many groups speak
/// at a time, those that are not known yet are not counted until others have cooled down.
/// </summary>
public sealed class GroupRates(TimeProvider time)
{
    private const int MaxGroups = 10_000;

    /// <summary>Time constant; a steady stream of n a second counts 10 n.</summary>
    private const double Seconds = 10;

    /// <summary>Below, a group is forgotten: not one message in half a minute.</summary>
    private const double Cold = 0.05;

    private readonly ConcurrentDictionary<GroupId, Heat> _heats = new();

    public void Accepted(GroupId group)
    {
        if (!_heats.TryGetValue(group, out var heat))
        {
            if (_heats.Count >= MaxGroups) Forget();
            if (_heats.Count >= MaxGroups) return;
            heat = _heats.GetOrAdd(group, static _ => new Heat());
        }

        heat.Add(time.GetTimestamp(), time.TimestampFrequency);
    }

    /// <summary>Messages per second; 0 where it is not counted.</summary>
    public double Of(GroupId group) => _heats.TryGetValue(group, out var heat) ? heat.At(time.GetTimestamp(), time.TimestampFrequency) / Seconds : 0;

    public IReadOnlyList<(GroupId Group, double PerSecond)> Hottest(int most)
    {
        Forget();
        return [.. _heats.Keys.Select(group => (Group: group, PerSecond: Of(group))).OrderByDescending(g => g.PerSecond).Take(most)];
    }

    private void Forget()
    {
        var now = time.GetTimestamp();
        foreach (var (group, heat) in _heats)
            if (heat.At(now, time.TimestampFrequency) < Cold)
                _heats.TryRemove(group, out _);
    }

    private sealed class Heat
    {
        private readonly Lock _sync = new();
        private double _count;
        private long _at;

        public void Add(long now, long frequency)
        {
            lock (_sync)
                (_count, _at) = (Decayed(now, frequency) + 1, now);
        }

        public double At(long now, long frequency)
        {
            lock (_sync)
                return Decayed(now, frequency);
        }

        private double Decayed(long now, long frequency) => _count * Math.Exp(-Math.Max(0, now - _at) / (Seconds * frequency));
    }
}
