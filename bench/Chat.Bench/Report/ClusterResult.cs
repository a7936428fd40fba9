namespace Chat.Bench.Report;

/// <summary>One run on so many nodes.</summary>
internal sealed record ClusterResult(int Nodes, RunResult Run);
