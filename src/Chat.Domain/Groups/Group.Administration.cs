using Chat.Domain.Connections;
using Chat.Domain.Groups.Inspection;

namespace Chat.Domain.Groups;

/// <summary>What operators ask.</summary>
public sealed partial class Group
{
    /// <summary>Messages accepted per second, as whoever runs the entity counts them; for inspection only.</summary>
    public double MessagesPerSecond { get; set; }

    private void Inspect(GroupCommands.Inspect c, GroupEffects effects)
    {
        var view = GroupInspection.Of(State, c.Message);
        view.PerSecond = MessagesPerSecond;
        effects.Tell(c.ReplyTo, new ConnectionMessages.GroupInspected(view));
    }
}
