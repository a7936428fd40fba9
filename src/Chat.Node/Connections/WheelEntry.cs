namespace Chat.Node.Connections;

/// <summary>Something that a <see cref="ConnectionWheel"/> wakes at one time; who has several things to wait for names the nearest.</summary>
internal abstract class WheelEntry
{
    internal WheelEntry? Previous;
    internal WheelEntry? Next;

    /// <summary>Tick at which the entry is due; 0: it is not on the wheel.</summary>
    internal long DueTick;

    /// <summary>Called once per schedule, on the wheel's thread: must not block and must not throw.</summary>
    protected internal abstract void OnDue();
}
