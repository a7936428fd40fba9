using System.Collections.Concurrent;

namespace Chat.Bench.Roofs;

/// <summary>Who is here.</summary>
internal sealed class RelayRoom(RelayFault fault)
{
    private readonly ConcurrentDictionary<string, RelayConnection> _present = new();
    private readonly ConcurrentDictionary<string, RelayGroup> _groups = new();
    private long _ids;

    public RelayFault Fault => fault;

    public void Enter(RelayConnection connection)
    {
        _present[connection.UserId] = connection;
        foreach (var group in _groups.Values)
            group.Return(connection);
    }

    public void Leave(RelayConnection connection)
    {
        connection.HasLeft = true;
        if (connection.UserId.Length > 0)
            _present.TryRemove(new KeyValuePair<string, RelayConnection>(connection.UserId, connection));
    }

    public RelayConnection? Find(ReadOnlySpan<char> userId) =>
        _present.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(userId, out var connection) ? connection : null;

    public void Add(RelayGroup group) => _groups[group.Id] = group;

    public RelayGroup? FindGroup(ReadOnlySpan<char> id) =>
        _groups.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var group) ? group : null;

    /// <summary>The part of a message_id behind the second; rising for the life of the process.</summary>
    public long NextId() => Interlocked.Increment(ref _ids);
}
