using Chat.Domain.Groups.Members;
using Chat.Domain.Users;

namespace Chat.Domain.Groups;

/// <summary>
/// What is open between the group and each member's entity, and its repetition: per member, so that one whose node is away costs
/// nobody else anything. A dormant member is not contacted, and so not woken (G3).
/// </summary>
public sealed partial class Group
{
    private long _contactsDue = long.MaxValue;

    private const long MaxBackoffMs = 300_000;

    private long RetryMs => (long)_limits.Retry.TotalMilliseconds;

    /// <summary>Whether everything that he may see has been answered for: taken, or noted.</summary>
    private bool IsSettled(GroupMember member)
    {
        if (member.Live.Dormant) return true;
        var last = member.LastVisible(State.Head);
        return member.Live.Released >= last || member.Live.Noted && member.Contact.Answered >= last;
    }

    /// <summary>A new incarnation has heard nothing yet. Its tokens make answers to an earlier one void (G4).</summary>
    private void ResumeContact(GroupMember member, long now)
    {
        member.BeginLive();
        var contact = member.Contact;
        contact.Token = _random.NextInt64(1, long.MaxValue / 2);
        contact.SentUpTo = member.LastVisible(State.Head); // what he misses of it he pulls, once he is told how far the group is
        if (!IsSettled(member)) SetRetry(contact, now + _random.NextInt64(RetryMs / 4));
    }

    /// <summary>New members, and those who come back while they have their place.</summary>
    private void BeginContacts(GroupEvent change)
    {
        switch (change)
        {
            case GroupEvents.GroupCreated:
                foreach (var member in State.Members.All)
                    BeginContact(member);
                break;
            case GroupEvents.MembersAdded e:
                foreach (var user in e.Members)
                    if (State.Members.Find(user) is { } member)
                        BeginContact(member);
                break;
        }
    }

    private void BeginContact(GroupMember member)
    {
        if (member.Contact.Token != 0) return;
        member.Contact.Token = _random.NextInt64(1, long.MaxValue / 2);
        member.Contact.SentUpTo = member.Live.Released;
    }

    /// <summary>He has just been told something: where no answer comes, he is told again.</summary>
    private void ExpectAnswer(GroupMember member, long now)
    {
        if (member.Contact.RetryAt == long.MaxValue) SetRetry(member.Contact, now + RetryMs);
    }

    /// <summary>He has taken or noted something: the next repetition is for what is left then.</summary>
    private void Progressed(GroupMember member, long now)
    {
        member.Contact.Attempts = 0;
        if (member.Contact.RetryAt != long.MaxValue) SetRetry(member.Contact, now + RetryMs);
    }

    private void SetRetry(Contact contact, long at)
    {
        contact.RetryAt = at;
        _contactsDue = Math.Min(_contactsDue, at);
    }

    private void RetryContacts(long now, GroupEffects effects)
    {
        if (_newsAskedAt != long.MaxValue && now >= _newsAskedAt + NewsLostMs) (_newsAskedAt, effects.HasNews) = (now, true);
        if (now < _contactsDue) return;
        _contactsDue = long.MaxValue;
        foreach (var member in State.Members.All)
        {
            var contact = member.Contact;
            if (contact.RetryAt > now)
            {
                _contactsDue = Math.Min(_contactsDue, contact.RetryAt);
                continue;
            }

            if (IsSettled(member))
            {
                (contact.RetryAt, contact.Attempts) = (long.MaxValue, 0);
                continue;
            }

            // No entries: what he has he answers for, what he has not he pulls.
            var head = member.LastVisible(State.Head);
            effects.Tell(new UserCommands.GroupFanout(member.User, _id, State.Number, head, [], head, contact.Token, member.Live.Released)
            {
                Unread = UnreadOf(member),
            });
            SetRetry(contact, now + Backoff(++contact.Attempts));
        }
    }

    private long Backoff(int attempts) =>
        (long)(Math.Min(RetryMs << Math.Min(attempts, 7), MaxBackoffMs) * (0.75 + _random.NextDouble() / 2));
}
