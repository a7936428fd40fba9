using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections.WebSockets;

/// <summary>The run of the writer on the pool, from the first frame that waits until none does.</summary>
internal sealed partial class SocketWriter
{
    // Beyond this a batch is flushed on the way: the kernel can be busy with it meanwhile, and memory stays bounded.
    private const int FlushBytes = 32 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>Never fails: a fault is the owner's to handle.</summary>
    private async Task DrainAsync()
    {
        try
        {
            do
            {
                while (Take(out var batch))
                    await WriteAsync(batch);
                await FlushAsync();
            }
            while (!TryRest());
        }
#pragma warning disable CA1031 // Whatever it is, this connection ends with it, and only this one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Break();
            _owner.OnWriteFault(e);
        }
    }

    private async ValueTask WriteAsync(Batch batch)
    {
        try
        {
            if (batch.Pong is not null)
                FrameWriter.Write(output, Opcode.Pong, batch.Pong);
            for (var i = 0; i < batch.Count; i++)
            {
                Encode(batch.Frames[i]);
                if (output.UnflushedBytes >= FlushBytes)
                    await FlushAsync();
            }

            if (batch.Count > 0)
            {
                metrics.FramesOut(batch.Count);
                _owner.OnWritten(batch.Frames.AsSpan(0, batch.Count));
            }
        }
        finally
        {
            Outbox.Return(batch.Frames);
        }

        if (batch.Ping != 0)
            WritePing(batch.Ping);
        if (batch.Close is { } close)
            FrameWriter.WriteClose(output, close.Code, close.Reason);
    }

    private void Encode(ServerFrame frame)
    {
        if (frame is ServerFrame.SharedFrame { Encoded: { IsEmpty: false } encoded })
        {
            FrameWriter.Write(output, Opcode.Text, encoded.Span);
            return;
        }

        var scratch = _scratch ??= new ArrayBufferWriter<byte>(4096);
        scratch.ResetWrittenCount();
        ServerFrameWriter.Write(frame, scratch);
        FrameWriter.Write(output, Opcode.Text, scratch.WrittenSpan);
    }

    private void WritePing(long number)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, number);
        FrameWriter.Write(output, Opcode.Ping, payload);
        _owner.OnPingWritten(number);
    }

    private async ValueTask FlushAsync()
    {
        var flush = output.FlushAsync();
        FlushResult result;
        if (flush.IsCompleted)
        {
            result = await flush;
        }
        else
        {
            _owner.OnBlocked();
            result = await flush;
            _owner.OnUnblocked();
        }

        if (result.IsCompleted)
            throw new IOException("The peer has closed the socket.");
    }

    private bool Take(out Batch batch)
    {
        lock (_sync)
        {
            if (_outbox.Count == 0 && _pong is null && _ping == 0 && _close is null)
            {
                batch = default;
                return false;
            }

            var frames = _outbox.Take(out var count);
            batch = new Batch(frames, count, _pong, _ping, _close);
            (_pong, _ping, _close, _writing) = (null, 0, null, count);
            return true;
        }
    }

    private bool TryRest()
    {
        lock (_sync)
        {
            _writing = 0;
            if (_outbox.Count > 0 || _pong is not null || _ping != 0 || _close is not null)
                return false;
            _draining = false;
            _idle?.Set();
            return true;
        }
    }

    private void Break()
    {
        lock (_sync)
        {
            _outbox.Clear();
            (_pong, _ping, _close, _writing, _ended, _draining) = (null, 0, null, 0, true, false);
            _idle?.Set();
        }
    }

    private readonly record struct Batch(ServerFrame[] Frames, int Count, byte[]? Pong, long Ping, CloseRequest? Close);
}
