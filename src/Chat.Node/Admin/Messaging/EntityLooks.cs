using Akka.Actor;
using Chat.Actors.Administration;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Inspection;
using Chat.Domain.Users;
using Chat.Domain.Users.Inspection;
using Chat.Node.Admin.Commands;
using Chat.Node.Admin.Sharding;
using Chat.Node.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>
/// Looks at users and groups without waking them: one that is awake is asked, of one that sleeps the journal is read. Only one that falls asleep
/// between the two steps is woken by the question.
/// </summary>
internal sealed class EntityLooks(EntityPlaces places, EntityRequests requests, StoredEntities stored, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>Null where there is nothing of that user.</returns>
    public async Task<EntityLook<UserView>?> UserAsync(UserId user, MessageId message, CancellationToken cancellation)
    {
        var awake = await AwakeOnAsync(EntityAddress.Of(user), cancellation);
        if (awake.Node is not null
            && await AskAsync(address => new UserCommands.Inspect(user, address) { Message = message }, cancellation) is ConnectionMessages.UserInspected asked)
            return asked.View.Number == 0 ? null : new(asked.View, awake.Node, "");
        return await stored.UserAsync(user, cancellation) is { } state
            ? new(UserInspection.Of(user, state, message, time.GetUtcNow().ToUnixTimeMilliseconds()), null, awake.Doubt)
            : null;
    }

    /// <returns>Likewise.</returns>
    public async Task<EntityLook<GroupView>?> GroupAsync(GroupId group, MessageId message, CancellationToken cancellation)
    {
        var awake = await AwakeOnAsync(EntityAddress.Of(group), cancellation);
        if (awake.Node is not null
            && await AskAsync(address => new GroupCommands.Inspect(group, address) { Message = message }, cancellation) is ConnectionMessages.GroupInspected asked)
            return asked.View.Number == 0 ? null : new(asked.View, awake.Node, "");
        return await stored.GroupAsync(group, cancellation) is { } state ? new(GroupInspection.Of(state, message), null, awake.Doubt) : null;
    }

    /// <exception cref="TimeoutException">It has not answered; it may or may not have done it.</exception>
    public Task<ConnectionMessage> DoAsync(Func<ConnectionAddress, Chat.Domain.IEntityMessage> command, CancellationToken cancellation) =>
        requests.AskAsync(command, Patience, cancellation);

    private async Task<ConnectionMessage?> AskAsync(Func<ConnectionAddress, Chat.Domain.IEntityMessage> command, CancellationToken cancellation)
    {
        try
        {
            return await requests.AskAsync(command, Patience, cancellation);
        }
        catch (TimeoutException)
        {
            return null; // then what the journal says
        }
    }

    private async Task<(Address? Node, string Doubt)> AwakeOnAsync(EntityAddress entity, CancellationToken cancellation)
    {
        try
        {
            return (await places.AwakeOnAsync(entity, cancellation), "");
        }
        catch (Exception e) when (e is AskTimeoutException or TimeoutException)
        {
            return (null, "Whether it is awake cannot be told at the moment: its shard does not answer.");
        }
    }
}

/// <param name="AwakeOn">Null where it sleeps, and the journal was read.</param>
/// <param name="Doubt">What is not sure about it; empty where nothing is.</param>
internal sealed record EntityLook<TView>(TView View, Address? AwakeOn, string Doubt);
