using Chat.Domain.History;

namespace Chat.Domain.Users;

/// <summary>Whether the user keeps history, and what of it is owed to the table.</summary>
public sealed partial class UserState
{
    public HistoryProgress History { get; } = new();

    public HistoryChoice HistoryChoice { get; private set; }

    /// <summary>What was kept up to this time (Unix milliseconds) is to be erased; 0 where nothing is.</summary>
    public long HistoryErasure { get; private set; }

    /// <summary>Live, as all that is a fact of the table: noted with the next snapshot, and after a crash done again.</summary>
    public void HistoryErased(long upTo)
    {
        if (HistoryErasure <= upTo) HistoryErasure = 0;
    }

    private void Apply(UserEvents.HistorySwitched e)
    {
        if (e.On == HistoryChoice.On) return;
        HistoryChoice = new HistoryChoice(e.On, e.At);
        History.Switch(e.On, forget: true);
        if (!e.On) HistoryErasure = e.At;
    }

    /// <summary>Takes a snapshot's values; called once, before any event is applied.</summary>
    public void RestoreHistory(HistoryChoice choice, long erasure) => (HistoryChoice, HistoryErasure) = (choice, erasure);
}
