using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// Typing notices per receiver: "start" at most once a second, "stop" only after a "start". The oldest of a few receivers is forgotten.
/// </summary>
internal sealed class TypingLimit
{
    private const int Receivers = 4;
    private const long StartMilliseconds = 1_000;

    private readonly (UserId Receiver, bool Typing, long StartedAt)[] _recent = new (UserId, bool, long)[Receivers];

    public bool Allows(UserId receiver, bool start, long now)
    {
        ref var entry = ref Find(receiver);
        var known = entry.Receiver == receiver;
        if (start ? known && now - entry.StartedAt < StartMilliseconds : !known || !entry.Typing)
            return false;
        entry = (receiver, start, start ? now : entry.StartedAt);
        return true;
    }

    private ref (UserId Receiver, bool Typing, long StartedAt) Find(UserId receiver)
    {
        var oldest = 0;
        for (var i = 0; i < _recent.Length; i++)
        {
            if (_recent[i].Receiver == receiver)
                return ref _recent[i];
            if (_recent[i].StartedAt < _recent[oldest].StartedAt)
                oldest = i;
        }

        return ref _recent[oldest];
    }
}
