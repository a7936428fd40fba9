using System.Text;
using Chat.Bench.Rolling;

namespace Chat.Bench.Report;

/// <summary>A rolling restart in words, and against its bounds.</summary>
internal static class RollingReport
{
    public static string Of(RollingResult run)
    {
        var text = new StringBuilder();
        text.AppendLine($"== rolling restart of {run.Shape.Nodes} nodes, {run.Shape.Connections:N0} clients, {run.Shape.Chatting:N0} of them with {run.Shape.Rate:0} messages/s");
        text.AppendLine($"  messages         {run.Messages:N0} in {run.Usage.Seconds:0} s; machine {run.Usage.Machine / run.Usage.Seconds:0.00} cores, client {run.Usage.Client / run.Usage.Seconds:0.00}");
        text.AppendLine($"  restarts         {string.Join(", ", run.Restarts.Select(r => $"{r.Stopping.TotalSeconds:0.0} s to the end and {r.Starting.TotalSeconds:0.0} s until ready"))}");
        text.AppendLine($"  send to ack      {Format.Milliseconds(run.Ack)} ms (p50 / p99 / p99.9 / max), from the first send");
        text.AppendLine($"  intended to ack  {Format.Milliseconds(run.AckFromIntended)} ms, with the time in which the sender was away");
        text.AppendLine($"  delivery         {Format.Milliseconds(run.Delivery)} ms, to those on line");
        text.AppendLine($"  delivery, late   {Format.Milliseconds(run.DeliveryToAway)} ms, {run.DeliveriesToAway:N0} to those who were away meanwhile");
        text.AppendLine($"  away             {Format.Milliseconds(run.Absences)} ms, {run.AbsenceCount:N0} times");
        text.AppendLine($"  legal, but       {run.Notes}");
        foreach (var failure in run.Failures)
            text.AppendLine($"  FAILURE: {failure}");
        return $"{text}\n{Bound.Table(Bounds(run))}";
    }

    public static IEnumerable<Bound> Bounds(RollingResult run)
    {
        yield return new Bound("lost, doubled, out of order", "none", run.Failures.Count == 0 ? "none" : "see above", run.Failures.Count == 0);
        yield return Bound.Under("every client back", 10, run.Absences?.Max / 1000, "s");
        yield return Bound.Under("longest wait of a send for its ack", 5, run.Ack?.Max / 1000, "s");
        yield return Bound.Under("p99 of acks over the whole run", 500, run.Ack?.P99, "ms");
        yield return Bound.Under("p99 of deliveries over the whole run", 500, run.Delivery?.P99, "ms");
    }
}
