using Chat.Bench.Measurement;

namespace Chat.Bench.Nodes;

/// <summary>Says clearly when the open-file limit does not allow the connections that were asked for.</summary>
internal static class OpenFiles
{
    private const int Reserve = 300; // runtime, logs, database

    public static int Allow(int connections)
    {
        var limit = ProcFs.OpenFileLimit();
        if (connections <= limit - Reserve)
            return connections;
        Console.WriteLine($"LIMIT: {connections:N0} connections cannot be had: the open-file limit of this process is {limit:N0}. "
            + $"Going on with {limit - Reserve:N0}.");
        return limit - Reserve;
    }
}
