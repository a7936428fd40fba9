using Chat.Domain.Connections;
using Chat.Domain.Groups.Log;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>Who exactly has a message: its sender may ask. Where it is not among his latest, its row says who sent it and where it stands.</summary>
public sealed partial class Group
{
    private readonly List<GroupCommands.GetReceipts> _receiptsAsked = new(0);

    private void AnswerReceipts(GroupCommands.GetReceipts c, GroupMember actor, GroupEffects effects)
    {
        if (c.MessageId.Entity != State.Number || c.MessageId.Stamp > State.LastStamp)
            Unknown(c, effects);
        else if (actor.Latest.PositionOf(c.MessageId.Stamp) is { } position)
            effects.Tell(c.ReplyTo, ReceiptsOf(actor, position, c.MessageId));
        else if (!AnsweredFromLog(c, effects, out _))
        {
            if (_receiptsAsked.Count < MaxWaiting) _receiptsAsked.Add(c);
            LoadNext(_now, effects);
        }
    }

    /// <summary>False where its block has to be read first, that of the position that is missing.</summary>
    private bool AnsweredFromLog(GroupCommands.GetReceipts c, GroupEffects effects, out long missing)
    {
        missing = 0;
        if (State.Log.BlockOfStamp(c.MessageId.Stamp) is not { } block)
        {
            Unknown(c, effects); // everybody has it, and the group has it no more
            return true;
        }

        for (var position = Math.Max(block.Position, State.Log.First); position <= block.LastPosition; position++)
        {
            missing = position;
            if (!TryRead(position, out var entry)) return false;
            if (entry is not GroupMessage message || message.MessageId != c.MessageId) continue;
            if (message.Sender == c.Actor) effects.Tell(c.ReplyTo, ReceiptsOf(State.Members.Find(c.Actor)!, position, c.MessageId));
            else Fail(c, ErrorCode.Forbidden, "Only the sender of a message sees who has it.", effects);
            return true;
        }

        Unknown(c, effects);
        return true;
    }

    private void LoadReceipts(GroupEffects effects)
    {
        while (_loading is null && _receiptsAsked.Count > 0)
        {
            var asked = _receiptsAsked[0];
            if (State.Members.FindMember(asked.Actor) is not null && !AnsweredFromLog(asked, effects, out var missing))
            {
                Load(missing, effects);
                return;
            }

            _receiptsAsked.RemoveAt(0);
        }
    }

    private void AnswerReceiptsWaiting(GroupEffects effects) => _receiptsAsked.RemoveAll(
        c => State.Members.FindMember(c.Actor) is null || AnsweredFromLog(c, effects, out _));

    private ConnectionMessages.GroupReceiptList ReceiptsOf(GroupMember sender, long position, MessageId id) => new(
        _id, id,
        [
            .. State.Members.All.Where(m => m != sender && m.Sees(position))
                .Select(m => new MemberReceipt(m.User, Has(m, position, id.Stamp), HasRead(m, id.Stamp))),
        ]);

    private static void Unknown(GroupCommands.GetReceipts c, GroupEffects effects) =>
        Fail(c, ErrorCode.InvalidValue, "The group has no such message (any more).", effects);
}
