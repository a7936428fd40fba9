using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Chat.Node.Connections.WebSockets;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>From the payload of a WebSocket frame to a client's frame. The buffer it is unmasked in belongs to the thread.</summary>
internal sealed partial class Connection
{
    [ThreadStatic]
    private static byte[]? _scratch;

    // Of a message that comes in fragments.
    private byte[]? _fragments;
    private int _fragmentLength;
    private bool _inFragments;

    private ReadStep HandleData(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        var length = (int)header.Length;
        if (header.Final && !_inFragments)
        {
            if (_scratch is null || _scratch.Length < length)
                _scratch = new byte[Math.Max(4096, length)];
            Masking.CopyUnmasked(payload, header.Mask, _scratch.AsSpan(0, length));
            return HandleText(_scratch.AsSpan(0, length));
        }

        AddFragment(payload, header.Mask, length);
        _inFragments = !header.Final;
        if (_inFragments)
            return ReadStep.NeedMore;
        var (whole, wholeLength) = (_fragments!, _fragmentLength);
        (_fragments, _fragmentLength) = (null, 0);
        try
        {
            return HandleText(whole.AsSpan(0, wholeLength));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private void AddFragment(in ReadOnlySequence<byte> payload, uint mask, int length)
    {
        var needed = _fragmentLength + length;
        if (_fragments is null || _fragments.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 256));
            if (_fragments is not null)
            {
                _fragments.AsSpan(0, _fragmentLength).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_fragments);
            }

            _fragments = larger;
        }

        Masking.CopyUnmasked(payload, mask, _fragments.AsSpan(_fragmentLength, length));
        _fragmentLength = needed;
    }

    private ReadStep HandleText(ReadOnlySpan<byte> text)
    {
        _services.Metrics.FrameIn();
        if (!Utf8.IsValid(text))
        {
            Close(CloseCode.BadUtf8, "Text must be UTF-8.");
            return ReadStep.NeedMore;
        }

        if (ClientFrameReader.TryRead(text, _services.Frames, out var frame, out var error))
            return Handle(frame);
        Refuse(error.Code, error.Message, error.Field, error.ClientMessageId, error.RequestId);
        return ReadStep.NeedMore;
    }

    private ReadStep HandleControl(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        var bytes = new byte[header.Length];
        Masking.CopyUnmasked(payload, header.Mask, bytes);
        switch (header.Opcode)
        {
            case Opcode.Close:
                lock (_sync)
                    BeginClose(ClosePayload.Answer(bytes), "");
                return ReadStep.Ended;
            case Opcode.Ping when !_closing:
                _writer.Pong(bytes);
                break;
            case Opcode.Pong when bytes.Length == sizeof(long):
                OnPong(BinaryPrimitives.ReadInt64BigEndian(bytes));
                break;
        }

        return ReadStep.NeedMore;
    }
}
