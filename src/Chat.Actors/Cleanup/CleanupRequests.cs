using Chat.Actors.Addressing;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Cleanup;

/// <summary>Asks one entity to clean up. It is asked once: what is lost on the way between nodes comes again in the next round.</summary>
internal sealed class CleanupRequests(IEntities entities, IConnectionRegistry registry, TimeSpan timeout, TimeProvider time)
{
    /// <returns>Up to which row the entity has given up its rows; null where it has not answered in time.</returns>
    public async Task<long?> AskAsync(EntityAddress entity, CancellationToken cancellation)
    {
        var asker = new Asker();
        var address = registry.Register(asker);
        try
        {
            entities.Tell(CommandTo(entity, address));
            return await asker.AnswerAsync(timeout, time, cancellation);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            registry.Unregister(address);
        }
    }

    private static IEntityMessage CommandTo(EntityAddress entity, ConnectionAddress replyTo) => entity.Kind == EntityKind.User
        ? new UserCommands.CleanUp(new UserId(entity.Id), replyTo)
        : new GroupCommands.CleanUp(new GroupId(entity.Id), replyTo);

    private sealed class Asker : IConnectionEndpoint
    {
        private readonly TaskCompletionSource<long> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> AnswerAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation) =>
            _answer.Task.WaitAsync(timeout, time, cancellation);

        public void Receive(ConnectionMessage message)
        {
            if (message is ConnectionMessages.CleanedUp cleanedUp) _answer.TrySetResult(cleanedUp.RowsUpTo);
        }
    }
}
