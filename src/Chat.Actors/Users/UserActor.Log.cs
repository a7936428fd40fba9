using Microsoft.Extensions.Logging;

namespace Chat.Actors.Users;

internal sealed partial class UserActor
{
    [LoggerMessage(1, LogLevel.Warning, "{PersistenceId}: recovery failed; no other attempt for {PauseSeconds} s")]
    private static partial void LogRecoveryFailed(ILogger logger, Exception cause, string persistenceId, double pauseSeconds);

    [LoggerMessage(2, LogLevel.Warning, "{PersistenceId}: write {SequenceNr} failed; the entity recovers at its next message")]
    private static partial void LogWriteFailed(ILogger logger, Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(3, LogLevel.Warning, "{PersistenceId}: no entity number could be had")]
    private static partial void LogNoNumber(ILogger logger, Exception cause, string persistenceId);

    [LoggerMessage(4, LogLevel.Warning, "{PersistenceId}: rows from {SequenceNr} could not be read")]
    private static partial void LogRowsNotRead(ILogger logger, Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(5, LogLevel.Warning, "{PersistenceId}: snapshot at {SequenceNr} failed; the next one is tried later")]
    private static partial void LogSnapshotFailed(ILogger logger, Exception cause, string persistenceId, long sequenceNr);

    [LoggerMessage(6, LogLevel.Warning, "{PersistenceId}: could not note that it owes something, or has paid")]
    private static partial void LogDebtNotNoted(ILogger logger, Exception cause, string persistenceId);

    [LoggerMessage(7, LogLevel.Warning, "{PersistenceId}: {Sends} sends could not be put into their table; they stay in memory")]
    private static partial void LogNotSpilled(ILogger logger, Exception cause, string persistenceId, int sends);

    [LoggerMessage(9, LogLevel.Warning, "{PersistenceId}: sends that need not be recognised any more stay in their table until the next clean-up")]
    private static partial void LogNotForgotten(ILogger logger, Exception cause, string persistenceId);

    [LoggerMessage(8, LogLevel.Warning, "{PersistenceId}: the table of spilled sends could not be read; senders are told to come again")]
    private static partial void LogNotLookedUp(ILogger logger, Exception cause, string persistenceId);
}
