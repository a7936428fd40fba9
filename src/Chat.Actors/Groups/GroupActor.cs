using Akka.Actor;
using Chat.Actors.Entities;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Groups.Listing;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Actors.Groups;

/// <summary>The entity of a group: a <see cref="Group"/> in the cluster. Its members are reached through the node's fan-out.</summary>
internal sealed class GroupActor : EntityActor<GroupCommand, GroupEvent, GroupEffects>
{
    private readonly GroupDependencies _with;
    private readonly Group _group;

    public GroupActor(GroupId id, GroupDependencies with)
        : this(id, with, new Group(id, with.Limits, with.Shared.NewIncarnation(), with.Shared.Random, with.Shared.Now))
    {
    }

    private GroupActor(GroupId id, GroupDependencies with, Group group)
        : base(EntityAddress.Of(id), group, with.Shared)
    {
        _with = with;
        _group = group;
    }

    public static Props Props(string entityId, GroupDependencies with) =>
        Akka.Actor.Props.CreateBy(new GroupProducer(entityId, with)).WithMailbox(EntityMailbox.Id);

    protected override int SnapshotEvery => _with.Limits.SnapshotEvery;

    protected override TimeSpan DedupWindow => _with.Limits.DedupWindow;

    protected override bool HasSpilled => _group.State.Sends.SpilledAt != 0;

    protected override long Held => _group.State.Log.Count;

    protected override ConnectionAddress? AsksForCleanUp(GroupCommand command) => (command as GroupCommands.CleanUp)?.ReplyTo;

    protected override bool IsExpiry(GroupEvent @event) => @event is GroupEvents.EntriesExpired;

    protected override object TakeSnapshot(SnapshotNotes notes)
    {
        var snapshot = GroupSnapshots.Take(_group.State, notes.Clean);
        (snapshot.OlderSnapshot, snapshot.NeededRow) = (notes.OlderSnapshot, notes.NeededRow);
        return snapshot;
    }

    protected override SnapshotNotes? Restore(object snapshot)
    {
        if (snapshot is not GroupSnapshot group) return null;
        GroupSnapshots.Restore(_group.State, group);
        return new SnapshotNotes(group.Clean, group.OlderSnapshot, group.NeededRow);
    }

    protected override void OnCommand(object message)
    {
        if (message is GroupCommands.Inspect) _group.MessagesPerSecond = _with.Rates.Of(_group.Id);
        base.OnCommand(message);
    }

    protected override void OnOwn(object message)
    {
        switch (message)
        {
            case PortionRequest:
                var effects = NoEffects();
                var portion = _group.NextPortion(Now, effects);
                Sender.Tell(new PortionReply(portion), ActorRefs.NoSender); // before what may ask for the next one
                Perform(effects);
                break;
            case ListingWritten written:
                effects = NoEffects();
                _group.Listed(written.Listing, done: true, Now, effects);
                Perform(effects);
                break;
            default: base.OnOwn(message); break;
        }
    }

    protected override void PerformOwn(GroupEffects effects)
    {
        foreach (var @event in effects.Events)
            if (@event is GroupEvents.MessageAccepted)
                _with.Rates.Accepted(_group.Id);
        if (effects.HasNews) _with.Fanout.Announce(_group.Id, Self); // where there is no room it asks again a few seconds later
        if (effects.Listing is not { } listing) return;
        var self = Self;
        // Where the writer takes no more, the group keeps its debt and comes again.
        _with.Listing.TryWrite(new GroupListingChange(listing, () => self.Tell(new ListingWritten(listing), ActorRefs.NoSender)));
    }

    protected override void Refuse(GroupCommand command, long retryAfterMs)
    {
        const string Detail = "The group cannot be read at the moment.";
        switch (command)
        {
            case GroupCommands.SendMessage send:
                _with.Shared.Connections.Tell(send.Session, new ConnectionMessages.SendRefused(
                    send.Entity, send.N, send.ClientMessageId, ErrorCode.Unavailable, Detail, null, retryAfterMs));
                break;
            case GroupRequest request:
                _with.Shared.Connections.Tell(request.ReplyTo, new ConnectionMessages.Failed(ErrorCode.Unavailable, Detail));
                break;
        }
    }

    private sealed record ListingWritten(GroupListing Listing) : INoSerializationVerificationNeeded;
}
