using Chat.Actors.Administration;
using Chat.Actors.Entities;
using Chat.Node.Admin.Commands;
using Chat.Node.Configuration;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat trace</c>: where a message is, by what its receiver's entity, its sender's, and the journal still know.</summary>
internal sealed class TraceCommand(EntityLooks looks, IEntityNames names, StoredEntities stored, ChatSettings settings, TimeProvider time)
{
    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        if (!MessageId.TryParse(call.Value("-m"), out var id))
            throw call.Misused($"-m takes a message id of {MessageId.Length} digits, not '{call.Value("-m")}'");
        var owner = call.Has("-u") ? EntityAddress.Of(call.User("-u"))
            : call.Has("-g") ? EntityAddress.Of(call.Group("-g"))
            : await names.FindAsync(id.Entity, cancellation) ?? throw CommandException.Refused(TraceText.NobodysId(id));
        var lines = owner.Kind == EntityKind.User
            ? await OfUserAsync(new UserId(owner.Id), id, cancellation)
            : await OfGroupAsync(new GroupId(owner.Id), id, cancellation);
        foreach (var (text, data) in lines)
            await answer.LineAsync(text, data);
    }

    private async Task<IEnumerable<(string, System.Text.Json.Nodes.JsonObject?)>> OfUserAsync(UserId user, MessageId id, CancellationToken cancellation)
    {
        var look = await looks.UserAsync(user, id, cancellation) ?? throw CommandException.Refused(UserCommand.NotKnown(user.Value));
        var message = look.View.Message;
        if (look.View.Number != id.Entity || !message.Owned || id.Stamp > message.LastStamp) throw CommandException.Refused(TraceText.NotReceived(id, $"User {user}"));
        var sender = UserId.TryParse(message.Peer, out var peer) && peer != user ? await looks.UserAsync(peer, id, cancellation) : null;
        var end = (time.GetUtcNow() - settings.Users.Retention).ToUnixTimeMilliseconds();
        return TraceText.ToUser(user.Value, id, message, sender?.View.Message, look.AwakeOn is null, end);
    }

    private async Task<IEnumerable<(string, System.Text.Json.Nodes.JsonObject?)>> OfGroupAsync(GroupId group, MessageId id, CancellationToken cancellation)
    {
        var look = await looks.GroupAsync(group, id, cancellation) ?? throw CommandException.Refused(GroupCommand.NotKnown(group.Value));
        var message = look.View.Message;
        if (!message.Owned) throw CommandException.Refused(TraceText.NotReceived(id, $"Group {group}"));
        if (message is { Position: 0, Row: > 0 }) await AddRowAsync(group, id, message, cancellation);
        return GroupTraceText.LinesOf(look.View, id, message, look.AwakeOn is null);
    }

    /// <summary>Of an entry that the entity has not got in memory its row tells more.</summary>
    private async Task AddRowAsync(GroupId group, MessageId id, GroupMessageView message, CancellationToken cancellation)
    {
        if (await stored.MessageAsync(group, id, message.Row, cancellation) is not { } row) return;
        (message.Position, message.Sender, message.AcceptedAt) = (row.Position, row.Sender.Value, row.At);
    }
}
