using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>Groups among the users, the requests of users by REST, and the fan-out of the node.</summary>
internal sealed partial class World
{
    private const int RequestTries = 6;
    private readonly Dictionary<ConnectionAddress, Action<ConnectionMessage>> _requests = [];
    private long _requestNumbers;

    public GroupLimits GroupLimits { get; init; } = new();

    /// <summary>Entities begin with a snapshot and the rows after it, not with all rows.</summary>
    public bool TakesSnapshots { get; init; }

    public List<SimGroup> Groups { get; } = [];

    public SimGroup Group(GroupId id) => Groups.Find(g => g.Id == id)!;

    public SimGroup AddGroup(string name)
    {
        var group = new SimGroup(this, new GroupId(name));
        Groups.Add(group);
        return group;
    }

    /// <summary>Asks, and asks again until there is an answer.</summary>
    public void Request(Func<ConnectionAddress, IEntityMessage> request, Action<ConnectionMessage>? answered = null)
    {
        var address = new ConnectionAddress(9, 1_000 + ++_requestNumbers);
        var command = request(address);
        _requests[address] = answered ?? (_ => { });
        Send(RequestTries);

        void Send(int tries)
        {
            if (tries == 0 || !_requests.ContainsKey(address)) return;
            ToEntity(command);
            Time.After(2_000, () => Send(tries - 1));
        }
    }

    /// <summary>The node's fan-out: the group in the queue is asked for its next portion, which goes to the members one by one.</summary>
    public void FanOut(SimGroup group) => Time.After(Random.Next(Faults.TellMs + 1), () =>
    {
        if (group.NextPortion() is not { } portion) return;
        foreach (var batch in portion.Batches)
            foreach (var target in batch.Targets)
                ToEntity(batch.For(target));
    });

    private void Answered(ConnectionAddress address, ConnectionMessage message)
    {
        Trace($"{address} is answered {message}");
        if (_requests.Remove(address, out var answered)) answered(message);
    }
}
