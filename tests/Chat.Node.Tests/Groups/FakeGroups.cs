using System.Collections.Concurrent;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Groups;

/// <summary>Stands for the groups' entities, with as much sense as REST can see: members, roles, invites, and refusals.</summary>
internal sealed class FakeGroups
{
    private readonly ConcurrentDictionary<GroupId, Group> _groups = new();

    public ConcurrentQueue<GroupCommand> Told { get; } = new();

    /// <summary>Does not answer, as a group whose node is gone.</summary>
    public volatile bool IsSilent;

    public void Handle(GroupCommand command, Action<ConnectionAddress, ConnectionMessage> answer)
    {
        Told.Enqueue(command);
        if (IsSilent)
            return;
        var (to, actor) = command switch
        {
            GroupCommands.Create c => (c.ReplyTo, c.Actor),
            GroupCommands.GetDetails c => (c.ReplyTo, c.Actor),
            GroupCommands.Rename c => (c.ReplyTo, c.Actor),
            GroupCommands.AddMembers c => (c.ReplyTo, c.Actor),
            GroupCommands.RemoveMember c => (c.ReplyTo, c.Actor),
            GroupCommands.Leave c => (c.ReplyTo, c.Actor),
            GroupCommands.SetRole c => (c.ReplyTo, c.Actor),
            GroupCommands.SetMuted c => (c.ReplyTo, c.Actor),
            GroupCommands.GetReceipts c => (c.ReplyTo, c.Actor),
            GroupCommands.CreateInvite c => (c.ReplyTo, c.Actor),
            GroupCommands.GetInvites c => (c.ReplyTo, c.Actor),
            GroupCommands.RevokeInvite c => (c.ReplyTo, c.Actor),
            GroupCommands.GetInvitation c => (c.ReplyTo, c.Actor),
            GroupCommands.Join c => (c.ReplyTo, c.Actor),
            _ => throw new InvalidOperationException($"{command}"),
        };
        lock (_groups)
            answer(to, Decide(command, actor));
    }

    private ConnectionMessage Decide(GroupCommand command, UserId actor)
    {
        if (command is GroupCommands.Create create)
        {
            var made = _groups.GetOrAdd(create.GroupId, id => new Group(id, create.Name, create.Actor, create.Members));
            return made.Details();
        }

        if (!_groups.TryGetValue(command.GroupId, out var group))
            return new ConnectionMessages.Failed(ErrorCode.GroupNotFound, "There is no such group.");
        if (command is GroupCommands.GetInvitation or GroupCommands.Join)
            return group.Invited(command, actor);
        if (!group.Members.TryGetValue(actor, out var own))
            return new ConnectionMessages.Failed(ErrorCode.NotMember, "You are not a member of this group.");
        if (command is not (GroupCommands.GetDetails or GroupCommands.Leave or GroupCommands.GetReceipts) && own.Role == GroupRole.Member)
            return new ConnectionMessages.Failed(ErrorCode.Forbidden, "Only those who manage the group may do that.");
        return group.Do(command, actor);
    }

    private sealed class Group(GroupId id, string name, UserId owner, IReadOnlyList<UserId> members)
    {
        private readonly Dictionary<string, (string Hash, GroupInviteInfo Info)> _invites = [];
        private string _name = name;
        private long _revision = 1;

        public Dictionary<UserId, GroupMemberInfo> Members { get; } = members
            .Select(user => new GroupMemberInfo(user, GroupRole.Member, false, 5))
            .Prepend(new GroupMemberInfo(owner, GroupRole.Owner, false, 5)).ToDictionary(member => member.UserId);

        public GroupAnswers.Details Details() => new(id, _name, _revision, 5, [.. Members.Values]);

        public ConnectionMessage Invited(GroupCommand command, UserId actor)
        {
            var (invite, hash) = command is GroupCommands.Join join ? (join.Invite, join.SecretHash)
                : ((GroupCommands.GetInvitation)command).Invite is var name ? (name, ((GroupCommands.GetInvitation)command).SecretHash) : default;
            if (!_invites.TryGetValue(invite, out var known) || known.Hash != hash || known.Info.Uses >= (known.Info.MaxUses ?? int.MaxValue))
                return new ConnectionMessages.Failed(ErrorCode.GroupNotFound, "This invite link leads nowhere.");
            if (command is GroupCommands.GetInvitation)
                return new GroupAnswers.Invitation(_name, Members.Count, Members.ContainsKey(actor));
            if (Members.TryAdd(actor, new GroupMemberInfo(actor, GroupRole.Member, false, 6)))
                _invites[invite] = known with { Info = known.Info with { Uses = known.Info.Uses + 1 } };
            return Details();
        }

        public ConnectionMessage Do(GroupCommand command, UserId actor)
        {
            _revision++;
            switch (command)
            {
                case GroupCommands.Rename rename: _name = rename.Name; break;
                case GroupCommands.AddMembers add when Members.Count + add.Users.Count > 100: return new ConnectionMessages.Failed(ErrorCode.GroupFull, "The group is full.");
                case GroupCommands.AddMembers add: add.Users.ToList().ForEach(user => Members.TryAdd(user, new GroupMemberInfo(user, GroupRole.Member, false, 6))); break;
                case GroupCommands.RemoveMember remove: Members.Remove(remove.User); return ConnectionMessages.Done.Instance;
                case GroupCommands.Leave: Members.Remove(actor); return ConnectionMessages.Done.Instance;
                case GroupCommands.SetRole set: Members[set.User] = Members[set.User] with { Role = set.Role }; break;
                case GroupCommands.SetMuted set: Members[set.User] = Members[set.User] with { Muted = set.Muted }; break;
                case GroupCommands.GetReceipts: return new GroupAnswers.Receipts([.. Members.Keys.Where(user => user != actor).Select((user, i) => new GroupReceiptInfo(user, i == 0, i == 1))]);
                case GroupCommands.CreateInvite c: _invites[c.Invite] = (c.SecretHash, new GroupInviteInfo(c.Invite, actor, 7, c.ExpiresAt, c.MaxUses, 0)); break;
                case GroupCommands.RevokeInvite revoke: _invites.Remove(revoke.Invite); return ConnectionMessages.Done.Instance;
            }

            return command is GroupCommands.CreateInvite or GroupCommands.GetInvites
                ? new GroupAnswers.Invites([.. _invites.Values.Select(invite => invite.Info)])
                : Details();
        }
    }
}
