using System.Buffers;
using System.Text;
using Chat.Protocol.Frames;

namespace Chat.Protocol.Tests.Frames;

/// <summary>Reads frames as an edge would, also in pieces, and holds both ways to the same answer.</summary>
internal static class Decoding
{
    public static readonly FrameLimits Limits = new();

    public static T Accept<T>(string json, FrameLimits? limits = null)
        where T : ClientFrame
    {
        var (frame, error) = Read(Encoding.UTF8.GetBytes(json), limits);
        Assert.True(error is null, $"{error?.Code}: {error?.Message}");
        return Assert.IsType<T>(frame);
    }

    public static FrameError Refuse(string json, FrameLimits? limits = null) => Refuse(Encoding.UTF8.GetBytes(json), limits);

    public static FrameError Refuse(byte[] frame, FrameLimits? limits = null)
    {
        var (accepted, error) = Read(frame, limits);
        Assert.True(accepted is null, $"accepted as {accepted}");
        return error!;
    }

    public static (ClientFrame? Frame, FrameError? Error) Read(byte[] bytes, FrameLimits? limits = null)
    {
        var whole = ClientFrameReader.TryRead(bytes.AsSpan(), limits ?? Limits, out var frame, out var error);
        Assert.Equal(whole, frame is not null);
        Assert.Equal(whole, error is null);
        var pieces = ClientFrameReader.TryRead(InPieces(bytes), limits ?? Limits, out var again, out var errorAgain);
        Assert.Equal(whole, pieces);
        Assert.Equal(frame?.GetType(), again?.GetType());
        Assert.Equal(error, errorAgain);
        return (frame, error);
    }

    private static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        if (bytes.Length < 2)
            return new ReadOnlySequence<byte>(bytes);
        var first = new Piece(bytes.AsMemory(0, bytes.Length / 2), 0);
        var last = first.Then(bytes.AsMemory(bytes.Length / 2));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
