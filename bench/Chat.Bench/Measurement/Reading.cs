using Chat.Bench.Client;
using Chat.Bench.Nodes;

namespace Chat.Bench.Measurement;

/// <summary>All cost counters at one moment; figures are differences of two readings.</summary>
internal sealed record Reading(long At, double? Server, double? Database, double Client)
{
    public static Reading Take(Target target) => new(
        Clock.Now,
        target.ServerPid is { } server ? ProcFs.CpuSeconds(server) : null,
        target.DatabasePid is { } database ? ProcFs.CpuSecondsOfFamily(database) : null,
        ProcFs.CpuSeconds(Environment.ProcessId));

    /// <summary>What was used between an earlier reading and this one.</summary>
    public Usage Since(Reading earlier) => new(
        (At - earlier.At) / (double)Clock.Second, Server - earlier.Server, Database - earlier.Database, Client - earlier.Client);
}

/// <summary>CPU seconds of the three parties within a span of wall-clock seconds.</summary>
internal sealed record Usage(double Seconds, double? Server, double? Database, double Client);
