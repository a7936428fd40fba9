using System.Collections.Concurrent;
using Chat.Actors.Addressing;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Node.Tests.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Accounts;

/// <summary>Stands for the entities of users and groups: writes down what it is told, answers as one that has written it, or is silent.</summary>
internal sealed class FakeEntities : IEntities, IConnectionRegistry
{
    private readonly ConcurrentDictionary<ConnectionAddress, IConnectionEndpoint> _endpoints = new();
    private long _number;

    public ConcurrentQueue<UserCommand> Told { get; } = new();

    public ConcurrentDictionary<UserId, IReadOnlyList<DeviceInfo>> Devices { get; } = new();

    public ConnectionMessages.ConversationList Conversations { get; set; } = new([], 0, false);

    /// <summary>Of those who have chosen.</summary>
    public ConcurrentDictionary<UserId, ConnectionMessages.HistoryState> Histories { get; } = new();

    public FakeGroups Groups { get; } = new();

    /// <summary>When whoever chooses now has chosen.</summary>
    public long HistorySince { get; set; } = 1;

    /// <summary>Answers that something failed, as an entity whose journal does not write.</summary>
    public volatile bool Fails;

    public IEnumerable<UserCommands.RevokeTokens> Revocations => Told.OfType<UserCommands.RevokeTokens>();

    public void Tell(IEntityMessage message)
    {
        if (message is GroupCommand group)
        {
            Groups.Handle(group, Answer);
            return;
        }

        Told.Enqueue((UserCommand)message);
        switch (message)
        {
            case UserCommands.RevokeTokens revoke:
                Answer(revoke.ReplyTo, ConnectionMessages.Done.Instance);
                break;
            case UserCommands.RemoveDevice remove:
                Devices[remove.UserId] = [.. DevicesOf(remove.UserId).Where(device => device.Device != remove.Device)];
                Answer(remove.ReplyTo, ConnectionMessages.Done.Instance);
                break;
            case UserCommands.RenameDevice rename:
                var named = DevicesOf(rename.UserId);
                Devices[rename.UserId] = [.. named.Select(device => device.Device == rename.Device ? device with { Name = rename.Name } : device)];
                Answer(rename.ReplyTo, named.Any(device => device.Device == rename.Device)
                    ? ConnectionMessages.Done.Instance
                    : new ConnectionMessages.Failed(Chat.Protocol.Frames.ErrorCode.InvalidValue, "There is no device with this id."));
                break;
            case UserCommands.SetConversation set:
                Answer(set.ReplyTo, new ConnectionMessages.ConversationIs(new(set.Muted == true, set.MutedUntil, set.Archived == true)));
                break;
            case UserCommands.GetConversations list:
                Answer(list.ReplyTo, Conversations);
                break;
            case UserCommands.SetHistory choice:
                Histories[choice.UserId] = new ConnectionMessages.HistoryState(choice.On, HistorySince);
                Answer(choice.ReplyTo, ConnectionMessages.Done.Instance);
                break;
            case UserCommands.GetHistory asked:
                Answer(asked.ReplyTo, Histories.GetValueOrDefault(asked.UserId, new ConnectionMessages.HistoryState(false, 0)));
                break;
            case UserCommands.GetDevices get:
                Answer(get.ReplyTo, new ConnectionMessages.DeviceList(DevicesOf(get.UserId)));
                break;
        }
    }

    public ConnectionAddress Register(IConnectionEndpoint endpoint)
    {
        var address = new ConnectionAddress(1, Interlocked.Increment(ref _number));
        _endpoints[address] = endpoint;
        return address;
    }

    public void Unregister(ConnectionAddress address) => _endpoints.TryRemove(address, out _);

    private IReadOnlyList<DeviceInfo> DevicesOf(UserId user) => Devices.GetValueOrDefault(user, []);

    private void Answer(ConnectionAddress to, ConnectionMessage answer) =>
        _endpoints[to].Receive(Fails ? new ConnectionMessages.Failed(Chat.Protocol.Frames.ErrorCode.Unavailable, "The journal does not write.") : answer);
}
