namespace Chat.Domain.History;

/// <summary>How far history is, as the snapshots of users and groups have it, and back.</summary>
internal static class HistorySnapshots
{
    /// <returns>Null where there is nothing to say: of nearly all.</returns>
    public static Protocol.Schema.Snapshot.History? Take(HistoryProgress progress, in HistoryChoice choice, long erasure)
    {
        if (choice.At == 0 && !progress.Enabled && progress.WrittenUpTo == 0 && !progress.Owes) return null;
        var history = new Protocol.Schema.Snapshot.History
        {
            On = progress.Enabled, At = choice.At, WrittenUpTo = progress.WrittenUpTo, EraseUpTo = erasure,
        };
        foreach (var stretch in progress.Owed)
        {
            history.Owed.Add(stretch.First);
            history.Owed.Add(stretch.Last);
        }

        return history;
    }

    public static void Restore(HistoryProgress progress, Protocol.Schema.Snapshot.History history)
    {
        var owed = new HistoryStretch[history.Owed.Count / 2];
        for (var i = 0; i < owed.Length; i++)
            owed[i] = new HistoryStretch(history.Owed[2 * i], history.Owed[2 * i + 1]);
        progress.Restore(history.On, history.WrittenUpTo, owed);
    }
}
