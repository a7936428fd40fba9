using Chat.Domain.Groups.Members;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// What members' entities say: how far their devices are, that they hold a note (G4), that they have come back (G6). Answers to the last
/// are given in the handler of the event that makes them true: given any earlier, a crash of the group would leave a live member in silence.
/// </summary>
public sealed partial class Group
{
    private void Hear(MemberMessage message, long now, GroupEffects effects)
    {
        if (State.Members.Find(message.Member) is not { } member)
        {
            Forgotten(message, effects);
            return;
        }

        if (message.Node != 0) member.Contact.Node = message.Node;
        switch (message)
        {
            case GroupCommands.ReportProgress c: Report(c, member, now, effects); break;
            case GroupCommands.AnswerFanout c: Answer(c, member, now); break;
            case GroupCommands.PullEntries c: Pull(c, member, now, effects); break;
            case GroupCommands.CaughtUp c: CaughtUp(c, member, now, effects); break;
            case GroupCommands.Live c: Live(c, member, now, effects); break;
            default: throw new InvalidOperationException($"A message of type {message.GetType().Name} is not known to this version.");
        }

        Announce(effects);
    }

    /// <summary>Nothing is held for him (any more): a former member who has everything, or who stayed away for too long.</summary>
    private void Forgotten(MemberMessage message, GroupEffects effects)
    {
        var round = message switch
        {
            GroupCommands.PullEntries c => c.Round,
            GroupCommands.CaughtUp c => c.Round,
            GroupCommands.Live c => c.Round,
            _ => (long?)null,
        };
        if (round is not null) effects.Tell(new UserCommands.GroupForgotten(message.Member, _id, round.Value));
        else if (message is GroupCommands.ReportProgress { Confirm: true } report)
            effects.Tell(new UserCommands.GroupProgressRecorded(report.Member, _id, report.Delivered, report.Read)
            {
                Incarnation = report.Incarnation, HistoryAt = report.History.At,
            }); // it does not matter any more
    }

    private void Report(GroupCommands.ReportProgress c, GroupMember member, long now, GroupEffects effects)
    {
        Progress(member, c.Released, c.Delivered, c.Read, now);
        Choose(member, c.History, now);
        if (!c.Confirm) return;
        member.Contact.Incarnation = c.Incarnation;
        // What he has read and is not written yet is not counted either: who asks only for the count waits for it.
        if (c.Delivered <= member.Committed.Delivered && Math.Max(c.Read, member.Live.Read) <= member.Committed.Read && !c.History.IsLaterThan(member.Committed.History)) Confirm(member, effects);
        else member.Contact.ConfirmOwed = true;
    }

    private void Answer(GroupCommands.AnswerFanout c, GroupMember member, long now)
    {
        Progress(member, c.Released, c.Delivered, 0, now);
        Choose(member, c.History, now);
        if (c.Token != member.Contact.Token) return; // of an earlier incarnation, or from before he came back (G4)
        if (c.Position > member.Contact.Answered)
        {
            member.Contact.Answered = Math.Min(c.Position, State.Head);
            Progressed(member, now);
        }

        var dormant = c.Answer == FanoutAnswer.Dormant;
        if (member.Live.Noted && (member.Live.Dormant || !dormant)) return;
        member.Live.Noted = true;
        member.Live.Dormant |= dormant;
        Touch(member, now, _limits.WatermarkDelay); // lost in a crash, it costs one more contact
    }

    private void CaughtUp(GroupCommands.CaughtUp c, GroupMember member, long now, GroupEffects effects)
    {
        var head = member.LastVisible(State.Head);
        Progress(member, c.Released, c.Released, 0, now);
        if (member.Live.Released < head)
        {
            effects.Tell(new UserCommands.GroupMore(member.User, _id, c.Round, head));
            return;
        }

        Renew(member, head);
        member.Live.Noted = member.Live.Dormant = false;
        AnswerWhenDurable(member, new UserCommands.GroupCleared(member.User, _id, c.Round, head), now, effects);
    }

    private void Live(GroupCommands.Live c, GroupMember member, long now, GroupEffects effects)
    {
        var head = member.LastVisible(State.Head);
        Progress(member, c.Released, c.Delivered, 0, now);
        Renew(member, head);
        member.Live.Dormant = false;
        if (!IsSettled(member)) SetRetry(member.Contact, now + RetryMs);
        AnswerWhenDurable(member, new UserCommands.GroupLiveOk(member.User, _id, c.Round, head), now, effects);
    }

    /// <summary>He knows the head from the answer; from here on he is told again, under a new token (G4).</summary>
    private static void Renew(GroupMember member, long head)
    {
        member.Contact.Token++;
        member.Contact.Answered = 0;
        member.Contact.SentUpTo = Math.Max(member.Contact.SentUpTo, head);
    }

    private void Progress(GroupMember member, long released, long delivered, long read, long now)
    {
        var last = member.LastVisible(State.Head);
        released = Math.Min(released, last);
        delivered = Math.Max(released, Math.Min(delivered, last));
        read = Math.Min(read, State.LastStamp);
        ref var live = ref member.Live;
        if (released <= live.Released && delivered <= live.Delivered && read <= live.Read) return;
        if (released > live.Released || delivered > live.Delivered) Progressed(member, now);
        Touch(member, now, read > live.Read ? _limits.AnswerDelay : _limits.WatermarkDelay); // P2
        live.Released = Math.Max(live.Released, released);
        live.Delivered = Math.Max(live.Delivered, delivered);
        live.Read = Math.Max(live.Read, read);
        member.Contact.SentUpTo = Math.Max(member.Contact.SentUpTo, live.Released);
        ReceiptsChanged(now);
    }

    private void Confirm(GroupMember member, GroupEffects effects)
    {
        member.Contact.ConfirmOwed = false;
        effects.Tell(new UserCommands.GroupProgressRecorded(member.User, _id, member.Committed.Delivered, member.Committed.Read)
        {
            Head = member.LastVisible(State.Head), Unread = UnreadOf(member), LastStamp = State.LastStamp, Incarnation = member.Contact.Incarnation,
            HistoryAt = member.Committed.History.At,
        });
    }

    /// <summary>Messages of others that he has not read and that have not all expired (protocol rule 8).</summary>
    private int UnreadOf(GroupMember member) => HasExpired(State.LastStamp) ? 0 : member.Unread;

    private bool HasExpired(long stamp) => stamp < MessageId.StampAt(_now - (long)_limits.Retention.TotalMilliseconds);
}
