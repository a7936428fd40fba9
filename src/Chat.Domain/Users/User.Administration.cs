using Chat.Domain.Connections;
using Chat.Domain.Users.Inspection;
using Chat.Protocol.Frames;

namespace Chat.Domain.Users;

/// <summary>What operators ask and want.</summary>
public sealed partial class User
{
    private void Inspect(UserCommands.Inspect c, Effects effects) =>
        effects.Tell(c.ReplyTo, new ConnectionMessages.UserInspected(UserInspection.Of(_id, State, _attachments, Unread, c.Message, _now)));

    private void Kick(UserCommands.Kick c, long now, Effects effects)
    {
        CloseWhere(
            a => c.Device is null || a.Device.Id == c.Device, new ConnectionMessages.Close(CloseCode.GoingAway, "Closed by an operator.", null), now, effects);
        effects.Tell(c.ReplyTo, ConnectionMessages.Done.Instance);
    }
}
