namespace Chat.Protocol.Admin;

/// <summary>Lines out of a stream, each of a bounded length.</summary>
/// <param name="maxLength">Bytes of a line without its break.</param>
public sealed class LineReader(Stream stream, int maxLength)
{
    private byte[] _buffer = new byte[Math.Min(maxLength + 2, 4096)];
    private int _start;
    private int _end;

    /// <summary>The next line without its break; valid until the next call. Null at the end of the stream, where a line that is not ended is dropped.</summary>
    /// <exception cref="InvalidDataException">The line is longer than may be.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            var at = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (at >= 0)
            {
                var line = new ReadOnlyMemory<byte>(_buffer, _start, at - _start);
                _start = at + 1;
                if (line.Length > maxLength) break;
                return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
            }

            if (_end - _start > maxLength) break;
            MakeRoom();
            searched = _end;
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0) return null;
            _end += read;
        }

        throw new InvalidDataException($"A line of more than {maxLength} bytes.");
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        else
        {
            Array.Resize(ref _buffer, Math.Min(maxLength + 2, _buffer.Length * 4));
        }
    }
}
