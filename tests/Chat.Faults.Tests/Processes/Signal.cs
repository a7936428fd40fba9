using System.Runtime.InteropServices;

namespace Chat.Faults.Tests.Processes;

/// <summary>Signals by their Linux numbers.</summary>
internal enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

internal static partial class Signals
{
    public static void SendTo(this Signal signal, int pid) => _ = kill(pid, (int)signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
