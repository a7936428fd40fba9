namespace Chat.Actors.Databases.Slots;

/// <summary>A move cannot go on, and why, in one line for the operator. Nothing is lost: what has been done stands, the rest can be repeated.</summary>
public sealed class SlotMoveException : Exception
{
    public SlotMoveException()
    {
    }

    public SlotMoveException(string message)
        : base(message)
    {
    }

    public SlotMoveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
