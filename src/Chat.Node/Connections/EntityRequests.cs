using Chat.Actors.Addressing;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Node.Connections;

/// <summary>
/// One question to an entity and its one answer, for requests that have no connection of their own (REST, administration). The
/// asker takes a connection's address while it waits. Delivery is at most once, so the command is repeated until the answer comes:
/// only commands that may be repeated can be asked.
/// </summary>
public sealed class EntityRequests(IEntities entities, IConnectionRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(2);

    /// <summary>Sends the command that <paramref name="command"/> makes for the asker's address.</summary>
    /// <exception cref="TimeoutException">No answer came; what was asked may or may not have been done.</exception>
    public async Task<ConnectionMessage> AskAsync(
        Func<ConnectionAddress, IEntityMessage> command, TimeSpan timeout, CancellationToken cancellation)
    {
        var asker = new Asker();
        var address = registry.Register(asker);
        try
        {
            var message = command(address);
            var deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
            while (true)
            {
                var left = TimeSpan.FromSeconds((deadline - time.GetTimestamp()) / (double)time.TimestampFrequency);
                if (left <= TimeSpan.Zero)
                    throw new TimeoutException($"{message.Entity} did not answer {message.GetType().Name} within {timeout}.");
                entities.Tell(message);
                try
                {
                    return await asker.AnswerAsync(left < RepeatAfter ? left : RepeatAfter, time, cancellation);
                }
                catch (TimeoutException)
                {
                    // Lost on the way there or back, or late: ask again.
                }
            }
        }
        finally
        {
            registry.Unregister(address);
        }
    }

    private sealed class Asker : IConnectionEndpoint
    {
        private readonly TaskCompletionSource<ConnectionMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ConnectionMessage> AnswerAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation) =>
            _answer.Task.WaitAsync(timeout, time, cancellation);

        public void Receive(ConnectionMessage message) => _answer.TrySetResult(message);
    }
}
