namespace Chat.Actors.History;

/// <summary>History on the server; the host binds it from <c>Chat:History</c>. Whether there is any is each user's choice.</summary>
public sealed record HistorySettings
{
    /// <summary>What is older goes, with the next round of the clean-up.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Entities that wait for their turn, per database; beyond, they come again. A place costs some hundred bytes.</summary>
    public int Waiting { get; init; } = 16_384;

    /// <summary>Portions read from the journal at the same time, per database.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Transactions that write at the same time, per database.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Rows in one of them.</summary>
    public int BatchRows { get; init; } = 500;
}
