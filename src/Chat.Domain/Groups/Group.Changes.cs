using Chat.Domain.Connections;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// Requests of users. Those that change the group are decided on committed state, one after the other (G1): of two admins who act at
/// once, the second is judged by what the first has left.
/// </summary>
public sealed partial class Group
{
    /// <summary>Beyond, silence: whoever asks asks again.</summary>
    private const int MaxWaiting = 256;

    private void Ask(GroupRequest request, long now, GroupEffects effects)
    {
        if (_pending.Changes > 0)
        {
            // Questions wait, too: whoever was told that a change was made sees it.
            if (_pending.Waiting.Count < MaxWaiting) _pending.Waiting.Enqueue(request);
            return;
        }

        Decide(request, now, effects);
    }

    private void Decide(GroupRequest request, long now, GroupEffects effects)
    {
        switch (request)
        {
            case GroupCommands.CreateGroup c: Create(c, now, effects); return;
            case GroupCommands.JoinByInvite c: Join(c, now, effects); return;
            case GroupCommands.LookAtInvite c: LookAt(c, now, effects); return;
            case GroupCommands.GetStretches c: TellStretches(c, effects); return;
            case GroupCommands.RemoveMember c when c.Member == c.Actor: Leave(c, now, effects); return;
        }

        if (!State.IsCreated)
            Fail(request, ErrorCode.GroupNotFound, "There is no group with this id.", effects);
        else if (State.Members.FindMember(request.Actor) is not { } actor)
            Fail(request, ErrorCode.NotMember, "Only members can ask this of the group.", effects);
        else
            Decide(request, actor, now, effects);
    }

    private void Decide(GroupRequest request, GroupMember actor, long now, GroupEffects effects)
    {
        switch (request)
        {
            case GroupCommands.RenameGroup c: Rename(c, actor, now, effects); break;
            case GroupCommands.AddMembers c: Add(c, actor, now, effects); break;
            case GroupCommands.RemoveMember c: Remove(c, actor, now, effects); break;
            case GroupCommands.SetRole c: SetRole(c, actor, now, effects); break;
            case GroupCommands.MuteMember c: Mute(c, actor, now, effects); break;
            case GroupCommands.UnmuteMember c: Unmute(c, actor, now, effects); break;
            case GroupCommands.GetGroup: effects.Tell(request.ReplyTo, Info()); break;
            case GroupCommands.GetLatest c: AnswerLatest(c, actor, effects); break;
            case GroupCommands.GetReceipts c: AnswerReceipts(c, actor, effects); break;
            case GroupCommands.CreateInvite c: CreateInvite(c, actor, now, effects); break;
            case GroupCommands.RevokeInvite c: RevokeInvite(c, actor, now, effects); break;
            case GroupCommands.ListInvites c: ListInvites(c, actor, now, effects); break;
            default: throw new InvalidOperationException($"A request of type {request.GetType().Name} is not known to this version.");
        }
    }

    /// <param name="concerns">Whose right to write it changes.</param>
    private void Change(GroupEvent change, GroupRequest? answers, UserId? concerns, GroupEffects effects)
    {
        _pending.Changes++;
        if (concerns is { } user) _pending.Concerned.Add(user);
        if (answers is not null) _pending.ReplyWhenCommitted(change, answers);
        Persist(change, effects);
    }

    private void ChangeCommitted(GroupEvent change, long now, GroupEffects effects)
    {
        _pending.Changes--;
        BeginContacts(change);
        if (change is GroupChangeEvent) List(effects);
        if (_pending.TakeReply(change) is { } reply) AnswerChange(change, reply.Request, effects);
        if (_pending.Changes > 0) return; // the rest of its batch
        _pending.Concerned.Clear();
        while (_pending.Changes == 0 && _pending.Waiting.TryDequeue(out var next))
            Decide(next, now, effects);
    }

    private void AnswerChange(GroupEvent change, GroupRequest request, GroupEffects effects)
    {
        ConnectionMessage answer = change switch
        {
            GroupEvents.GroupCreated => Info(),
            GroupEvents.InviteCreated e => new ConnectionMessages.InviteCreated(_id, State.Invites[e.Invite].ToInfo()),
            _ => new ConnectionMessages.GroupChanged(_id, State.Revision),
        };
        effects.Tell(request.ReplyTo, answer);
    }

    /// <summary>What was asked for is so already: a repetition, or two who wanted the same.</summary>
    private void NothingToDo(GroupRequest request, GroupEffects effects) =>
        effects.Tell(request.ReplyTo, new ConnectionMessages.GroupChanged(_id, State.Revision));

    private static void Fail(GroupRequest request, ErrorCode code, string detail, GroupEffects effects) =>
        effects.Tell(request.ReplyTo, new ConnectionMessages.Failed(code, detail));

    private ConnectionMessages.GroupInfo Info() => new(
        _id, State.Revision, State.Name, State.CreatedAt,
        [.. State.Members.All.Where(m => m.IsMember).Select(m => new GroupMemberInfo(m.User, m.Role!.Value, m.JoinedAt, m.IsMutedAt(_now), m.IsMutedAt(_now) ? m.MutedUntil : null))]);
}
