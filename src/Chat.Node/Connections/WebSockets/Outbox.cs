using System.Buffers;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections.WebSockets;

/// <summary>
/// Frames that wait for the socket. Holds no memory while it is empty. Not safe for concurrent use: its writer's lock guards it.
/// </summary>
internal struct Outbox
{
    private const int FirstCapacity = 16;

    private ServerFrame[]? _frames;

    // The presence frame at the end of the queue, still open for more users.
    private List<UserPresence>? _presence;

    public int Count { get; private set; }

    public void Add(ServerFrame frame)
    {
        _presence = null;
        Append(frame);
    }

    /// <returns>False where the change joined a frame that is waiting anyway.</returns>
    public bool AddPresence(UserPresence presence, long timestamp)
    {
        if (_presence is not null)
        {
            _presence.Add(presence);
            return false;
        }

        _presence = [presence];
        Append(new ServerFrame.Presence(_presence, timestamp));
        return true;
    }

    /// <summary>Empties the queue. The array goes back by <see cref="Return"/>.</summary>
    public ServerFrame[] Take(out int count)
    {
        var frames = _frames ?? [];
        count = Count;
        (_frames, _presence, Count) = (null, null, 0);
        return frames;
    }

    public static void Return(ServerFrame[] frames)
    {
        if (frames.Length > 0)
            ArrayPool<ServerFrame>.Shared.Return(frames, clearArray: true);
    }

    public void Clear() => Return(Take(out _));

    private void Append(ServerFrame frame)
    {
        if (_frames is null || Count == _frames.Length)
            Grow();
        _frames![Count++] = frame;
    }

    private void Grow()
    {
        var larger = ArrayPool<ServerFrame>.Shared.Rent(_frames is null ? FirstCapacity : Count * 2);
        if (_frames is not null)
        {
            Array.Copy(_frames, larger, Count);
            Return(_frames);
        }

        _frames = larger;
    }
}
