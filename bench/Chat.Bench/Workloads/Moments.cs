namespace Chat.Bench.Workloads;

/// <summary>When a message was meant to be sent, and when it was first written to a socket.</summary>
internal readonly record struct Moments(long Intended, long FirstSent);
