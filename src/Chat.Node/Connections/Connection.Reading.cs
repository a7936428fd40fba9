using System.Buffers;
using Chat.Node.Connections.WebSockets;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>The read loop: takes every complete frame that has arrived, in one go. A pipe that waits for data holds no buffer.</summary>
internal sealed partial class Connection
{
    // Bytes of a frame that is of no interest any more.
    private long _skip;
    private long _heard;

    private enum ReadStep
    {
        NeedMore,

        /// <summary>As many sends as allowed are unanswered: not reading closes the TCP window.</summary>
        AwaitAnswers,

        Authenticate,
        Refresh,
        Ended,
    }

    private async Task ReadAsync()
    {
        var input = _transport.Input;
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            var step = ReadFrames(ref buffer);
            FlushAcks();
            // What was not examined makes the next read complete at once.
            input.AdvanceTo(buffer.Start, step == ReadStep.NeedMore ? buffer.End : buffer.Start);
            switch (step)
            {
                case ReadStep.NeedMore when result.IsCompleted:
                case ReadStep.Ended:
                    return;
                case ReadStep.AwaitAnswers:
                    await AwaitAnswersAsync();
                    break;
                case ReadStep.Authenticate:
                    await AuthenticateAsync();
                    break;
                case ReadStep.Refresh:
                    await RefreshAsync();
                    break;
            }
        }
    }

    private ReadStep ReadFrames(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            if (_skip > 0)
            {
                var skipped = Math.Min(_skip, buffer.Length);
                buffer = buffer.Slice(skipped);
                _skip -= skipped;
                if (_skip > 0)
                    return ReadStep.NeedMore;
            }

            switch (FrameHeader.TryRead(buffer, out var header))
            {
                case HeaderResult.NeedMore:
                    return ReadStep.NeedMore;
                case HeaderResult.Malformed:
                    FailFraming();
                    continue;
            }

            if (!header.IsControl && !IsWanted(header))
            {
                buffer = buffer.Slice(header.HeaderBytes);
                _skip = header.Length;
                continue;
            }

            if (buffer.Length < header.HeaderBytes + header.Length)
                return ReadStep.NeedMore;
            if (!header.IsControl && IsInFlightFull)
                return ReadStep.AwaitAnswers;

            var payload = buffer.Slice(header.HeaderBytes, header.Length);
            buffer = buffer.Slice(payload.End);
            Volatile.Write(ref _heard, _services.Wheel.CoarseNow);
            var step = header.IsControl ? HandleControl(header, payload) : HandleData(header, payload);
            if (step != ReadStep.NeedMore)
                return step;
        }
    }

    /// <summary>Whether the payload of a data frame is to be read at all.</summary>
    private bool IsWanted(in FrameHeader header)
    {
        if (_closing)
            return false;
        var limit = _attachment is null ? _services.Frames.UnauthenticatedFrameBytes : _services.Frames.FrameBytes;
        if (header.Opcode == Opcode.Binary)
        {
            Close(CloseCode.Binary, "Frames are JSON in text.");
        }
        else if (header.Opcode == Opcode.Continuation != _inFragments)
        {
            lock (_sync)
                BeginClose(ClosePayload.ProtocolError, "A fragment is out of place.");
        }
        else if (header.Length + _fragmentLength > limit)
        {
            Refuse(ErrorCode.FrameTooLarge, $"A frame may have {limit} bytes.");
            Close(CloseCode.TooBig, "");
        }
        else
        {
            return true;
        }

        return false;
    }

    /// <summary>Where one frame ends and the next begins is lost: nothing is read any more, only waited for the end.</summary>
    private void FailFraming()
    {
        lock (_sync)
            BeginClose(ClosePayload.ProtocolError, "");
        _skip = long.MaxValue;
    }

    private void Close(CloseCode code, string reason)
    {
        lock (_sync)
            BeginClose((int)code, reason);
    }
}
