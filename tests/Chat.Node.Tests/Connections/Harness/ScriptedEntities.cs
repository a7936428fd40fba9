using System.Threading.Channels;
using Chat.Actors.Addressing;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>
/// Stands in for all entities: records the commands in order, and answers on one thread of its own, as an actor would. What is
/// answered can be changed per command.
/// </summary>
internal sealed class ScriptedEntities : IEntities, IAsyncDisposable
{
    private readonly ConnectionRegistry _registry;
    private readonly Channel<IEntityMessage> _inbox = Channel.CreateUnbounded<IEntityMessage>();
    private readonly List<IEntityMessage> _commands = [];
    private readonly HashSet<IEntityMessage> _expected = new(ReferenceEqualityComparer.Instance);
    private readonly Task _answering;
    private long _stamp = 1_900_000_000_000_000;

    public ScriptedEntities(ConnectionRegistry registry)
    {
        _registry = registry;
        _answering = Task.Run(AnswerAsync);
    }

    public int Devices { get; set; } = 1;

    public bool AnswersAttach { get; set; } = true;

    public bool AnswersSends { get; set; } = true;

    /// <summary>Where it returns true, the command has been dealt with.</summary>
    public Func<IEntityMessage, bool> Script { get; set; } = _ => false;

    public IReadOnlyList<IEntityMessage> Commands
    {
        get
        {
            lock (_commands)
                return [.. _commands];
        }
    }

    public void Tell(IEntityMessage message)
    {
        lock (_commands)
            _commands.Add(message);
        _inbox.Writer.TryWrite(message);
    }

    /// <summary>The first command of the kind that was not expected before, as soon as there is one.</summary>
    public async Task<T> ExpectAsync<T>(Func<T, bool>? match = null)
        where T : class, IEntityMessage
    {
        T? found = null;
        await Eventually.HoldsAsync(() => (found = Take(match)) is not null, $"a {typeof(T).Name} is sent");
        return found!;
    }

    public IReadOnlyList<T> All<T>() => [.. Commands.OfType<T>()];

    public ConnectionMessages.SendAccepted Accept(UserCommands.SendMessage send) =>
        new(send.Entity, send.N, send.ClientMessageId, new MessageId(Interlocked.Increment(ref _stamp), 5, 1), 1_893_456_000_123);

    public ConnectionMessages.SendAccepted Accept(GroupCommands.SendMessage send) =>
        new(send.Entity, send.N, send.ClientMessageId, new MessageId(Interlocked.Increment(ref _stamp), 9, 1), 1_893_456_000_123);

    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        await _answering;
    }

    private T? Take<T>(Func<T, bool>? match)
        where T : class, IEntityMessage
    {
        lock (_commands)
        {
            foreach (var command in _commands)
            {
                if (command is T wanted && (match is null || match(wanted)) && _expected.Add(wanted))
                    return wanted;
            }
        }

        return null;
    }

    private async Task AnswerAsync()
    {
        await foreach (var command in _inbox.Reader.ReadAllAsync())
        {
            if (Script(command))
                continue;
            switch (command)
            {
                case UserCommands.AttachDevice attach when AnswersAttach:
                    _registry.Deliver(attach.Connection, new ConnectionMessages.Attached(
                        Incarnation: 11, "e1", attach.Position is null ? null : true, attach.Position ?? 0, UnreadCount: 3, Devices));
                    break;
                case UserCommands.SendMessage send when AnswersSends:
                    _registry.Deliver(send.Session, Accept(send));
                    break;
                case GroupCommands.SendMessage send when AnswersSends:
                    _registry.Deliver(send.Session, Accept(send));
                    break;
            }
        }
    }
}
