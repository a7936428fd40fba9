using Microsoft.Extensions.Logging;

namespace Chat.Actors.Entities;

/// <summary>What entities have to say to the operator.</summary>
internal sealed partial class EntityLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "{PersistenceId}: recovery failed; no other attempt for {PauseSeconds} s")]
    public partial void RecoveryFailed(Exception cause, string persistenceId, double pauseSeconds);

    [LoggerMessage(2, LogLevel.Warning, "{PersistenceId}: write {SequenceNr} failed; the entity recovers at its next message")]
    public partial void WriteFailed(Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(3, LogLevel.Warning, "{PersistenceId}: no entity number could be had")]
    public partial void NoNumber(Exception cause, string persistenceId);

    [LoggerMessage(4, LogLevel.Warning, "{PersistenceId}: rows from {SequenceNr} could not be read")]
    public partial void RowsNotRead(Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(5, LogLevel.Warning, "{PersistenceId}: snapshot at {SequenceNr} failed; the next one is tried later")]
    public partial void SnapshotFailed(Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(6, LogLevel.Warning, "{PersistenceId}: could not note that it owes something, or has paid")]
    public partial void DebtNotNoted(Exception cause, string persistenceId);

    [LoggerMessage(7, LogLevel.Warning, "{PersistenceId}: {Sends} sends could not be put into their table; they stay in memory")]
    public partial void NotSpilled(Exception cause, string persistenceId, int sends);

    [LoggerMessage(8, LogLevel.Warning, "{PersistenceId}: the table of spilled sends could not be read; senders are told to come again")]
    public partial void NotLookedUp(Exception cause, string persistenceId);

    [LoggerMessage(10, LogLevel.Warning, "{PersistenceId}: history could not be erased; trying again")]
    public partial void NotErased(Exception cause, string persistenceId);

    [LoggerMessage(9, LogLevel.Warning, "{PersistenceId}: sends that need not be recognised any more stay in their table until the next clean-up")]
    public partial void NotForgotten(Exception cause, string persistenceId);
}
