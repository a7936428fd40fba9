namespace Chat.Journal;

/// <summary>Somebody else has written this entity's next number: this incarnation is not its owner any more (R2).</summary>
public sealed class JournalConflictException : Exception
{
    public JournalConflictException()
    {
    }

    public JournalConflictException(string message)
        : base(message)
    {
    }

    public JournalConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
