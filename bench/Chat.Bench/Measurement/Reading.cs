using Chat.Bench.Client;
using Chat.Bench.Nodes;

namespace Chat.Bench.Measurement;

/// <summary>All cost counters at one moment; figures are differences of two readings.</summary>
internal sealed record Reading(long At, double? Server, double? Database, double Client, double Machine)
{
    public static Reading Take(Target target)
    {
        var reading = Take(target.ServerPid, target.DatabasePid);
        return reading with { Server = reading.Server + target.OtherPids.Sum(ProcFs.CpuSeconds) };
    }

    public static Reading Take(int? serverPid, int? databasePid) => new(
        Clock.Now,
        serverPid is { } server ? ProcFs.CpuSeconds(server) : null,
        databasePid is { } database ? ProcFs.CpuSecondsOfFamily(database) : null,
        ProcFs.CpuSeconds(Environment.ProcessId),
        ProcFs.MachineCpuSeconds());

    /// <summary>What was used between an earlier reading and this one.</summary>
    public Usage Since(Reading earlier) => new(
        (At - earlier.At) / (double)Clock.Second, Server - earlier.Server, Database - earlier.Database, Client - earlier.Client,
        Machine - earlier.Machine);
}

/// <summary>CPU seconds of the three parties within a span of wall-clock seconds.</summary>
internal sealed record Usage(double Seconds, double? Server, double? Database, double Client, double Machine)
{
    /// <summary>Cores that other processes used meanwhile: how far the machine was not ours, and how much a rate is worth.</summary>
    public double ForeignCores => Math.Max(0, Machine - (Server ?? 0) - (Database ?? 0) - Client) / Seconds;
}
