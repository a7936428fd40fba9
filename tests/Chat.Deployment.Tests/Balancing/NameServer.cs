using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>A name server on loopback that answers every question for addresses (A) with those of the nodes at the moment, as that of a cluster does.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int HeaderBytes = 12;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Task _answering;
    private volatile IPAddress[] _addresses = [];

    public NameServer() => _answering = AnswerAsync();

    public string Address => _socket.Client.LocalEndPoint!.ToString()!;

    public void Set(params IEnumerable<IPAddress> addresses) => _addresses = [.. addresses];

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _answering;
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var query = await _socket.ReceiveAsync();
                var answer = AnswerTo(query.Buffer, _addresses);
                await _socket.SendAsync(answer, query.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // the end of the test
        }
    }

    private static byte[] AnswerTo(ReadOnlySpan<byte> query, IPAddress[] addresses)
    {
        var end = HeaderBytes;
        while (query[end] != 0) end += query[end] + 1; // the labels of the name
        var isAddress = BinaryPrimitives.ReadUInt16BigEndian(query[(end + 1)..]) == 1;
        end += 5;
        var given = isAddress ? addresses : [];
        var answer = new byte[end + given.Length * 16];
        query[..end].CopyTo(answer);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), 0x8180); // an answer, recursion available
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)given.Length);
        answer.AsSpan(8, 4).Clear(); // nothing else, though the query may have brought an option
        for (var i = 0; i < given.Length; i++)
        {
            var record = answer.AsSpan(end + i * 16, 16);
            BinaryPrimitives.WriteUInt16BigEndian(record, 0xC000 | HeaderBytes); // the name in the question
            BinaryPrimitives.WriteUInt16BigEndian(record[2..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(record[4..], 1);
            BinaryPrimitives.WriteUInt32BigEndian(record[6..], 1); // good for a second
            BinaryPrimitives.WriteUInt16BigEndian(record[10..], 4);
            given[i].TryWriteBytes(record[12..], out _);
        }

        return answer;
    }
}
