using System.Collections.Concurrent;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Groups;

/// <summary>Stands for the groups' entities, with as much sense as REST can see: members, roles, invites, and refusals.</summary>
internal sealed class FakeGroups
{
    private readonly Dictionary<GroupId, Group> _groups = [];

    public ConcurrentQueue<GroupCommand> Told { get; } = new();

    public GroupMessage? Newest { get; set; }

    /// <summary>Does not answer, as a group whose node is gone.</summary>
    public volatile bool IsSilent;

    public void Handle(GroupCommand command, Action<ConnectionAddress, ConnectionMessage> answer)
    {
        Told.Enqueue(command);
        if (IsSilent || command is not GroupRequest request)
            return;
        lock (_groups)
            answer(request.ReplyTo, Decide(request));
    }

    private ConnectionMessage Decide(GroupRequest request)
    {
        if (request is GroupCommands.CreateGroup create && !_groups.ContainsKey(create.GroupId))
            _groups[create.GroupId] = new Group(create);
        if (!_groups.TryGetValue(request.GroupId, out var group))
            return new ConnectionMessages.Failed(ErrorCode.GroupNotFound, "There is no such group.");
        if (request is GroupCommands.LookAtInvite or GroupCommands.JoinByInvite)
            return group.Invited(request);
        if (!group.Members.TryGetValue(request.Actor, out var own))
            return new ConnectionMessages.Failed(ErrorCode.NotMember, "You are not a member of this group.");
        if (request is GroupCommands.GetLatest)
            return new ConnectionMessages.GroupLatest(request.GroupId, group.Name, 5, Newest);
        var isHisOwn = request is GroupCommands.GetGroup or GroupCommands.GetReceipts or GroupCommands.GetStretches
            || (request is GroupCommands.RemoveMember remove && remove.Member == request.Actor);
        return own.Role == GroupRole.Member && !isHisOwn
            ? new ConnectionMessages.Failed(ErrorCode.Forbidden, "Only those who manage the group may do that.")
            : group.Do(request);
    }

    private sealed class Group(GroupCommands.CreateGroup creation)
    {
        private readonly Dictionary<string, InviteInfo> _invites = [];
        public string Name { get; private set; } = creation.Name;
        private long _revision = 1;

        public Dictionary<UserId, GroupMemberInfo> Members { get; } = creation.Members
            .Select(user => new GroupMemberInfo(user, GroupRole.Member, 5, false, null))
            .Prepend(new GroupMemberInfo(creation.Actor, GroupRole.Owner, 5, false, null)).ToDictionary(member => member.Member);

        private GroupId Id => creation.GroupId;

        public ConnectionMessage Invited(GroupRequest request)
        {
            var secret = request is GroupCommands.JoinByInvite join ? join.Secret : ((GroupCommands.LookAtInvite)request).Secret;
            if (!_invites.TryGetValue(secret, out var invite) || invite.Uses >= (invite.MaxUses ?? int.MaxValue))
                return new ConnectionMessages.Failed(ErrorCode.NotMember, "This invitation does not exist (any more).");
            if (request is GroupCommands.LookAtInvite)
                return new ConnectionMessages.InviteSeen(Id, Name, Members.Count, Members.ContainsKey(request.Actor));
            if (Members.TryAdd(request.Actor, new GroupMemberInfo(request.Actor, GroupRole.Member, 6, false, null)))
                _invites[secret] = invite with { Uses = invite.Uses + 1 };
            return new ConnectionMessages.GroupChanged(Id, ++_revision);
        }

        public ConnectionMessage Do(GroupRequest request)
        {
            switch (request)
            {
                case GroupCommands.CreateGroup or GroupCommands.GetGroup:
                    return new ConnectionMessages.GroupInfo(Id, _revision, Name, 5, [.. Members.Values]);
                case GroupCommands.GetStretches:
                    return new ConnectionMessages.GroupStretches(Id, [new Interval(2, 3), new Interval(5, Interval.Open)]);
                case GroupCommands.GetReceipts ask:
                    return new ConnectionMessages.GroupReceiptList(
                        Id, ask.MessageId, [.. Members.Keys.Where(user => user != ask.Actor).Select((user, i) => new MemberReceipt(user, i == 0, i == 1))]);
                case GroupCommands.ListInvites:
                    return new ConnectionMessages.InviteList(Id, [.. _invites.Values]);
                case GroupCommands.CreateInvite create:
                    return new ConnectionMessages.InviteCreated(
                        Id, _invites[create.Secret] = new InviteInfo($"i{_invites.Count}", create.Actor, 7, create.ExpiresAt, create.MaxUses, 0));
                case GroupCommands.RevokeInvite revoke: _invites.Remove(_invites.Single(invite => invite.Value.Invite == revoke.Invite).Key); break;
                case GroupCommands.RenameGroup rename: Name = rename.Name; break;
                case GroupCommands.AddMembers add: add.Members.ToList().ForEach(user => Members.TryAdd(user, new GroupMemberInfo(user, GroupRole.Member, 6, false, null))); break;
                case GroupCommands.RemoveMember remove: Members.Remove(remove.Member); break;
                case GroupCommands.SetRole set: Members[set.Member] = Members[set.Member] with { Role = set.Role }; break;
                case GroupCommands.MuteMember mute: Members[mute.Member] = Members[mute.Member] with { Muted = true, MutedUntil = mute.Until }; break;
                case GroupCommands.UnmuteMember mute: Members[mute.Member] = Members[mute.Member] with { Muted = false, MutedUntil = null }; break;
            }

            return new ConnectionMessages.GroupChanged(Id, ++_revision);
        }
    }
}
