using System.Text;

namespace Chat.Bench.Report;

/// <summary>One run in words, for the terminal.</summary>
internal static class RunReport
{
    public static string Of(RunResult run)
    {
        var text = new StringBuilder();
        text.AppendLine($"== {run.Workload} on {run.Target}");
        if (run.Connecting is { } connecting)
        {
            text.AppendLine($"  connected        {run.Connections:N0} in {connecting.Seconds:0.00} s ({run.Connections / connecting.Seconds:N0}/s); "
                + $"CPU us per connect+auth: server {Micros(connecting.Server)}, database {Micros(connecting.Database)}, client {Micros(connecting.Client)}");

            string Micros(double? seconds) => Format.Number(seconds * 1e6 / run.Connections);
        }

        if (run.Messages > 0)
            Messages(run, text);
        else if (run.Ack is not null)
            text.AppendLine($"  to auth_success  {Format.Milliseconds(run.Ack)} ms (p50 / p99 / p99.9 / max)");
        else if (run.Usage is { } usage)
            text.AppendLine($"  idle CPU         server {Format.Percent(usage.Server, usage.Seconds)}, database {Format.Percent(usage.Database, usage.Seconds)} of one core");

        if (run.Chat is { } chat)
            Chat(chat, text);
        text.AppendLine($"  server memory    {Format.MiB(run.ResidentBytes)} MiB, before connecting {Format.MiB(run.BaselineBytes)} MiB: "
            + $"{Format.Number(run.KiBPerConnection)} KiB a connection");
        if (run.Usage is { Server: not null, ForeignCores: var foreign })
            text.AppendLine($"  other processes  took {foreign:0.00} cores meanwhile");
        if (run.Tally.Notes() is { Length: > 0 } notes)
            text.AppendLine($"  legal, but       {notes}");
        foreach (var failure in run.AllFailures)
            text.AppendLine($"  FAILURE: {failure}");
        return text.ToString();
    }

    public static void Chat(ChatResult chat, StringBuilder text)
    {
        text.AppendLine($"  chat meanwhile   {chat.Users:N0} users, {chat.Messages:N0} messages: ack {Format.Milliseconds(chat.Ack)} ms, "
            + $"delivery {Format.Milliseconds(chat.Delivery)} ms{(chat.Notes.Length > 0 ? $"; legal, but {chat.Notes}" : "")}");
        text.AppendLine($"  chat before      ack {Format.Milliseconds(chat.Before)} ms");
        if (chat.Between is not null)
            text.AppendLine($"  chat between     ack {Format.Milliseconds(chat.Between)} ms");
    }

    private static void Messages(RunResult run, StringBuilder text)
    {
        text.AppendLine($"  rate             {run.Rate:N0} msg/s (acked {run.AckedPerSecond:N0}/s, received {run.DeliveredPerSecond:N0}/s)");
        text.AppendLine($"  sender's ack     {Format.Milliseconds(run.Ack)} ms (p50 / p99 / p99.9 / max)");
        text.AppendLine($"  delivery         {Format.Milliseconds(run.Delivery)} ms");
        text.AppendLine($"  CPU s per 100k   server {Format.Number(run.ServerPer100k)}, database {Format.Number(run.DatabasePer100k)}, "
            + $"client {Format.Number(run.ClientPer100k)}");
        if (run.Journal is not null)
        {
            text.AppendLine($"  journal          {Format.Number(run.RowsPerMessage)} rows, {Format.Number(run.BlobBytesPerMessage)} bytes of events, "
                + $"{Format.Number(run.DiskBytesPerMessage)} bytes to disk a message ({run.Sent:N0} messages)");
        }
    }
}
