using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// Typing notices per receiver: a change at once, the same state again at most once a second. The oldest of a few receivers is forgotten.
/// </summary>
internal sealed class TypingLimit
{
    private const int Receivers = 4;
    private const long RepeatMilliseconds = 1_000;
    private const long ChangeMilliseconds = 200;

    private readonly (UserId Receiver, bool Start, long At)[] _recent = new (UserId, bool, long)[Receivers];

    public bool Allows(UserId receiver, bool start, long now)
    {
        ref var entry = ref Find(receiver);
        if (entry.Receiver == receiver && now - entry.At < (entry.Start == start ? RepeatMilliseconds : ChangeMilliseconds))
            return false;
        entry = (receiver, start, now);
        return true;
    }

    private ref (UserId Receiver, bool Start, long At) Find(UserId receiver)
    {
        var oldest = 0;
        for (var i = 0; i < _recent.Length; i++)
        {
            if (_recent[i].Receiver == receiver)
                return ref _recent[i];
            if (_recent[i].At < _recent[oldest].At)
                oldest = i;
        }

        return ref _recent[oldest];
    }
}
