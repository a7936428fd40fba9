using Akka.Event;

namespace Chat.Journal;

/// <summary>Whether the database takes writes and answers recoveries; says a change once, with the reason.</summary>
public sealed class JournalHealth(ILoggingAdapter log)
{
    private volatile string? _reason;

    /// <summary>Null while all is well.</summary>
    public string? Reason => _reason;

    internal void Failing(Exception failure)
    {
        var before = _reason;
        _reason = failure.Message;
        if (before is null) log.Warning("The journal's database fails, trying again: {0}", failure.Message);
    }

    internal void Well()
    {
        if (_reason is null) return;
        _reason = null;
        log.Info("The journal's database is well again");
    }
}
