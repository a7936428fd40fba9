using System.Buffers;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Chat.Node.Connections;
using Chat.Node.Connections.WebSockets;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Frames;

namespace Chat.Node.Tests.Connections;

public sealed class SocketWriterTests : ISocketWriterOwner
{
    private const int Capacity = 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 1, useSynchronizationContext: false));
    private readonly CountingWriter _output;
    private readonly SocketWriter _writer;
    private volatile bool _blocked;

    public SocketWriterTests()
    {
        _output = new CountingWriter(_pipe.Writer);
        _writer = new SocketWriter(_output, Capacity, new ConnectionMetrics(new Meters()));
        _writer.Start(this);
    }

    [Fact]
    public async Task All_frames_that_wait_while_the_socket_is_busy_go_out_in_one_flush()
    {
        await BlockAsync();
        var flushes = _output.Flushes;
        for (var i = 0; i < 15; i++)
            Assert.True(_writer.TryAdd(new ServerFrame.HeartbeatAck(i)));
        await UnblockAsync();
        await Eventually.HoldsAsync(() => _writer.Backlog == 0, "the outbox is empty");
        Assert.Equal(flushes + 1, _output.Flushes);
        var read = await _pipe.Reader.ReadAsync();
        Assert.Equal(15, Encoding.UTF8.GetString(read.Buffer).Split("heartbeat_ack").Length - 1);
    }

    [Fact]
    public async Task What_nobody_misses_is_refused_when_half_full_and_the_rest_when_full()
    {
        await BlockAsync();
        while (_writer.Backlog <= Capacity / 2)
            Assert.True(_writer.TryAddEphemeral(new ServerFrame.HeartbeatAck(1)));
        Assert.False(_writer.TryAddEphemeral(new ServerFrame.HeartbeatAck(1)));
        Assert.False(_writer.TryAddPresence(new UserPresence(new("bob"), true, null), 1));
        while (_writer.Backlog < Capacity)
            Assert.True(_writer.TryAdd(new ServerFrame.HeartbeatAck(1)));
        Assert.False(_writer.TryAdd(new ServerFrame.HeartbeatAck(1)));
    }

    [Fact]
    public async Task A_close_at_once_is_the_next_and_the_last_thing_written()
    {
        await BlockAsync();
        Assert.True(_writer.TryAdd(new ServerFrame.HeartbeatAck(1)));
        _writer.Close(4413, "", atOnce: true);
        Assert.True(_writer.TryAdd(new ServerFrame.HeartbeatAck(2))); // too late, and lost
        await UnblockAsync();
        await _writer.EndAsync();
        var read = await _pipe.Reader.ReadAsync();
        Assert.Equal([0x88, 2, 0x11, 0x3D], read.Buffer.ToArray());
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_the_writer()
    {
        await BlockAsync();
        await _pipe.Reader.CompleteAsync();
        await _writer.EndAsync();
        Assert.Equal(0, _writer.Backlog);
    }

    void ISocketWriterOwner.OnWritten(ReadOnlySpan<ServerFrame> frames)
    {
    }

    void ISocketWriterOwner.OnPingWritten(long number)
    {
    }

    void ISocketWriterOwner.OnBlocked() => _blocked = true;

    void ISocketWriterOwner.OnUnblocked() => _blocked = false;

    void ISocketWriterOwner.OnWriteFault(Exception exception)
    {
    }

    private async Task BlockAsync()
    {
        _writer.TryAdd(new ServerFrame.Error(ErrorCode.BadJson, new string('x', 70_000), null, null, null, null));
        await Eventually.HoldsAsync(() => _blocked, "the socket takes no more");
    }

    private async Task UnblockAsync()
    {
        var read = await _pipe.Reader.ReadAsync();
        _pipe.Reader.AdvanceTo(read.Buffer.End);
    }

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        public int Flushes { get; private set; }

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return inner.FlushAsync(cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
