namespace Chat.Admin;

/// <summary>What scripts go by.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The node has refused the command, or it has failed.</summary>
    public const int NotDone = 1;

    /// <summary>The command line is wrong, or there is no connection to a node.</summary>
    public const int NotTried = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
