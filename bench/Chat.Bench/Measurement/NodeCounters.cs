using System.Globalization;
using Chat.Bench.Nodes;

namespace Chat.Bench.Measurement;

/// <summary>Counters that the nodes themselves keep, read from <c>/metrics</c> of their management ports and summed over them.</summary>
/// <param name="Rows">Events that the journal has written.</param>
/// <param name="Commits">In how many commits.</param>
/// <param name="Batched">Messages to connections and entities of other nodes that travelled in batches.</param>
/// <param name="Batches">Those batches; each is one remote message.</param>
/// <param name="Bytes">Of those batches.</param>
/// <param name="Single">Messages to connections of other nodes that travelled alone.</param>
/// <param name="Dropped">Messages dropped because too much waited for their node.</param>
internal sealed record NodeCounters(double Rows, double Commits, double Batched, double Batches, double Bytes, double Single, double Dropped)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public double? RowsPerCommit => Commits > 0 ? Rows / Commits : null;

    public double? MessagesPerBatch => Batches > 0 ? Batched / Batches : null;

    public double? BytesPerBatch => Batches > 0 ? Bytes / Batches : null;

    /// <returns>Null where a node shows no counters.</returns>
    public static NodeCounters? Read(Target target)
    {
        if (target.ManagementPorts.Count == 0)
            return null;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            var texts = target.ManagementPorts.Select(port =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/metrics");
                using var response = client.Send(request).EnsureSuccessStatusCode();
                using var reader = new StreamReader(response.Content.ReadAsStream());
                return reader.ReadToEnd();
            });
            return Parse(string.Join('\n', texts));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Sums each counter over all its lines, whatever their labels.</summary>
    /// <param name="text">Prometheus text of one node or several.</param>
    public static NodeCounters Parse(string text)
    {
        var sums = new Dictionary<string, double>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#')
                continue;
            var name = line[..Math.Max(0, line.IndexOfAny('{', ' '))];
            // Behind the labels, whose values may hold blanks.
            var rest = line[(line.LastIndexOf('}') + 1)..].TrimStart();
            var value = line.Contains('}') ? rest : line[name.Length..].TrimStart();
            var end = value.IndexOf(' '); // a time may follow
            if (double.TryParse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture, out var number))
                sums[name.ToString()] = sums.GetValueOrDefault(name.ToString()) + number;
        }

        return new NodeCounters(
            Of("chat_journal_commit_rows_sum"), Of("chat_journal_commit_rows_count"), Of("chat_nodes_messages_total"), Of("chat_nodes_batches_total"),
            Of("chat_nodes_bytes_total"), Of("chat_nodes_single_total"), Of("chat_nodes_dropped_total"));

        double Of(string name) => sums.GetValueOrDefault(name);
    }

    public NodeCounters? Since(NodeCounters? earlier) => earlier is null
        ? null
        : new NodeCounters(
            Rows - earlier.Rows, Commits - earlier.Commits, Batched - earlier.Batched, Batches - earlier.Batches, Bytes - earlier.Bytes,
            Single - earlier.Single, Dropped - earlier.Dropped);
}
