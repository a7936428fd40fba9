using Chat.Domain.Connections;
using Chat.Domain.History;

namespace Chat.Domain.Users;

/// <summary>
/// History on the server, which a user opts into: his messages, those he sent and those he got, are put into a table after they are durable
/// here, and stay in the journal until they are there (<see cref="HistoryProgress"/>). When he opts out, what was kept is erased.
/// </summary>
public sealed partial class User
{
    private long _historyAt; // of the last switch that was issued
    private long _erasureDue = long.MaxValue;
    private long _erasureOwedSince = long.MaxValue;
    private int _erasureAttempts;
    private bool _erasing;

    private const long EraseRetryMs = 2_000;

    private bool OwesHistory => State.History.Owes || State.HistoryErasure > 0;

    private long HistoryOwedSince => Math.Min(State.History.OwedSince, State.HistoryErasure > 0 ? _erasureOwedSince : long.MaxValue);

    private long HistoryDue => Math.Min(State.History.Due, _erasureDue);

    /// <summary>A switch that is on its way is written once more: it changes nothing, and answers whoever has repeated himself.</summary>
    private void SetHistory(UserCommands.SetHistory c, long now, Effects effects)
    {
        if (c.On == State.HistoryChoice.On && _historyAt <= State.HistoryChoice.At)
        {
            effects.Tell(c.ReplyTo, ConnectionMessages.Done.Instance);
            return;
        }

        CreateIfNew(now, effects);
        _historyAt = Math.Max(now, Math.Max(_historyAt, State.HistoryChoice.At) + 1);
        var switched = new UserEvents.HistorySwitched(c.On, _historyAt);
        _pending.ReplyWhenCommitted(switched, c.ReplyTo);
        Persist(switched, effects);
    }

    private void TellHistory(UserCommands.GetHistory c, Effects effects) =>
        effects.Tell(c.ReplyTo, new ConnectionMessages.HistoryState(State.HistoryChoice.On, State.HistoryChoice.At));

    private void HistorySwitched(UserEvents.HistorySwitched e, long now, Effects effects)
    {
        TellDevicesChanged(effects);
        if (_historyAt == e.At) _historyAt = 0; // none is on its way
        TellGroupsOfHistory(now);
        OweErasure(now);
    }

    private void ResumeHistory(long now)
    {
        State.History.Resume(now, _random);
        OweErasure(now);
    }

    private void OweErasure(long now)
    {
        if (State.HistoryErasure == 0 || _erasureDue != long.MaxValue) return;
        (_erasureDue, _erasureOwedSince) = (now, now);
    }

    /// <summary>
    /// What is on its way into the table is waited for before anything is erased. Rows that a stray owner puts there afterwards are shown to
    /// nobody: history begins with the choice.
    /// </summary>
    private void GoOnWithHistory(long now, Effects effects)
    {
        if (State.History.Next(now) is { } portion) effects.Record = portion;
        if (now < _erasureDue || _erasing) return;
        _erasureDue = long.MaxValue;
        if (State.HistoryErasure == 0) return;
        if (State.History.IsWriting)
        {
            _erasureDue = now + EraseRetryMs;
            return;
        }

        _erasing = true;
        effects.Erase = State.HistoryErasure;
    }

    public HistoryEntry? HistoryOf(UserEvent @event) => @event switch
    {
        UserEvents.MessageQueued e => new(e.Sender, e.MessageId, e.At, e.Sender, e.SenderDevice, e.ClientMessageId, e.Body, 0),
        UserEvents.EchoQueued e => new(e.Recipient, e.MessageId, e.At, _id, e.Device, e.ClientMessageId, e.Body, 0),
        _ => null,
    };

    public void Recorded(long? upTo, long now, Effects effects)
    {
        NoticeTime(now);
        State.History.Recorded(upTo, now, _random);
    }

    /// <summary>Answer to <see cref="Effects.Erase"/>.</summary>
    public void HistoryErased(long upTo, bool done, long now, Effects effects)
    {
        NoticeTime(now);
        _erasing = false;
        if (done)
        {
            State.HistoryErased(upTo);
            _erasureAttempts = 0;
            OweErasure(now); // switched on and off again meanwhile
        }
        else
        {
            _erasureDue = now + Backoff(EraseRetryMs, ++_erasureAttempts);
        }
    }

    /// <summary>Every group that we know, and its members' history with it, depends on who of them keeps it.</summary>
    private void TellGroupsOfHistory(long now)
    {
        foreach (var known in State.Groups.All)
            if (FindPlace(known.Id) is null)
                AddPlace(known.Id, known.Number, now);
        foreach (var place in Places)
        {
            place.HistoryAt = State.HistoryChoice.At;
            if (place.OwesHistory) OweProgress(place, now);
        }
    }
}
