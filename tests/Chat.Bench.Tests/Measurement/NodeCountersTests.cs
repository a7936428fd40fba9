using Chat.Bench.Measurement;

namespace Chat.Bench.Tests.Measurement;

public sealed class NodeCountersTests
{
    [Fact]
    public void Counters_are_summed_over_nodes_and_labels()
    {
        var counters = NodeCounters.Parse("""
            # TYPE chat_nodes_batches_total counter
            chat_nodes_batches_total{otel_scope_name="Chat.Nodes"} 10 1699189200000
            chat_nodes_messages_total{otel_scope_name="Chat.Nodes"} 60 1699189200000
            chat_nodes_bytes_total{otel_scope_name="Chat.Nodes"} 12000
            chat_journal_commit_rows_sum{database="a b"} 100.5
            chat_journal_commit_rows_sum{database="b"} 99.5
            chat_journal_commit_rows_count{database="a b"} 20
            chat_journal_commit_rows_bucket{le="1"} 4711

            chat_nodes_batches_total{otel_scope_name="Chat.Nodes"} 5
            chat_nodes_single_total 7
            """);
        Assert.Equal(15, counters.Batches);
        Assert.Equal(4, counters.MessagesPerBatch);
        Assert.Equal(800, counters.BytesPerBatch);
        Assert.Equal(10, counters.RowsPerCommit);
        Assert.Equal(7, counters.Single);
        Assert.Equal(0, counters.Dropped);
    }

    [Fact]
    public void What_is_measured_is_the_difference_of_two_readings()
    {
        var before = NodeCounters.Parse("chat_nodes_messages_total 10\nchat_nodes_batches_total 10");
        var after = NodeCounters.Parse("chat_nodes_messages_total 40\nchat_nodes_batches_total 15");
        Assert.Equal(6, after.Since(before)!.MessagesPerBatch);
        Assert.Null(after.Since(null));
        Assert.Null(after.Since(after)!.MessagesPerBatch);
    }
}
