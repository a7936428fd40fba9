using Akka.Actor;
using Chat.Actors.Entities;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;

namespace Chat.Actors.Users;

/// <summary>The entity of a user: a <see cref="User"/> in the cluster.</summary>
internal sealed partial class UserActor : EntityActor<UserCommand, UserEvent, Effects>
{
    private readonly UserDependencies _with;
    private readonly UserId _id;
    private readonly User _user;

    public UserActor(UserId id, UserDependencies with)
        : this(id, with, new User(id, with.Limits, with.Shared.NewIncarnation(), with.Shared.Random, with.Shared.Now) { Node = with.Shared.Node })
    {
    }

    private UserActor(UserId id, UserDependencies with, User user)
        : base(EntityAddress.Of(id), user, with.Shared)
    {
        _id = id;
        _with = with;
        _user = user;
    }

    public static Props Props(string entityId, UserDependencies with) =>
        Akka.Actor.Props.CreateBy(new UserProducer(entityId, with)).WithMailbox(EntityMailbox.Id);

    protected override int SnapshotEvery => _with.Limits.SnapshotEvery;

    protected override TimeSpan DedupWindow => _with.Limits.DedupWindow;

    protected override bool HasSpilled => _user.State.Sends.SpilledAt != 0;

    protected override long Held => _user.State.Inbox.Bodies;

    protected override ConnectionAddress? AsksForCleanUp(UserCommand command) => (command as UserCommands.CleanUp)?.ReplyTo;

    protected override bool IsExpiry(UserEvent @event) => @event is UserEvents.EntriesExpired;

    protected override object TakeSnapshot(SnapshotNotes notes)
    {
        var snapshot = UserSnapshots.Take(_user.State, notes.Clean);
        (snapshot.OlderSnapshot, snapshot.NeededRow) = (notes.OlderSnapshot, notes.NeededRow);
        return snapshot;
    }

    protected override SnapshotNotes? Restore(object snapshot)
    {
        if (snapshot is not UserSnapshot user) return null;
        UserSnapshots.Restore(_user.State, user);
        return new SnapshotNotes(user.Clean, user.OlderSnapshot, user.NeededRow);
    }

    protected override void PerformOwn(Effects effects)
    {
        FollowAttachments();
        if (effects.Erase is not { } upTo) return;
        _ = _with.Shared.History.EraseAsync(Address, upTo, CancellationToken.None).PipeTo(Self, Self, () => new Erased(upTo, true), cause =>
        {
            _with.Shared.Log.NotErased(cause, PersistenceId);
            return new Erased(upTo, false);
        });
    }

    protected override void OnOwn(object message)
    {
        switch (message)
        {
            case Erased erased:
                var effects = NoEffects();
                _user.HistoryErased(erased.UpTo, erased.Done, Now, effects);
                Perform(effects);
                break;
            case NodeGone gone: Lose(gone); break;
            default: base.OnOwn(message); break;
        }
    }

    private sealed record Erased(long UpTo, bool Done) : INoSerializationVerificationNeeded;

    protected override void Refuse(UserCommand command, long retryAfterMs)
    {
        switch (command)
        {
            case UserCommands.SendMessage send:
                _with.Shared.Connections.Tell(send.Session, new ConnectionMessages.SendRefused(
                    send.Entity, send.N, send.ClientMessageId, ErrorCode.Unavailable, "The receiver's inbox cannot be read at the moment.", null, retryAfterMs));
                break;
            case UserCommands.AttachDevice attach:
                _with.Shared.Connections.Tell(attach.Connection, new ConnectionMessages.AttachRefused(
                    ErrorCode.Unavailable, CloseCode.Overloaded, "Your inbox cannot be read at the moment."));
                break;
        }
    }

    protected override void PostStop()
    {
        ForgetAttachments();
        // Whoever was attached, or follows, need not wait for the end of his lease (R6).
        foreach (var connection in _user.Attached.Union(_user.Followers))
            _with.Shared.Connections.Tell(connection, new ConnectionMessages.AttachmentLost(_id, _user.Incarnation));
        base.PostStop();
    }
}
