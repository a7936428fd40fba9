using System.Collections.Concurrent;
using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.Harness;

/// <summary>One phone for each user: it acknowledges what it gets, and sends to a group with a window.</summary>
internal sealed class AckingDevices(IEntities entities) : IConnections
{
    private static readonly DeviceId PhoneId = new("phone");

    private readonly ConcurrentDictionary<ConnectionAddress, Phone> _phones = new();
    private long _connections;

    /// <summary>Where other answers go, for whoever waits for them.</summary>
    public ConnectionRegistry? Registry { get; set; }

    public Phone Connect(UserId user)
    {
        var phone = new Phone(user, new ConnectionAddress(1, Interlocked.Increment(ref _connections)), entities);
        _phones[phone.Connection] = phone;
        entities.Tell(new UserCommands.AttachDevice(
            user, phone.Connection, PhoneId, "test", "1", Sync: true, TokenIssuedAt: 1_700_000_000, Epoch: null, Position: null, Window: 256));
        return phone;
    }

    public void Tell(ConnectionAddress connection, ConnectionMessage message)
    {
        if (_phones.TryGetValue(connection, out var phone)) phone.Receive(message);
        else Registry?.Deliver(connection, message);
    }

    internal sealed class Phone(UserId user, ConnectionAddress connection, IEntities entities)
    {
        private readonly ConcurrentQueue<ConnectionMessage> _told = new();
        private int _accepted;
        private int _messages;
        private int _toSend;
        private int _sent;
        private Func<int, GroupCommands.SendMessage>? _next;

        public ConnectionAddress Connection => connection;

        public UserId User => user;

        public int Accepted => _accepted;

        public int Messages => _messages;

        public IReadOnlyList<GroupMessage> Received => [.. Of<ConnectionMessages.PushGroupEntry>().Select(p => p.Entry).OfType<GroupMessage>()];

        public IEnumerable<T> Of<T>() => _told.OfType<T>();

        public void Receive(ConnectionMessage message)
        {
            _told.Enqueue(message);
            switch (message)
            {
                case ConnectionMessages.PushGroupEntry push:
                    if (push.Entry is GroupMessage) Interlocked.Increment(ref _messages);
                    entities.Tell(new UserCommands.AcknowledgeDelivery(user, connection, PhoneId, [], null)
                    {
                        Groups = [new GroupPosition(push.Group, push.Position)],
                    });
                    break;
                case ConnectionMessages.SendAccepted:
                    Interlocked.Increment(ref _accepted);
                    SendNext();
                    break;
            }
        }

        /// <summary>One after the other is acked; the first now.</summary>
        public void Send(GroupId group, int messages)
        {
            _toSend = messages;
            _next = n => new GroupCommands.SendMessage(
                group, connection, n, n, user, PhoneId, new ClientMessageId($"{user.Value}-{connection.Number}-{n}"),
                new MessageBody($"text {n} of {user.Value}", null, null, 1), 0);
            SendNext();
        }

        public void Leave() => entities.Tell(new UserCommands.DetachDevice(user, connection, PhoneId));

        private void SendNext()
        {
            if (_sent < _toSend) entities.Tell(_next!(++_sent));
        }
    }
}
